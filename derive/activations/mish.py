"""Mish is the input times the hyperbolic tangent of its softplus."""

import math
from typing import Any

from derive.activations import softplus
from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z tanh(softplus(z))."""
    return z * math.tanh(softplus.scalar(z))


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    import numpy as np

    return z * np.tanh(softplus.array(z))


FUNCTION = Function(
    key="mish",
    title=Text("Mish", "Mish 函數"),
    latex=r"\operatorname{Mish}",
    names=("Mish",),
    scalar=scalar,
    array=array,
    definition=r"z \tanh(\operatorname{softplus}(z))",
    derivatives=(
        r"\tanh(\operatorname{softplus}(z))"
        r" + z (1 - \tanh^2(\operatorname{softplus}(z))) \sigma(z)",
    ),
    proof=(
        (
            r"1 \cdot \tanh(\operatorname{softplus}(z))"
            r" + z \cdot (1 - \tanh^2(\operatorname{softplus}(z))) \cdot \sigma(z)",
            "product",
        ),
        (
            r"\tanh(\operatorname{softplus}(z))"
            r" + z (1 - \tanh^2(\operatorname{softplus}(z))) \sigma(z)",
            "simplify",
        ),
    ),
    range=(-0.30884341301725041, math.inf),
    reference="Misra 2019, arXiv:1908.08681, eq. 1",
)
