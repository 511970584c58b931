"""σ'(a) for σ'(z): the activation's derivative is taken at its output."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import Call
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write f'(f(u)) for each f'(u)."""
    for step, line, call in work.primed():
        if call.function.has_prime:
            output = Call(call.function, call.arguments)
            wrong = put(line, call, Call(call.function, (output,), 1))
            yield Slip({step.target: wrong}, {"prime": call}, "all")


MISTAKE = Mistake(
    key="derivative_at_output",
    title=Text("derivative taken at the wrong place", "激勵函數的微分代錯位置"),
    comment=Text(
        "In {step} the derivative of the activation is taken at its output. It belongs to the "
        "value that goes into the activation.",
        "{step} 把激勵函數的輸出代進了它的微分。應該代入的是進入激勵函數之前的值。",
    ),
    reveal=Text("It has to be {prime}: {step} is {right}.", "應為 {prime}：{step} 應為 {right}。"),
    slips=slips,
    rank=14,
)
