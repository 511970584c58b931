"""The sum over the samples is kept where only one sample matters."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import SumOver, walk
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave the Σ of the loss before its derivative by one sample's value."""
    for step in work.from_loss:
        sums = [part for part in walk(step.source) if isinstance(part, SumOver)]
        if sums and step.target.sampled:
            yield Slip({step.target: SumOver(sums[0].index, sums[0].upper, step.result)})


MISTAKE = Mistake(
    key="sum_kept",
    title=Text("a sum that should be gone", "多餘的加總"),
    comment=Text(
        "In {step} the sum is still there. Only one term of the sum contains this sample's value; "
        "the others are constants here.",
        "{step} 還留著 Σ。加總裡只有一項含有這筆樣本的值，其他項在此都是常數。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=30,
)
