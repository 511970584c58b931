"""A formula that nothing is computed from: a definition, a rule in general."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece, Written
from derive.lectures.spec import Spec

SHOWS = Text("formulas that nothing is computed from", "不參與計算的式子")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the formulas of a list; each is LaTeX, or ``{is: LaTeX, why: …}``."""
    yield Written(tuple(map(_line, spec)))


def _line(spec: Spec) -> tuple[str, Text | None]:
    if not isinstance(spec.value, dict):
        return spec.formula(), None
    checked = spec.checked("is", "why")
    why = checked.at("why")
    return checked.at("is").formula(), why.text() if why.value is not None else None
