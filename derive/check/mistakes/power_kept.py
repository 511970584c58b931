"""The exponent comes down but is not lowered by one."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Add, Mul, Neg, Number, Pow, variables, walk
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Multiply the derivative of a power by its base once more."""
    for step in work.local:
        wrt, family = work.wrt(step), work.family(step)
        for part in walk(step.source):
            if isinstance(part, Pow) and isinstance(part.exponent, Number):
                wrong = Mul((step.result, part.base), dot=True)
                if wrt in variables(part.base):
                    # (ŷ - y)² is (y - ŷ)²: which sign stands before it says nothing more
                    yield Slip({step.target: wrong}, kind=family)
                    yield Slip({step.target: Neg(wrong)}, kind=family and f"-{family}")
    for short in work.short_forms:
        difference = Add((short.output, Neg(short.target)))
        yield Slip({short.step.target: Mul((short.step.result, difference), dot=True)}, {}, "short")


MISTAKE = Mistake(
    key="power_kept",
    title=Text("the exponent is not lowered", "指數沒有減一"),
    comment=Text(
        "In {step} the exponent has come down, but the power itself is still as high as before. "
        "What does the power rule do to the exponent?",
        "{step} 把指數乘到前面了，但原來的指數沒有減一。請再看一次冪次規則。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=30,
)
