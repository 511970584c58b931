"""A value was rounded on the way, so that the result has fewer right digits than are written."""

from derive.check.mistake import Mistake, nowhere
from derive.core.text import Text

MISTAKE = Mistake(
    key="rounding_carried",
    title=Text("rounded too early", "太早四捨五入"),
    comment=Text(
        "The method is right, but the last digits are not: a value was rounded on the way. Keep "
        "more digits and round only the result.",
        "方法正確，但最後幾位數字不準：中間過程太早四捨五入。請多保留幾位，最後再取近似值。",
    ),
    reveal=Text("It comes to about {value}.", "結果約為 {value}。"),
    slips=nowhere,
    rank=90,
)
