"""The sign of a number: 1, 0 or -1.  It is the slope of the absolute value."""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return 1, 0 or -1."""
    return float((z > 0.0) - (z < 0.0))


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    import numpy as np

    return np.sign(z)


FUNCTION = Function(
    key="sign",
    title=Text("sign", "符號函數"),
    latex=r"\operatorname{sgn}",
    names=("sgn", "signum"),
    scalar=scalar,
    array=array,
    derivatives=("0",),
    range=(-1.0, 1.0),
    kinks=(0.0,),
    convention=Text(
        "The sign jumps at 0; its derivative is taken to be 0 there as everywhere else.",
        "符號函數在 0 跳躍；其微分在該處與其他地方一樣取 0。",
    ),
)
