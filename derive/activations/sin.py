"""The sine."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return sin z entry by entry."""
    import numpy as np

    return np.sin(z)


FUNCTION = Function(
    key="sin",
    title=Text("sine", "正弦函數"),
    latex=r"\sin",
    scalar=math.sin,
    array=array,
    derivatives=(r"\cos(z)",),
    range=(-1.0, 1.0),
)
