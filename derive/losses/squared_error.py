"""The squared error, added up."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="squared_error",
    title=Text("squared error", "平方誤差"),
    term=r"(y - \hat{y})^2",
    names=("sse",),
)
