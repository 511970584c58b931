"""A table of words and formulas."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Table

SHOWS = Text("a table", "表格")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the table: ``head`` is one row of words, ``rows`` a list of rows."""
    checked = spec.checked("head", "rows")
    head = _row(checked.at("head"))
    rows = tuple(map(_row, checked.at("rows")))
    for place, row in enumerate(rows):
        if len(row) != len(head):
            raise checked.at("rows").at(place).error(_CELLS.fill(count=len(head)))
    yield Table(head, rows)


def _row(spec: Spec) -> tuple[Text, ...]:
    return tuple(cell.text() for cell in spec)


_CELLS = Text("This row needs {count} cells.", "這一列需要 {count} 格。")
