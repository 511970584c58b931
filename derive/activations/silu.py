"""SiLU, also called Swish, is the input times its own sigmoid."""

import math
from typing import Any

from derive.activations import sigmoid
from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z σ(z)."""
    return z * sigmoid.scalar(z)


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    return z * sigmoid.array(z)


FUNCTION = Function(
    key="silu",
    title=Text("SiLU (Swish)", "SiLU(Swish)函數"),
    latex=r"\operatorname{SiLU}",
    names=("SiLU", "swish", "Swish"),
    scalar=scalar,
    array=array,
    definition=r"z \sigma(z)",
    derivatives=(r"\sigma(z) + z \sigma(z)(1 - \sigma(z))",),
    proof=(
        (r"1 \cdot \sigma(z) + z \cdot \sigma(z)(1 - \sigma(z))", "product"),
        (r"\sigma(z) + z \sigma(z)(1 - \sigma(z))", "simplify"),
    ),
    range=(-0.27846454276107380, math.inf),
    reference="Ramachandran, Zoph & Le 2017, arXiv:1710.05941, section 3.2 (with β = 1)",
)
