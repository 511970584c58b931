"""Another unit's value: a neighbour's, one of another layer, or z where a is meant."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.derivation import Step
from derive.core.expression import Role, Variable, variables
from derive.core.text import Text

_VALUES = (Role.DATA, Role.INTERMEDIATE)
_MOST = 12


def slips(work: Work) -> Iterator[Slip]:
    """Put other values in the place of each one that a local derivative reads."""
    for step in work.local:
        for value in variables(step.result):
            if value.role in _VALUES:
                for other in _others(work, step, value)[:_MOST]:
                    wrong = put(step.result, value, other)
                    yield Slip({step.target: wrong}, {"value": value})
    for step in work.chained:  # in matrices δ aᵀ is one step
        for value in variables(step.result):
            if value.role in _VALUES and value.shape is not None:
                alike = [name for name in work.values if _alike(name, value) and name != value]
                for other in alike[:_MOST]:
                    wrong = put(step.result, value, other)
                    yield Slip({step.target: wrong}, {"value": value})


def _others(work: Work, step: Step, value: Variable) -> list[Variable]:
    """Return the values that are near: of the same equation, one equation before, one behind."""
    node = work.node(step)
    before = work.graph.node_of.get(value)
    near = [*node.inputs, node.output, *(before.inputs if before else ())]
    near += [reader.output for reader in work.graph.consumers[value]]
    alike = [
        other for other in dict.fromkeys(near) if other.role in _VALUES and _alike(other, value)
    ]
    wrt = work.wrt(step)
    # y - y for y - ŷ would be no slip of the pen
    there = variables(step.result)
    return [other for other in alike if other != wrt and other not in there]


def _alike(other: Variable, value: Variable) -> bool:
    return other.shape == value.shape and other.sampled == value.sampled


MISTAKE = Mistake(
    key="wrong_activation",
    title=Text("another unit's value", "用了別的神經元的值"),
    comment=Text(
        "In {step} the value of another unit has been used. Which value does this weight multiply "
        "in the forward equation?",
        "{step} 用了別的神經元的值。在前向傳遞的式子裡，這個權重乘的是哪一個值？",
    ),
    reveal=Text(
        "It has to be {value}: {step} is {right}.", "應該用 {value}：{step} 應為 {right}。"
    ),
    slips=slips,
    rank=24,
)
