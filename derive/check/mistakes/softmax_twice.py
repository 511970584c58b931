"""Softmax (or sigmoid) and cross-entropy: ŷ - y already contains the derivative of both."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import ONE, Add, Mul, Neg
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Multiply ∂L/∂z by the derivative of its own output once more, or by that of another one."""
    outputs = [short.output for short in work.short_forms]
    for short in work.short_forms:
        for output in outputs:
            again = Mul((output, Add((ONE, Neg(output)))))
            kind = "own" if output == short.output else ""
            yield Slip({short.step.target: Mul((short.step.result, again), dot=True)}, {}, kind)


MISTAKE = Mistake(
    key="softmax_twice",
    title=Text("output differentiated twice", "輸出層重複微分"),
    comment=Text(
        "In {step} the output has been differentiated twice. The short form for cross-entropy with "
        "softmax (or sigmoid) already contains the derivative of the output.",
        "{step} 對輸出層微分了兩次。"
        "交叉熵搭配 softmax（或 sigmoid）的簡化結果已經包含輸出函數的微分。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=9,
)
