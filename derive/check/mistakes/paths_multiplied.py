"""What comes back along several paths is multiplied instead of added."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Add, Mul
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write · between the paths."""
    for step in work.chained:
        if isinstance(step.result, Add):
            yield Slip({step.target: Mul(step.result.terms, dot=True)})


MISTAKE = Mistake(
    key="paths_multiplied",
    title=Text("paths multiplied, not added", "路徑相乘而非相加"),
    comment=Text(
        "In {step} what comes back along different paths is multiplied. Along one path the "
        "derivatives are multiplied, but the paths themselves are added.",
        "{step} 把不同路徑傳回來的梯度相乘了。同一條路徑上的偏微分相乘，不同路徑之間要相加。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=20,
)
