"""The update of a lesson's parameters."""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.expression import Partial, Variable
from derive.core.text import Text
from derive.lectures.pieces import Piece, Steps
from derive.lectures.spec import Spec
from derive.render.sheet import Item

SHOWS = Text("the update of a lesson's parameters", "教案參數的更新")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the steps of the update; ``of`` names some parameters."""
    checked = spec.checked("lesson", "of", short="lesson")
    sheet = checked.at("lesson").sheet()
    names = checked.at("of").variables(sheet.solution.lesson)
    items = [item for item in sheet.items if item.block.step.phase is Phase.UPDATE]
    yield Steps(sheet, tuple(item for item in items if not names or _moved(item) in names))


def _moved(item: Item) -> Variable:
    return next(name.wrt for name in item.block.step.reads if isinstance(name, Partial))
