"""Half the squared error: the ½ is there so that the derivative has no 2 in front."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="half_squared_error",
    title=Text("half squared error", "平方誤差的一半"),
    term=r"\frac{1}{2}(y - \hat{y})^2",
    names=("half_sse", "sse_half"),
)
