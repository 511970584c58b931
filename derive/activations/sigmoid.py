"""The sigmoid squeezes every number into the interval from 0 to 1."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return σ(z) without ever raising e to a large positive power."""
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    small = math.exp(z)
    return small / (1.0 + small)


def array(z: Any) -> Any:
    """Return σ(z) entry by entry."""
    import numpy as np

    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


FUNCTION = Function(
    key="sigmoid",
    title=Text("sigmoid", "sigmoid 函數"),
    latex=r"\sigma",
    names=("σ", "sigma", "logistic"),
    scalar=scalar,
    array=array,
    definition=r"\frac{1}{1 + e^{-z}}",
    derivatives=(r"\sigma(z)(1 - \sigma(z))",),
    through_output="a(1 - a)",
    proof=(
        (r"\frac{e^{-z}}{(1 + e^{-z})^2}", "reciprocal"),
        (r"\frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}", "simplify"),
        (r"\sigma(z)(1 - \sigma(z))", "definition"),
    ),
    range=(0.0, 1.0),
    inline=True,
    reference="Rumelhart, Hinton & Williams 1986, Nature 323, 533-536, eq. 2",
)
