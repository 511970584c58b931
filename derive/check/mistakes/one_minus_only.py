"""1 - σ alone, or 1 - tanh without the square: half of the activation's derivative."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip, Words
from derive.check.work import Work, put
from derive.core.expression import ONE, TWO, Add, Call, Expression, Neg, Pow
from derive.core.text import Text

_BOUNDED = {"sigmoid", "tanh"}


def slips(work: Work) -> Iterator[Slip]:
    """Write 1 - f(u) for f'(u), or f(u)² where it is 1 - f(u)²."""
    for step, line, call in work.primed():
        if call.function.key in _BOUNDED:
            for place, half in enumerate(_halves(call)):
                words: Words = {"prime": call}
                yield Slip({step.target: put(line, call, half)}, words, str(place))


def _halves(call: Call) -> Iterator[Expression]:
    value = Call(call.function, call.arguments)
    yield Add((ONE, Neg(value)))
    if call.function.key == "tanh":
        yield Pow(value, TWO)


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
