"""Swish is the input times its own sigmoid."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "swish",
    Text("Swish", "改用 Swish"),
    Text(
        "The input times its own sigmoid; its slope is near 1 for large inputs.",
        "輸入乘上自己的 sigmoid；輸入夠大時斜率接近 1。",
    ),
    (VANISHING,),
    3,
    lambda setting: replace(setting, activation="silu"),
    reference="Ramachandran, Zoph & Le 2017, arXiv:1710.05941",
)
