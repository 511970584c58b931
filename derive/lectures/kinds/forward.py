"""The forward pass of a lesson, its equations with their numbers."""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.text import Text
from derive.lectures.pieces import Piece, Steps
from derive.lectures.spec import Spec

SHOWS = Text("the forward pass of a lesson", "教案的前向傳遞")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the steps of the forward pass; ``{lesson: …, only: [h_1, …]}`` shows some of them."""
    checked = spec.checked("lesson", "only", short="lesson")
    sheet = checked.at("lesson").sheet()
    items = [item for item in sheet.items if item.block.step.phase is Phase.FORWARD]
    names = checked.at("only").values(sheet.solution.lesson)
    yield Steps(sheet, tuple(i for i in items if not names or i.block.target in names))
