"""The smaller of two numbers; for what happens where they are equal see ``max``."""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(x: Any, y: Any) -> Any:
    """Return the smaller entry by entry."""
    import numpy as np

    return np.minimum(x, y)


FUNCTION = Function(
    key="min",
    title=Text("minimum", "最小值"),
    latex=r"\min",
    arguments=("x", "y"),
    scalar=min,
    array=array,
    derivatives=(r"\operatorname{step}(y - x)", r"1 - \operatorname{step}(y - x)"),
    kinks=(0.0,),
    convention=Text(
        "min has no derivative where both are equal; we let the second count as the smaller, so "
        "that max and min share the slope of the sum between them.",
        "兩數相等時 min 不可微；這裡視第二個為較小者，使 max 與 min 的斜率合起來等於兩數之和的"
        "斜率。",
    ),
)
