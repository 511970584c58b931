"""GELU weights its input by the probability that a standard normal number lies below it."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z Φ(z); erfc keeps the digits that 1 + erf would lose for negative z."""
    return 0.5 * z * math.erfc(-z / math.sqrt(2.0))


def array(z: Any) -> Any:
    """Return the same entry by entry (NumPy has no erf of its own)."""
    import numpy as np

    return np.asarray(np.frompyfunc(scalar, 1, 1)(z), dtype=float)


FUNCTION = Function(
    key="gelu",
    title=Text("GELU", "GELU 函數"),
    latex=r"\operatorname{GELU}",
    names=("GELU",),
    scalar=scalar,
    array=array,
    definition=r"\frac{z}{2} \left(1 + \operatorname{erf}\left(\frac{z}{\sqrt{2}}\right)\right)",
    derivatives=(
        r"\frac{1}{2} \left(1 + \operatorname{erf}\left(\frac{z}{\sqrt{2}}\right)\right)"
        r" + \frac{z}{\sqrt{2 \pi}} e^{-\frac{z^2}{2}}",
    ),
    proof=(
        (
            r"\frac{1}{2} \left(1 + \operatorname{erf}\left(\frac{z}{\sqrt{2}}\right)\right)"
            r" + \frac{z}{2} \cdot \frac{2}{\sqrt{\pi}} e^{-\left(\frac{z}{\sqrt{2}}\right)^2}"
            r" \cdot \frac{1}{\sqrt{2}}",
            "product",
        ),
        (
            r"\frac{1}{2} \left(1 + \operatorname{erf}\left(\frac{z}{\sqrt{2}}\right)\right)"
            r" + \frac{z}{\sqrt{2 \pi}} e^{-\frac{z^2}{2}}",
            "simplify",
        ),
    ),
    range=(-0.16997120747990369, math.inf),
    reference="Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2",
)
