"""Another weight: a neighbour's, one of another layer, or the one with its indices exchanged."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import Partial, Role, Variable, variables
from derive.core.text import Text
from derive.spelling.name import split_name

_MOST = 12


def slips(work: Work) -> Iterator[Slip]:
    """Put other weights in the place of each weight that a local derivative reads."""
    for step in work.local:
        for weight in variables(step.result):
            if weight.role is Role.PARAMETER and weight.shape is None:
                for other in _others(work, weight, step.target):
                    yield Slip({step.target: put(step.result, weight, other)}, {"weight": weight})


def _others(work: Work, weight: Variable, target: Variable) -> list[Variable]:
    """Return the weights it may be taken for, the likeliest first."""
    likely = {name: _likeness(work, weight, name) for name in work.lesson.parameters}
    likely.pop(weight)
    wrt = target.wrt if isinstance(target, Partial) else None
    found = [name for name, score in likely.items() if score > 0 and name != wrt]
    return sorted(found, key=lambda name: -likely[name])[:_MOST]


def _likeness(work: Work, weight: Variable, other: Variable) -> int:
    if other.shape is not None:
        return 0
    mine, its = split_name(weight.latex), split_name(other.latex)
    if mine.base != its.base:
        return 0
    if sorted(mine.subscript) == sorted(its.subscript) and mine.superscript == its.superscript:
        return 4
    readers = {node.output for node in work.graph.consumers[weight]}
    if readers & {node.output for node in work.graph.consumers[other]}:
        return 3
    return 2 if mine.subscript == its.subscript or mine.superscript == its.superscript else 1


MISTAKE = Mistake(
    key="wrong_weight",
    title=Text("the wrong weight", "用錯權重（下標）"),
    comment=Text(
        "In {step} another weight has been used. Which weight leads from this unit to the next "
        "one? Compare the indices with the forward equation.",
        "{step} 用錯了權重。哪一個權重是由這個神經元連到下一個？請對照前向傳遞的式子檢查下標。",
    ),
    reveal=Text(
        "The weight is {weight}: {step} is {right}.", "應該用 {weight}：{step} 應為 {right}。"
    ),
    slips=slips,
    rank=22,
)
