"""The links of one chain are added instead of multiplied."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import changed_once
from derive.check.work import Work
from derive.core.expression import Add, Expression, Mul, Partial
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write + between the local partial and what flows back."""
    for step in work.chained:
        for wrong, _ in changed_once(step.result, _added):
            yield Slip({step.target: wrong})


def _added(part: Expression) -> Iterator[tuple[Expression, None]]:
    if isinstance(part, Mul) and all(isinstance(factor, Partial) for factor in part.factors):
        yield Add(part.factors), None


MISTAKE = Mistake(
    key="links_added",
    title=Text("links added, not multiplied", "連鎖律的因子相加而非相乘"),
    comment=Text(
        "In {step} the links of one chain are added. Along a path the derivatives are multiplied; "
        "only different paths are added.",
        "{step} 把同一條路徑上的因子相加了。同一條路徑上的偏微分要相乘，不同路徑之間才相加。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=50,
)
