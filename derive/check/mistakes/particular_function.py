"""σ(z)(1 - σ(z)) for f'(z): a particular activation is taken where the lesson leaves it open."""

from collections.abc import Iterator

from derive.check.another import slopes_of_another
from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write g'(u) for the f'(u) of an unknown f, and g' as it is read off the output of f."""
    yield from slopes_of_another(work, lambda function: function.is_unknown)


MISTAKE = Mistake(
    key="particular_function",
    title=Text("a particular activation taken", "自行假定了激勵函數"),
    comment=Text(
        "In {step} the derivative of a particular activation has been used, but the activation is "
        "left open here. What can be written for its derivative then?",
        "{step} 用了某個特定激勵函數的微分，但題目並沒有指定激勵函數。這時它的微分該怎麼寫？",
    ),
    reveal=Text(
        "This is the derivative for {other}, but the activation is left open here, so its "
        "derivative stays {prime}: {step} is {right}.",
        "這是 {other} 的微分；題目沒有指定激勵函數，所以要保留 {prime}：{step} 應為 {right}。",
    ),
    slips=slips,
    rank=18,
)
