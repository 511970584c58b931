"""The step is 1 for what is positive and 0 for the rest: it is the slope of the rectifier."""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return 1 where z is positive, else 0."""
    return 1.0 if z > 0.0 else 0.0


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    import numpy as np

    return np.where(z > 0.0, 1.0, 0.0)


FUNCTION = Function(
    key="step",
    title=Text("step", "階梯函數"),
    latex=r"\operatorname{step}",
    names=("heaviside",),
    scalar=scalar,
    array=array,
    definition=r"\max(0, \operatorname{sgn}(z))",
    derivatives=("0",),
    proof=(
        (r"\operatorname{step}(\operatorname{sgn}(z)) \cdot 0", "chain"),
        ("0", "simplify"),
    ),
    range=(0.0, 1.0),
    kinks=(0.0,),
    convention=Text(
        "The step jumps at 0: its value there is 0, and its derivative is taken to be 0.",
        "階梯函數在 0 跳躍：該處的值取 0，微分也取 0。",
    ),
)
