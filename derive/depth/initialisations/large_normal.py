"""Weights that are too large: what one layer multiplies in grows from layer to layer."""

from derive.core.text import Text
from derive.depth.initialisations import Initialisation

INITIALISATION = Initialisation(
    "large_normal",
    Text("large numbers", "很大的亂數"),
    r"w \sim N(0, 9)",
    lambda random, before, behind: random.gauss(0.0, 3.0),
)
