"""The update gives only the step and forgets the value that one starts from."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import negative
from derive.check.work import Work
from derive.core.expression import Add
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out the old value, with either sign of the step."""
    for step in work.updates:
        if isinstance(step.result, Add):
            move = step.result.terms[-1]
            yield Slip({step.target: move}, kind="down")
            yield Slip({step.target: negative(move)}, kind="up")


MISTAKE = Mistake(
    key="old_value_forgotten",
    title=Text("old value forgotten", "更新時漏掉原來的值"),
    comment=Text(
        "{step} is only the step. The update starts from the old value of the parameter.",
        "{step} 只寫了移動的量。更新要從參數原來的值出發。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=14,
)
