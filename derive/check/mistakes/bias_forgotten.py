"""A bias is left out of the forward pass."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip, only_numbers
from derive.check.work import Work
from derive.core.derivation import Phase
from derive.core.expression import Add, Role, Variable
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out each parameter that is only added in a forward equation."""
    for step in work.derivation.phase(Phase.FORWARD):
        terms = step.result.terms if isinstance(step.result, Add) else ()
        for place, term in enumerate(terms):
            if isinstance(term, Variable) and term.role is Role.PARAMETER:
                rest = (*terms[:place], *terms[place + 1 :])
                wrong = rest[0] if len(rest) == 1 else Add(rest)
                yield Slip({step.target: wrong}, {"bias": term}, "all", only_numbers)


MISTAKE = Mistake(
    key="bias_forgotten",
    title=Text("bias left out of the forward pass", "前向傳遞漏加偏置項"),
    comment=Text(
        "In the forward pass a bias is missing in {step}. Compare with the equation of this unit.",
        "前向傳遞算 {step} 時漏加了偏置項。請對照這個神經元的式子。",
    ),
    reveal=Text("{bias} is missing: {step} is {right}.", "漏加的是 {bias}：{step} 應為 {right}。"),
    slips=slips,
    rank=20,
)
