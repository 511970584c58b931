"""The loss itself stands where its derivative should."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import Add, Expression, Mul, Partial, Role, SumOver, Variable, variables
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write the loss, or the term of it that matters, instead of its derivative."""
    for step in work.from_loss:
        wrt = work.wrt(step)
        for place, wrong in enumerate(dict.fromkeys((step.source, *_terms(step.source, wrt)))):
            yield Slip({step.target: wrong}, kind=str(place))
    for short in work.short_forms:
        yield Slip({short.step.target: work.graph.loss})
    for step in work.chained:
        if isinstance(step.target, Partial) and step.target.wrt.role is Role.PARAMETER:
            yield Slip({step.target: work.graph.loss})
    for step in work.updates:
        gradient = step.reads[-1]
        yield Slip({step.target: put(step.result, gradient, work.graph.loss)})


def _terms(loss: Expression, wrt: Variable) -> Iterator[Expression]:
    """Yield the loss of one sample, and the term of a sum that reads the variable."""
    if isinstance(loss, Mul) and isinstance(loss.factors[-1], SumOver):
        yield Mul((*loss.factors[:-1], loss.factors[-1].body))
    elif isinstance(loss, SumOver):
        yield loss.body
    elif isinstance(loss, Add):
        reading = [term for term in loss.terms if wrt in variables(term)]
        if len(reading) == 1:
            yield reading[0]


MISTAKE = Mistake(
    key="loss_for_derivative",
    title=Text("the loss instead of its derivative", "把損失函數當成它的微分"),
    comment=Text(
        "In {step} the loss itself stands where its derivative belongs. The backward pass starts "
        "with the derivative of the loss.",
        "{step} 用的是損失函數本身，而不是它的微分。反向傳遞要從損失函數的微分開始。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=25,
)
