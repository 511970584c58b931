"""Weights of size one, whatever the width of the layer."""

from derive.core.text import Text
from derive.depth.initialisations import Initialisation

INITIALISATION = Initialisation(
    "standard_normal",
    Text("standard normal", "標準常態分布"),
    r"w \sim N(0, 1)",
    lambda random, before, behind: random.gauss(0.0, 1.0),
)
