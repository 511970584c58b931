"""The derivative by another variable of the same equation."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.derivation import Step
from derive.core.expression import Expression, Role, Variable, variables
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Differentiate by the variable that multiplies the right one; in the loss, by the target."""
    for step in work.local:
        for other, wrong in _others(work, step).items():
            yield Slip({step.target: wrong}, {"other": other})


def _others(work: Work, step: Step) -> dict[Variable, Expression]:
    node = work.node(step)
    wrt = work.wrt(step)
    inputs = [name for name in node.inputs if name.role is not Role.CONSTANT]
    slopes = node.op.partials(node.output, inputs) or {}
    loss = node.output == work.graph.loss
    return {
        other: slope
        for other, slope in slopes.items()
        if other != wrt and (loss or wrt in variables(slope)) and slope != step.result
    }


MISTAKE = Mistake(
    key="wrong_variable",
    title=Text("derivative by the wrong variable", "對錯誤的變數微分"),
    comment=Text(
        "In {step} the equation has been differentiated by another variable. Look at what stands "
        "below: that one varies, everything else is held fixed.",
        "{step} 對錯變數微分了。請看清楚分母是哪個變數：只有它會變，其他都視為常數。",
    ),
    reveal=Text(
        "This is the derivative by {other}; {step} is {right}.",
        "這是對 {other} 的微分；{step} 應為 {right}。",
    ),
    slips=slips,
    rank=31,
)
