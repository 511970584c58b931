"""The squared error, averaged over the samples."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="mean_squared_error",
    title=Text("mean squared error", "均方誤差"),
    term=r"(y - \hat{y})^2",
    scale=r"\frac{1}{n}",
    over_samples=True,
    names=("mse", "l2"),
    convention=Text(
        "The mean is over the n samples; the outputs of one sample are added, where PyTorch "
        "divides by their number too.",
        "平均是對 n 筆樣本取的；同一筆樣本的各個輸出是相加，PyTorch 則連輸出個數也除。",
    ),
)
