"""The larger of two numbers.

Where the two are equal the derivative goes to the first of them and that of ``min`` to the second:
then max(0, z) has slope 0 at 0, as frameworks have it, and max + min keeps the slope of x + y.
(TensorFlow gives all to the first in both, PyTorch and JAX half to each.)
"""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def array(x: Any, y: Any) -> Any:
    """Return the larger entry by entry."""
    import numpy as np

    return np.maximum(x, y)


FUNCTION = Function(
    key="max",
    title=Text("maximum", "最大值"),
    latex=r"\max",
    arguments=("x", "y"),
    scalar=max,
    array=array,
    derivatives=(r"1 - \operatorname{step}(y - x)", r"\operatorname{step}(y - x)"),
    kinks=(0.0,),
    convention=Text(
        "max has no derivative where both are equal; we let the first count as the larger, so that "
        "max(0, z) has slope 0 at 0, as ReLU has in the frameworks.",
        "兩數相等時 max 不可微；這裡視第一個為較大者，所以 max(0, z) 在 0 的斜率為 0,"
        "與各框架的 ReLU 相同。",
    ),
)
