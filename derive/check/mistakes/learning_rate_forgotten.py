"""The update takes the whole gradient, without the learning rate."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import ONE
from derive.core.text import Text
from derive.passes.update import LEARNING_RATE


def slips(work: Work) -> Iterator[Slip]:
    """Write 1 for η."""
    for step in work.updates:
        yield Slip({step.target: put(step.result, LEARNING_RATE, ONE)}, kind="all")


MISTAKE = Mistake(
    key="learning_rate_forgotten",
    title=Text("learning rate forgotten", "漏乘學習率"),
    comment=Text(
        "In the update {step} the learning rate is missing. How long is a step?",
        "{step} 的更新式漏乘了學習率。每一步該走多遠？",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=12,
)
