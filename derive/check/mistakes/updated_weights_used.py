"""The gradients of an earlier layer are computed with weights that were already updated."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Expression, Variable, substitute, variables
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Put w - η ∂L/∂w in the place of each learnt w that a local derivative reads."""
    moved = {step.reads[0]: step.result for step in work.updates}
    for step in work.local:
        read = [name for name in variables(step.result) if name in moved]
        if read:
            wrong = substitute(step.result, _only(moved, read))
            yield Slip({step.target: wrong}, {"weight": read[0]}, "all")


def _only(moved: dict[Variable, Expression], names: list[Variable]) -> dict[Variable, Expression]:
    return {name: moved[name] for name in names}


MISTAKE = Mistake(
    key="updated_weights_used",
    title=Text("weights updated too early", "過早使用更新後的權重"),
    comment=Text(
        "Here weights have been used that were already updated. All gradients of one step are "
        "taken at the old values; the parameters move together, after the last gradient.",
        "這裡用了已經更新過的權重。同一步的所有梯度都要用更新前的值計算，全部算完之後才一起更新參數。",
    ),
    reveal=Text(
        "In {step} the old value belongs: {step} is {right}, with {weight} before the update.",
        "{step} 要用舊的值：{step} 應為 {right}，其中 {weight} 是更新前的值。",
    ),
    slips=slips,
    rank=10,
)
