"""The mean is taken over one sample too few or too many: 1/(n - 1) for 1/n."""

from collections.abc import Iterator

from derive.check.constants import constants
from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import ONE, Add, Div, Mul, Neg
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Write 1/(n - 1) and 1/(n + 1) for each 1/n of the loss."""
    for step in work.from_loss:
        for constant in constants(step.source):
            if isinstance(constant.value, Div):
                count = constant.value.denominator
                for place, other in enumerate((Add((count, Neg(ONE))), Add((count, ONE)))):
                    wrong = Mul((step.result, Div(count, other)), dot=True)
                    yield Slip({step.target: wrong}, {"count": count}, str(place))


MISTAKE = Mistake(
    key="wrong_count",
    title=Text("the mean over a wrong number", "平均時除錯了個數"),
    comment=Text(
        "In {step} the mean is taken over a wrong number. By how many does the loss divide, and "
        "how many samples are there?",
        "{step} 取平均時除錯了個數。損失函數除以多少？總共有幾筆樣本？",
    ),
    reveal=Text(
        "One divides by {count}: {step} is {right}.", "要除以 {count}：{step} 應為 {right}。"
    ),
    slips=slips,
    rank=33,
)
