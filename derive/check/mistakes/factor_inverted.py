"""A factor stands upside down: divided by where it should be multiplied."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import changed_once
from derive.check.work import Work
from derive.core.expression import ONE, Div, Expression, Mul, Number, Partial
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Divide by a local partial, and turn each fraction of a local derivative over."""
    for step in work.chained:
        for wrong, _ in changed_once(step.result, _divided):
            yield Slip({step.target: wrong})
    for step in work.local:
        for wrong, _ in changed_once(step.result, _turned):
            yield Slip({step.target: wrong})


def _divided(part: Expression) -> Iterator[tuple[Expression, None]]:
    if not isinstance(part, Mul):
        return
    for place, factor in enumerate(part.factors):
        if isinstance(factor, Partial):
            turned = Div(ONE, factor)
            yield Mul((*part.factors[:place], turned, *part.factors[place + 1 :]), dot=True), None


def _turned(part: Expression) -> Iterator[tuple[Expression, None]]:
    if isinstance(part, Div) and not isinstance(part.numerator, Number):
        yield Div(part.denominator, part.numerator), None
    if isinstance(part, Div):
        yield Mul((part.numerator, part.denominator), dot=True), None


MISTAKE = Mistake(
    key="factor_inverted",
    title=Text("a factor is upside down", "因子上下顛倒"),
    comment=Text(
        "In {step} something is divided by that should be multiplied by, or the other way round. "
        "Check the fractions: which variable is above, and which below?",
        "{step} 的乘除弄反了。請檢查分式：哪個變數在分子，哪個在分母？",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=60,
)
