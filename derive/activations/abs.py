"""The absolute value: how far a number is from 0."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return |z| entry by entry."""
    import numpy as np

    return np.abs(z)


FUNCTION = Function(
    key="abs",
    title=Text("absolute value", "絕對值"),
    latex=r"\operatorname{abs}",
    names=("|",),  # what the reader makes of a pair of bars
    scalar=math.fabs,
    array=array,
    derivatives=(r"\operatorname{sgn}(z)",),
    range=(0.0, math.inf),
    kinks=(0.0,),
    convention=Text(
        "|z| has no derivative at 0; we take 0, the middle of its two slopes, as PyTorch does.",
        "|z| 在 0 不可微；這裡取左右兩側斜率的中間值 0，與 PyTorch 相同。",
    ),
)
