"""The derivative of another activation: the sigmoid's for tanh, for example."""

from collections.abc import Iterator

from derive.check.another import slopes_of_another
from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write g'(u) for f'(u), and g' as it is read off the output of f."""
    yield from slopes_of_another(work, lambda function: bool(function.definition))


MISTAKE = Mistake(
    key="wrong_function",
    title=Text("derivative of another activation", "用了別的激勵函數的微分"),
    comment=Text(
        "In {step} the derivative of another activation has been used. Which activation does this "
        "unit have?",
        "{step} 用了別的激勵函數的微分。這個神經元的激勵函數是哪一個？",
    ),
    reveal=Text(
        "This is the derivative for {other}; {step} is {right}.",
        "這是 {other} 的微分；{step} 應為 {right}。",
    ),
    slips=slips,
    rank=18,
)
