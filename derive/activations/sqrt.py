"""The square root; at 0 its slope is infinite, which a calculation reports as an error."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return √z entry by entry."""
    import numpy as np

    return np.sqrt(z)


FUNCTION = Function(
    key="sqrt",
    title=Text("square root", "平方根"),
    latex=r"\sqrt",
    names=("√",),
    scalar=math.sqrt,
    array=array,
    derivatives=(r"\frac{1}{2 \sqrt{z}}",),
    through_output=r"\frac{1}{2 a}",
    range=(0.0, math.inf),
)
