"""The absolute error: how far off, whichever way."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="absolute_error",
    title=Text("absolute error", "絕對誤差"),
    term=r"|y - \hat{y}|",
    names=("l1", "sae"),
    convention=Text(
        "It has no derivative where output and target are equal; 0 is taken there.",
        "輸出等於目標值時不可微；該處的微分取 0。",
    ),
)
