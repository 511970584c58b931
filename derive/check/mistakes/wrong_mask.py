"""σ' of another unit: for ReLU, the mask of another unit or another layer."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work, put
from derive.core.expression import Call
from derive.core.text import Text

_MOST = 12


def slips(work: Work) -> Iterator[Slip]:
    """Take each f'(u) at the argument of each other unit."""
    for step, line, call in work.primed():
        others = [other for other in work.calls if other.arguments != call.arguments]
        for other in others[:_MOST]:
            wrong = put(line, call, Call(call.function, other.arguments, 1))
            yield Slip({step.target: wrong}, {"prime": call})


MISTAKE = Mistake(
    key="wrong_mask",
    title=Text("derivative (mask) of another unit", "用了別的神經元的微分（遮罩）"),
    comment=Text(
        "In {step} the derivative of the activation is taken at another unit. Each unit has its "
        "own (with ReLU: its own mask), at the value that went into it.",
        "{step} 用了別的神經元的激勵函數微分。每個神經元要用自己的微分（ReLU 則是自己的遮罩），"
        "代入進入它自己的值。",
    ),
    reveal=Text("It has to be {prime}: {step} is {right}.", "應為 {prime}：{step} 應為 {right}。"),
    slips=slips,
    rank=20,
)
