"""The result is right but for a constant factor that no single rule explains."""

from derive.check.mistake import Mistake, nowhere
from derive.core.text import Text

MISTAKE = Mistake(
    key="wrong_constant",
    title=Text("a wrong constant factor", "常數倍不對"),
    comment=Text(
        "Everything in {step} is there but for a constant factor. Count the numbers: those of the "
        "loss, and those that come down from exponents.",
        "{step} 只差一個常數倍。請逐一核對數字：損失函數裡的常數，以及由指數乘到前面的數。",
    ),
    reveal=Text(
        "It is {factor} times what it should be: {step} is {right}.",
        "這裡是正確值的 {factor} 倍：{step} 應為 {right}。",
    ),
    slips=nowhere,
    rank=65,
)
