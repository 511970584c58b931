"""Mish is smooth, and its slope stays near 1 for large inputs."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "mish",
    Text("Mish", "改用 Mish"),
    Text(
        "Its slope is near 1 for large inputs, and it has no kink.",
        "輸入夠大時斜率接近 1，而且處處可微。",
    ),
    (VANISHING,),
    2,
    lambda setting: replace(setting, activation="mish"),
    reference="Misra 2019, arXiv:1908.08681",
)
