"""The right numbers are put in, but the result is not what they come to."""

from derive.check.mistake import Mistake, nowhere
from derive.core.text import Text

MISTAKE = Mistake(
    key="arithmetic",
    title=Text("arithmetic", "計算錯誤"),
    comment=Text(
        "The numbers that you put in are right, but they do not come to this. Calculate once more.",
        "代入的數字是對的，但計算結果不對。請再算一次。",
    ),
    reveal=Text("It comes to about {value}.", "結果約為 {value}。"),
    slips=nowhere,
    rank=70,
)
