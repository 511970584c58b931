"""The cosine."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return cos z entry by entry."""
    import numpy as np

    return np.cos(z)


FUNCTION = Function(
    key="cos",
    title=Text("cosine", "餘弦函數"),
    latex=r"\cos",
    scalar=math.cos,
    array=array,
    derivatives=(r"-\sin(z)",),
    range=(-1.0, 1.0),
)
