"""Half the squared error, averaged over the samples."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="half_mean_squared_error",
    title=Text("half mean squared error", "均方誤差的一半"),
    term=r"(y - \hat{y})^2",
    scale=r"\frac{1}{2n}",
    over_samples=True,
    names=("half_mse",),
)
