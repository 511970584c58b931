"""σ for σ': the activation itself stands where its derivative should."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import Call
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write f(u) for each f'(u)."""
    for step, line, call in work.primed():
        if call.function.has_prime:
            wrong = put(line, call, Call(call.function, call.arguments))
            yield Slip({step.target: wrong}, {"prime": call}, "all")


MISTAKE = Mistake(
    key="function_for_derivative",
    title=Text("the activation instead of its derivative", "把激勵函數當成它的微分"),
    comment=Text(
        "In {step} the activation itself stands where its derivative belongs.",
        "{step} 用的是激勵函數本身，這裡應該用它的微分。",
    ),
    reveal=Text("It has to be {prime}: {step} is {right}.", "應為 {prime}：{step} 應為 {right}。"),
    slips=slips,
    rank=14,
)
