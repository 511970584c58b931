"""Weights that keep the size of signals and gradients alike, for units that are nearly linear."""

import math

from derive.core.text import Text
from derive.depth.initialisations import Initialisation


def _bound(before: int, behind: int) -> float:
    return math.sqrt(6.0 / (before + behind))


INITIALISATION = Initialisation(
    "xavier",
    Text("Xavier (Glorot)", "Xavier（Glorot）初始化"),
    r"w \sim U\left[-\sqrt{\frac{6}{n_{in} + n_{out}}}, \sqrt{\frac{6}{n_{in} + n_{out}}}\right]",
    lambda random, before, behind: _bound(before, behind) * random.uniform(-1.0, 1.0),
    "Glorot & Bengio 2010, AISTATS, eq. 16",
)
