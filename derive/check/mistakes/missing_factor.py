"""A link of the chain, or a part of one, is left out."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip, Words
from derive.check.variations import factor_left_out, negative
from derive.check.work import Work
from derive.core.expression import Add, Div, Expression, Neg, Partial
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out each factor of each product, in the chain rule and inside a local derivative."""
    from_loss = {step.target for step in work.from_loss}
    for step in work.chained:
        for wrong, factor in factor_left_out(step.result):
            kind = "loss" if factor in from_loss else ""
            yield Slip({step.target: wrong}, {"factor": _named(factor), "missing": factor}, kind)
    for step in work.local:
        family = work.family(step)
        for place, (wrong, factor) in enumerate(factor_left_out(step.result)):
            words: Words = {"factor": _A_PART, "missing": factor}
            yield Slip({step.target: wrong}, words, family and f"{family} {place}")
            if family == "loss":  # with y - ŷ goes the minus that belongs to it
                yield Slip({step.target: negative(wrong)}, words, f"-{place}")
    for short in work.short_forms:
        difference = Add((short.output, Neg(short.target)))
        wrong = Div(short.step.result, difference)
        words = {"factor": short.step.target, "missing": difference}
        yield Slip({short.step.target: wrong}, words, "short")


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
