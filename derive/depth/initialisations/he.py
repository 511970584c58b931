"""Weights twice as wide as the signal needs, because a rectifier stops half of it."""

import math

from derive.core.text import Text
from derive.depth.initialisations import Initialisation

INITIALISATION = Initialisation(
    "he",
    Text("He (Kaiming)", "He（Kaiming）初始化"),
    r"w \sim N\left(0, \frac{2}{n_{in}}\right)",
    lambda random, before, behind: random.gauss(0.0, math.sqrt(2.0 / before)),
    "He, Zhang, Ren & Sun 2015, ICCV, eq. 10",
)
