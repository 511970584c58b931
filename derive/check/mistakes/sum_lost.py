"""The sum over the samples is lost on the way back."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import changed_once
from derive.check.work import Work
from derive.core.expression import Expression, SumOver
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write the term of one sample instead of the sum of all."""
    for step in work.backward:
        for wrong, _ in changed_once(step.result, _without_sum):
            yield Slip({step.target: wrong}, kind="all")


def _without_sum(part: Expression) -> Iterator[tuple[Expression, None]]:
    if isinstance(part, SumOver):
        yield part.body, None


MISTAKE = Mistake(
    key="sum_lost",
    title=Text("the sum over the samples is missing", "漏掉對樣本的加總"),
    comment=Text(
        "In {step} the sum over the samples is missing. All samples share this parameter, so each "
        "of them contributes.",
        "{step} 漏掉了對樣本的加總 Σ。所有樣本共用這個參數，每筆樣本都有貢獻。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=15,
)
