"""The signs of the update are exchanged: η ∂L/∂w - w."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Add, Neg
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Turn the sign of the old value, with and without that of the step."""
    for step in work.updates:
        if isinstance(step.result, Add):
            old, *rest = step.result.terms
            yield Slip({step.target: Neg(step.result)}, kind="all")
            yield Slip({step.target: Add((Neg(old), *rest))})


MISTAKE = Mistake(
    key="update_sign",
    title=Text("update with the wrong sign", "更新式的正負號錯誤"),
    comment=Text(
        "In the update {step} the signs are exchanged. Start from the old value and take a step "
        "away from it.",
        "{step} 的更新式正負號弄反了。請從舊的值出發，再往該走的方向移動一步。",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=12,
)
