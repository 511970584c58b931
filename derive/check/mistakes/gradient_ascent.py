"""The parameter moves with the gradient instead of against it."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import changed_once
from derive.check.work import Work
from derive.core.expression import Add, Expression, Neg
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write + for - in the update."""
    for step in work.updates:
        for wrong, _ in changed_once(step.result, _plus):
            yield Slip({step.target: wrong}, {}, "all", _no_difference)


def _plus(part: Expression) -> Iterator[tuple[Expression, None]]:
    if isinstance(part, Neg):
        yield part.operand, None


def _no_difference(formula: Expression) -> bool:
    """Whether it is not written w - …, where the minus is right and what follows is not."""
    terms = formula.terms if isinstance(formula, Add) else ()
    return not any(isinstance(term, Neg) for term in terms[1:])


MISTAKE = Mistake(
    key="gradient_ascent",
    title=Text("gradient ascent", "往梯度方向走（梯度上升）"),
    comment=Text(
        "{step} moves with the gradient, so the loss grows. The gradient points uphill; which way "
        "does one go to make the loss smaller?",
        "{step} 沿著梯度方向走，損失會變大。梯度指向上升最快的方向；要讓損失變小，應該往哪裡走？",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=10,
)
