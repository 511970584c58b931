"""A term of a sum is dropped: ŷ instead of ŷ - y."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import term_left_out
from derive.check.work import Work
from derive.core.expression import Add, Div, Mul, Neg
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out each term inside a local derivative, and y of ŷ - y."""
    for step in work.local:
        family = work.family(step)
        for place, (wrong, term) in enumerate(term_left_out(step.result)):
            yield Slip({step.target: wrong}, {"term": term}, family and f"{family} {place}")
    for short in work.short_forms:
        difference = Add((short.output, Neg(short.target)))
        wrong = Mul((short.step.result, Div(short.output, difference)), dot=True)
        yield Slip({short.step.target: wrong}, {"term": short.target}, "short")


MISTAKE = Mistake(
    key="term_dropped",
    title=Text("a term is missing", "漏掉一項"),
    comment=Text(
        "In {step} a term of a sum has been dropped. Only factors may be constant and stay; look "
        "at what stands inside the brackets.",
        "{step} 的和（差）少了一項。請檢查括號裡的每一項是否都還在。",
    ),
    reveal=Text(
        "The term {term} is missing: {step} is {right}.",
        "少了 {term} 這一項：{step} 應為 {right}。",
    ),
    slips=slips,
    rank=35,
)
