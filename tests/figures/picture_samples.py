"""One of every plot, drawn when it is asked for."""

import math

from derive.activations import load
from derive.core.expression import Variable
from derive.core.text import Text, same
from derive.figures.flow import flow
from derive.figures.guesses import Guess, guesses
from derive.figures.plots.activation import activation
from derive.figures.plots.contour import Gradient, Path, contour
from derive.figures.plots.cost import FORWARD, WITHOUT_CACHE, cost
from derive.figures.plots.curve import Descent, curve
from derive.figures.plots.differences import differences
from derive.figures.plots.training import training
from derive.figures.plots.vanishing import vanishing

W, B, LOSS = (Variable(name, name) for name in ("w_1", "w_2", "L"))
BOWL = (LOSS, W, B)
PREDICTION, TARGET = Variable("yhat", r"\hat{y}"), Variable("y", "y")


def bowl(w, b):
    return w * w + 2 * b * b


def square(w):
    return w * w


PLOTS = {
    "gradient": lambda: contour(bowl, BOWL, gradient=Gradient((2, 1), (4, 4), 0.1)),
    "descent": lambda: contour(bowl, BOWL, paths=[Path(((2, 1), (1, 0.5)), (same("a"),))]),
    "tangent": lambda: curve(square, W, (LOSS,), (-3, 3), tangents=[(-2, -4)]),
    "steps": lambda: curve(square, W, (LOSS,), (-3, 3), descents=[Descent((-2, -1, -0.5))]),
    "sigmoid": lambda: activation(load("sigmoid"), lambda z: load("sigmoid").scalar(z) ** 2),
    "training": lambda: training(
        {(same("a"),): [4.0, 2.0, 1.0], (same("b"),): [4.0, 8.0, math.inf]}, LOSS
    ),
    "vanishing": lambda: vanishing({(same("sigmoid"),): [1e-6, 1e-3, 0.1]}, LOSS, W),
    "cost": lambda: cost({(FORWARD,): [(1, 10), (2, 20)], (WITHOUT_CACHE,): [(1, 10), (2, 1000)]}),
    "differences": lambda: differences({(same("a"),): [(1e-8, 1e-8), (1e-2, 1e-2), (1e-3, 0.0)]}),
    "guesses": lambda: guesses(
        [Guess((W, " = 3"), 6.5, Text("too large", "太大了"))], 5, (PREDICTION, TARGET)
    ),
    "flow": lambda: flow((W,), PREDICTION, LOSS, W, Variable("eta", r"\eta")),
}
