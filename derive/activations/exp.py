"""The exponential function is its own derivative."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return e^z entry by entry."""
    import numpy as np

    return np.exp(z)


FUNCTION = Function(
    key="exp",
    title=Text("exponential function", "指數函數"),
    latex=r"\exp",
    scalar=math.exp,
    array=array,
    derivatives=(r"\exp(z)",),
    through_output="a",
    range=(0.0, math.inf),
)
