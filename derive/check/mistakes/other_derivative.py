"""The formula is right, but for another derivative of the same network."""

from derive.check.mistake import Mistake, nowhere
from derive.core.text import Text

MISTAKE = Mistake(
    key="other_derivative",
    title=Text("another derivative", "寫成別的偏微分"),
    comment=Text(
        "This is another derivative of the same network, not {step}. Compare the indices.",
        "這是同一個網路的另一個偏微分，不是 {step}。請核對下標。",
    ),
    reveal=Text("This is {other}; {step} is {right}.", "這是 {other}；{step} 應為 {right}。"),
    slips=nowhere,
    rank=45,
)
