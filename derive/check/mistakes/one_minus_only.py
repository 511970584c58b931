"""1 - σ alone, or 1 - tanh without the square: half of the activation's derivative."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import ONE, TWO, Add, Call, Expression, Neg, Pow
from derive.core.text import Text

_BOUNDED = {"sigmoid", "tanh"}


def slips(work: Work) -> Iterator[Slip]:
    """Write 1 - f(u), f(u)² or 1 - f(u)² for f'(u), whichever it is not."""
    for step, line, call in work.primed():
        if call.function.key in _BOUNDED:
            value = Call(call.function, call.arguments)
            square = Pow(value, TWO)
            halves: tuple[Expression, ...] = (Add((ONE, Neg(value))), Add((ONE, Neg(square))))
            for kind, half in enumerate((*halves, square)):
                words = {"prime": call}
                yield Slip({step.target: put(line, call, half)}, words, str(kind))


MISTAKE = Mistake(
    key="one_minus_only",
    title=Text("only part of the activation's derivative", "激勵函數的微分只寫了一部分"),
    comment=Text(
        "In {step} the derivative of the activation is not complete. Look its formula up again: "
        "what does it consist of?",
        "{step} 裡激勵函數的微分不完整。請再查一次它的微分公式，看看由哪些部分組成。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=14,
)
