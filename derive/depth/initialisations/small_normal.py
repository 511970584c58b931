"""Very small weights: the signal shrinks on its way forward, and so does the gradient back."""

from derive.core.text import Text
from derive.depth.initialisations import Initialisation

INITIALISATION = Initialisation(
    "small_normal",
    Text("small numbers", "很小的亂數"),
    r"w \sim N(0, 0.01)",
    lambda random, before, behind: random.gauss(0.0, 0.1),
)
