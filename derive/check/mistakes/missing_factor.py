"""A link of the chain, or a part of one, is left out."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import factor_left_out
from derive.check.work import Work
from derive.core.expression import Expression, Partial
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out each factor of each product, in the chain rule and inside a local derivative."""
    for step in (*work.chained, *work.local):
        for wrong, factor in factor_left_out(step.result):
            yield Slip({step.target: wrong}, {"factor": _named(factor), "missing": factor})


def _named(factor: Expression) -> Expression | Text:
    """Name a link of the chain by its derivative, which does not give away what it comes to."""
    return factor if isinstance(factor, Partial) else _A_PART


_A_PART = Text("one of its factors", "其中一個因子")
MISTAKE = Mistake(
    key="missing_factor",
    title=Text("a factor is missing", "少乘一個因子"),
    comment=Text(
        "In {step} a factor is missing: {factor}. Write the chain link by link, from the loss "
        "down, and check that each link appears.",
        "{step} 少了一個因子：{factor}。請從損失函數開始把連鎖律一環一環寫出來，確認每一環都在。",
    ),
    reveal=Text(
        "{step} is {right}; the factor left out is {missing}.",
        "{step} 應為 {right}，漏掉的因子是 {missing}。",
    ),
    slips=slips,
    rank=40,
)
