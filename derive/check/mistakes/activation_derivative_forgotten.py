"""The way back goes straight through an activation, without its derivative."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import ONE
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write 1 for each f'(u)."""
    for step, line, call in work.primed():
        yield Slip({step.target: put(line, call, ONE)}, {"prime": call}, "all")


MISTAKE = Mistake(
    key="activation_derivative_forgotten",
    title=Text("the activation's derivative is missing", "漏掉激勵函數的微分"),
    comment=Text(
        "The derivative of the activation is missing in {step}. On the way back one passes through "
        "the activation as well, so its derivative is one of the links.",
        "{step} 漏掉了激勵函數的微分。往回傳時也要經過激勵函數，它的微分也是連鎖律的一環。",
    ),
    reveal=Text(
        "The factor {prime} is missing: {step} is {right}.",
        "漏掉的因子是 {prime}：{step} 應為 {right}。",
    ),
    slips=slips,
    rank=11,
)
