"""A term that does not vary is kept, as if its derivative were the term itself: x + b for x."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Add, Expression, Number, Variable
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Add each single name or number of an equation to its derivative by something else."""
    for step in work.local:
        terms = step.source.terms if isinstance(step.source, Add) else ()
        for term in terms:
            if isinstance(term, Variable | Number) and term != work.wrt(step):
                kept: tuple[Expression, ...] = (step.result, term)
                yield Slip({step.target: Add(kept)}, {"term": term})


MISTAKE = Mistake(
    key="constant_kept",
    title=Text("a constant is not differentiated", "常數項沒有微分"),
    comment=Text(
        "In {step} a term is still there that does not depend on what one differentiates by. What "
        "is the derivative of a constant?",
        "{step} 還留著一個與微分變數無關的項。常數的微分是多少？",
    ),
    reveal=Text(
        "The derivative of {term} is 0: {step} is {right}.",
        "{term} 的微分是 0：{step} 應為 {right}。",
    ),
    slips=slips,
    rank=33,
)
