"""The activation is left out of the forward pass."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip, only_numbers
from derive.check.work import Work, put
from derive.core.derivation import Phase
from derive.core.expression import Call, walk
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write u for each f(u) of the forward pass."""
    for step in work.derivation.phase(Phase.FORWARD):
        for call in walk(step.result):
            if isinstance(call, Call) and call.function.has_prime:
                wrong = put(step.result, call, call.arguments[0])
                yield Slip({step.target: wrong}, {}, "all", only_numbers)


MISTAKE = Mistake(
    key="activation_skipped",
    title=Text("activation left out of the forward pass", "前向傳遞漏掉激勵函數"),
    comment=Text(
        "In the forward pass the activation is missing in {step}.",
        "前向傳遞算 {step} 時漏掉了激勵函數。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=20,
)
