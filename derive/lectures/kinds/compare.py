"""Several descents side by side that differ in one thing."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.descent.compare import compare
from derive.lectures.kinds.descent import KEYS, settings
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent import comparison_report
from derive.render.descent.pieces import Picture

SHOWS = Text("several descents side by side", "比較幾種梯度下降")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the table and the pictures; ``what`` is what differs and ``values`` how."""
    checked = spec.checked(*KEYS, "what", "values", "pictures", short="lesson")
    lesson = checked.at("lesson").lesson()
    what, values = checked.at("what").word(), checked.at("values").words()
    given = settings(checked)
    found = checked.reading(lambda: compare(lesson, what, values, **given))
    drawn = checked.at("pictures").yes(default=True)
    for section in comparison_report(lesson, found).sections:
        for piece in section.pieces:
            if drawn or not isinstance(piece, Picture):
                yield piece
