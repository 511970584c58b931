"""A bias is treated as a constant, or as if it were multiplied: its derivative is not 1."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import ONE, ZERO, Expression, Role
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write 0, the bias itself, or the input for the derivative by a bias."""
    for step in work.local:
        bias = work.wrt(step)
        if step.result != ONE or bias.role is not Role.PARAMETER:
            continue
        inputs = [name for name in work.node(step).inputs if name.role is not Role.PARAMETER]
        shared = len(work.graph.consumers[bias]) > 1  # then 0 would rather be a path that is lost
        wrongs: list[Expression] = [bias, *inputs[:4]]
        for wrong in wrongs if shared else [ZERO, *wrongs]:
            yield Slip({step.target: wrong}, {"bias": bias})


MISTAKE = Mistake(
    key="bias_path_forgotten",
    title=Text("derivative by a bias", "偏置項的微分"),
    comment=Text(
        "Look again at the derivative by the bias {bias} in {step}. How does the forward equation "
        "change when the bias grows by a little?",
        "請再想一次 {step} 裡對偏置項 {bias} 的微分：偏置項增加一點點時，前向傳遞的式子會怎麼變？",
    ),
    reveal=Text("{step} is {right}.", "{step} 應為 {right}。"),
    slips=slips,
    rank=16,
)
