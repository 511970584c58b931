"""The hyperbolic tangent squeezes every number into the interval from -1 to 1."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(z: Any) -> Any:
    """Return tanh(z) entry by entry."""
    import numpy as np

    return np.tanh(z)


FUNCTION = Function(
    key="tanh",
    title=Text("hyperbolic tangent", "雙曲正切函數"),
    latex=r"\tanh",
    names=("Tanh",),
    scalar=math.tanh,
    array=array,
    definition=r"\frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
    derivatives=(r"1 - \tanh^2(z)",),
    through_output="1 - a^2",
    proof=(
        (
            r"\frac{(e^{z} + e^{-z})(e^{z} + e^{-z}) - (e^{z} - e^{-z})(e^{z} - e^{-z})}"
            r"{(e^{z} + e^{-z})^2}",
            "quotient",
        ),
        (r"1 - \left(\frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}\right)^2", "simplify"),
        (r"1 - \tanh^2(z)", "definition"),
    ),
    range=(-1.0, 1.0),
    reference="LeCun et al. 1998, Efficient BackProp, section 4.4",
)
