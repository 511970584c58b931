"""The grad_table of a lesson, as far as it has grown by some gradient."""

from collections.abc import Iterator

from derive.blackboard.chain import is_factor
from derive.core.derivation import Phase
from derive.core.text import Text
from derive.lectures.kinds.gradient import group_of
from derive.lectures.pieces import GradTable, Piece
from derive.lectures.spec import Spec

SHOWS = Text("the grad_table as far as it has grown", "填到目前為止的 grad_table")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the table up to the last step of ``upto``, or up to step number ``step``.

    ``factors: yes`` leaves the products out: what stands in it are the factors of the chain rule.
    """
    checked = spec.checked("lesson", "upto", "step", "factors", short="lesson")
    sheet = checked.at("lesson").sheet()
    rows = [item for item in sheet.items if item.block.step.phase is Phase.BACKWARD]
    last = rows[-1].block.number
    new = frozenset[int]()
    if checked.at("upto").value is not None:
        group = group_of(sheet, checked.at("upto"))
        last = group.items[-1].block.number
        new = frozenset(item.block.number for item in group.items)
    if checked.at("step").value is not None:
        last = checked.at("step").whole()
    shown = tuple(
        item
        for item in rows
        if item.block.number <= last
        and (not checked.at("factors").yes() or is_factor(item.block.step))
    )
    if not shown:
        raise checked.at("step").error(_EMPTY)
    yield GradTable(sheet, shown, tuple(item for item in shown if item.block.number in new))


_EMPTY = Text("Up to this step the table is empty.", "到這一步為止表格還是空的。")
