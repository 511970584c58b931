"""A constant of the loss comes in twice: ½, 1/n, or the 2 that comes down from the square."""

from collections.abc import Iterator

from derive.check.constants import constants
from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Mul
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Multiply the derivative of the loss by each of its constants once more."""
    for step in work.from_loss:
        for constant in constants(step.source):
            wrong = Mul((constant.value, step.result), dot=True)
            yield Slip({step.target: wrong}, {"constant": constant.said}, constant.said.en)


MISTAKE = Mistake(
    key="constant_twice",
    title=Text("a constant too many", "多乘一個常數"),
    comment=Text(
        "A constant is there once too often in {step}: {constant}. Count the constants in the "
        "loss, and what the power rule brings down.",
        "{step} 多乘了一個常數：{constant}。請數一數損失函數裡的常數，以及冪次規則乘到前面的指數。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=13,
)
