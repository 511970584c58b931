"""The chain rule stops on the way: ∂L/∂a_1 where ∂L/∂w_1 is asked."""

from derive.check.mistake import Mistake, nowhere
from derive.core.text import Text

MISTAKE = Mistake(
    key="chain_stopped",
    title=Text("the chain stops too early", "連鎖律太早停下"),
    comment=Text(
        "The chain stops before it is at the end of {step}. Which steps of the forward pass lie "
        "between the last value that you reached and the one below the line?",
        "連鎖律還沒走到 {step} 就停下了。從你停下的地方到分母的變數之間，前向傳遞還有哪幾步？",
    ),
    reveal=Text(
        "This is {other}, on the way to it; {step} is {right}.",
        "這是途中的 {other}；{step} 應為 {right}。",
    ),
    slips=nowhere,
    rank=44,
)
