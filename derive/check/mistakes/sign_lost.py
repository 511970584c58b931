"""A minus is lost or one too many: the inner derivative of y - ŷ, most of the time."""

from collections.abc import Iterator

from derive.activations import derivative, parameters
from derive.check.mistake import Mistake, Slip
from derive.check.variations import negative, sign_turned
from derive.check.work import ShortForm, Work
from derive.core.expression import Add, Div, Expression, Mul, Neg, substitute
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Turn each sign of each local derivative and of ŷ - y, and that of each path."""
    for short in work.short_forms:
        yield Slip({short.step.target: _added(short)}, kind="short")
    for step in work.local:
        family = work.family(step)
        for place, wrong in enumerate(sign_turned(step.result)):
            yield Slip({step.target: wrong}, kind=family and f"{family} {place}")
    for step, line, call in work.primed():
        if line == call:  # 1/(1 + e^{-z}): also as σ(z)(1 - σ(z)), which everybody writes
            for wrong in sign_turned(derivative(call.function)):
                letters = dict(zip(parameters(call.function), call.arguments, strict=True))
                yield Slip({step.target: substitute(wrong, letters)})
    for step in work.chained:
        terms = step.result.children if isinstance(step.result, Add) else ()
        for place, term in enumerate(terms):
            yield Slip({step.target: Add((*terms[:place], negative(term), *terms[place + 1 :]))})


def _added(short: ShortForm) -> Expression:
    """Return what ŷ + y leads to where it is ŷ - y."""
    sum_, difference = Add((short.output, short.target)), Add((short.output, Neg(short.target)))
    return Mul((short.step.result, Div(sum_, difference)), dot=True)


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
