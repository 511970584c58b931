"""A minus is lost or one too many: the inner derivative of y - ŷ, most of the time."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import negative, sign_turned
from derive.check.work import Work
from derive.core.expression import Add
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Turn each sign of each local derivative, and that of each path where paths are added."""
    for step in work.local:
        for wrong in sign_turned(step.result):
            yield Slip({step.target: wrong})
    for step in work.chained:
        terms = step.result.children if isinstance(step.result, Add) else ()
        for place, term in enumerate(terms):
            yield Slip({step.target: Add((*terms[:place], negative(term), *terms[place + 1 :]))})


MISTAKE = Mistake(
    key="sign_lost",
    title=Text("wrong sign", "正負號錯誤"),
    comment=Text(
        "A sign is wrong in {step}. Follow every minus through: the inner function has a "
        "derivative too, and it may be −1.",
        "{step} 的正負號不對。請逐一檢查每個負號：內層函數也要微分，它的微分可能是 −1。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=10,
)
