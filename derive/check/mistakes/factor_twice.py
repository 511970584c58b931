"""A link of the chain is multiplied in twice."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import changed_once
from derive.check.work import Work
from derive.core.expression import ONE, Expression, Mul, Partial, Role
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Multiply each local partial in a product by itself."""
    for step in work.chained:
        for wrong, factor in changed_once(step.result, _twice):
            if work.step_of[factor].result != ONE:
                yield Slip({step.target: wrong}, {"factor": factor})


def _twice(part: Expression) -> Iterator[tuple[Expression, Partial]]:
    if isinstance(part, Mul):
        for factor in part.factors:
            if isinstance(factor, Partial) and factor.role is Role.LOCAL_PARTIAL:
                yield Mul((*part.factors, factor), dot=True), factor


MISTAKE = Mistake(
    key="factor_twice",
    title=Text("a factor is there twice", "重複乘了一個因子"),
    comment=Text(
        "In {step} the factor {factor} is multiplied in twice. What flows back from above already "
        "contains everything above; only one new link is added at each step.",
        "{step} 重複乘了 {factor}。傳回來的梯度已經包含後面各層的因子，每往前一步只多乘一環。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=40,
)
