"""The forward pass of a lesson, its equations with their numbers."""

from collections.abc import Iterator

from derive.blackboard.chain import Row
from derive.core.derivation import Phase
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece, Steps
from derive.lectures.spec import Spec
from derive.render.sheet import Item

SHOWS = Text("the forward pass of a lesson", "教案的前向傳遞")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the steps of the forward pass; ``{lesson: …, only: [h_1, …]}`` shows some of them.

    ``formulas: yes`` leaves the numbers out.
    """
    checked = spec.checked("lesson", "only", "formulas", short="lesson")
    sheet = checked.at("lesson").sheet()
    names = checked.at("only").values(sheet.solution.lesson)
    items = tuple(
        item
        for item in sheet.items
        if item.block.step.phase is Phase.FORWARD and (not names or item.block.target in names)
    )
    yield (
        Derived(tuple(map(_formula, items)))
        if checked.at("formulas").yes()
        else Steps(sheet, items)
    )


def _formula(item: Item) -> Row:
    return Row(item.block.step.formula, FORWARD, item.block.target)


FORWARD = Text("forward pass", "前向傳遞")
