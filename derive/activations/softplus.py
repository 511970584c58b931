"""Softplus is a rectifier without a corner; its slope is the sigmoid."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return ln(1 + e^z) without overflow for large z or loss of digits for small."""
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    import numpy as np

    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


FUNCTION = Function(
    key="softplus",
    title=Text("softplus", "softplus 函數"),
    latex=r"\operatorname{softplus}",
    names=("Softplus",),
    scalar=scalar,
    array=array,
    definition=r"\ln(1 + e^{z})",
    derivatives=(r"\sigma(z)",),
    proof=(
        (r"\frac{1}{1 + e^{z}} \cdot e^{z}", "chain"),
        (r"\frac{1}{e^{-z} + 1}", "simplify"),
        (r"\sigma(z)", "definition"),
    ),
    range=(0.0, math.inf),
    reference="Dugas et al. 2000, NIPS 13",
)
