"""The learning rate is multiplied in twice."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import TWO, Pow
from derive.core.text import Text
from derive.passes.update import LEARNING_RATE


def slips(work: Work) -> Iterator[Slip]:
    """Write η² for η."""
    for step in work.updates:
        wrong = put(step.result, LEARNING_RATE, Pow(LEARNING_RATE, TWO))
        yield Slip({step.target: wrong}, kind="all")


MISTAKE = Mistake(
    key="learning_rate_twice",
    title=Text("learning rate twice", "學習率乘了兩次"),
    comment=Text(
        "In the update {step} the learning rate comes in twice.",
        "{step} 的更新式把學習率乘了兩次。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=12,
)
