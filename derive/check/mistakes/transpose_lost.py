"""A transpose is missing, or matrices stand in the wrong order."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.variations import changed_once
from derive.check.work import Work
from derive.core.expression import Expression, MatMul, Transpose
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out each transpose, and turn each product round."""
    for step in work.chained:
        for wrong, _ in changed_once(step.result, _turned):
            yield Slip({step.target: wrong})


def _turned(part: Expression) -> Iterator[tuple[Expression, None]]:
    if isinstance(part, Transpose):
        yield part.operand, None
    elif isinstance(part, MatMul):
        yield MatMul(part.factors[::-1]), None


MISTAKE = Mistake(
    key="transpose_lost",
    title=Text("transpose or order of matrices", "矩陣的轉置或順序"),
    comment=Text(
        "In {step} a transpose is missing or the matrices stand in the wrong order. Write the "
        "shape under each factor: the inner sizes have to agree.",
        "{step} 漏了轉置，或矩陣相乘的順序不對。請在每個因子下面寫出形狀，相鄰的維度必須一致。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=15,
)
