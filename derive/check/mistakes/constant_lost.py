"""A constant of the loss is lost: ½, 1/n, or the 2 that comes down from the square."""

from collections.abc import Iterator

from derive.check.constants import constants
from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Div
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Divide the derivative of the loss, and the loss itself, by each of its constants."""
    for step in work.from_loss:
        for constant in constants(step.source):
            wrong = Div(step.result, constant.value)
            yield Slip({step.target: wrong}, {"constant": constant.said}, constant.said.en)
    loss = work.step_of[work.graph.loss]
    for constant in constants(loss.result):
        if constant.is_factor:
            yield Slip({loss.target: Div(loss.result, constant.value)}, {"constant": constant.said})


MISTAKE = Mistake(
    key="constant_lost",
    title=Text("a constant is lost", "漏掉常數"),
    comment=Text(
        "A constant is lost in {step}: {constant}. A constant factor stays when one "
        "differentiates, and the power rule brings the exponent down as one more.",
        "{step} 漏掉了一個常數：{constant}。微分時常數倍要保留，冪次規則還會把指數乘到前面。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=12,
)
