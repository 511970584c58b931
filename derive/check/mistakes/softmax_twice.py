"""Softmax (or sigmoid) and cross-entropy: ŷ - y already contains the derivative of both."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import ONE, Add, Call, Expression, Mul, Neg, Partial, Variable, walk
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Multiply ∂L/∂z by the derivative of the output once more."""
    outputs = list(_probabilities(work))
    for step in work.chained:
        assert isinstance(step.target, Partial)
        for output in outputs:
            if step.target.wrt in work.graph.node_of[output].inputs:
                again = Mul((output, Add((ONE, Neg(output)))))
                yield Slip({step.target: Mul((step.result, again), dot=True)}, {}, output.name)


def _probabilities(work: Work) -> Iterator[Variable]:
    """Yield the computed values of which the loss takes the logarithm."""
    loss: Expression = work.graph.nodes[-1].formula
    for part in walk(loss):
        if isinstance(part, Call) and part.function.key == "log":
            for name in walk(part.arguments[0]):
                if isinstance(name, Variable) and name in work.graph.node_of:
                    yield name


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
