"""The natural logarithm; ``log`` without a base means the same here, as in NumPy and PyTorch."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return ln z entry by entry."""
    import numpy as np

    return np.log(z)


FUNCTION = Function(
    key="log",
    title=Text("natural logarithm", "自然對數"),
    latex=r"\ln",
    names=("ln", r"\log"),
    scalar=math.log,
    array=array,
    derivatives=(r"\frac{1}{z}",),
)
