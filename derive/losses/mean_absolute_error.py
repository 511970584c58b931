"""The absolute error, averaged over the samples."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="mean_absolute_error",
    title=Text("mean absolute error", "平均絕對誤差"),
    term=r"|y - \hat{y}|",
    scale=r"\frac{1}{n}",
    over_samples=True,
    names=("mae",),
    convention=Text(
        "It has no derivative where output and target are equal; 0 is taken there.",
        "輸出等於目標值時不可微；該處的微分取 0。",
    ),
)
