"""The rectifier has slope 1 where it is on, so it does not shrink what comes back."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "relu",
    Text("ReLU", "改用 ReLU"),
    Text(
        "Its slope is 1 wherever it lets something through.",
        "只要有值通過，斜率就是 1。",
    ),
    (VANISHING,),
    1,
    lambda setting: replace(setting, activation="relu"),
    reference="Nair & Hinton 2010, ICML",
)
