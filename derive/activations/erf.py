"""The error function, from which the normal distribution's Φ(z) = ½(1 + erf(z/√2)) is made."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return erf(z) entry by entry (NumPy has none of its own)."""
    import numpy as np

    return np.asarray(np.frompyfunc(math.erf, 1, 1)(z), dtype=float)


FUNCTION = Function(
    key="erf",
    title=Text("error function", "誤差函數"),
    latex=r"\operatorname{erf}",
    scalar=math.erf,
    array=array,
    derivatives=(r"\frac{2}{\sqrt{\pi}} e^{-z^2}",),
    range=(-1.0, 1.0),
)
