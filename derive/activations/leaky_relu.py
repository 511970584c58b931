"""The leaky rectifier lets a hundredth of what is negative through, so that no neuron dies."""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z where it is positive, else 0.01 z."""
    return z if z > 0.0 else 0.01 * z


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    import numpy as np

    return np.where(z > 0.0, z, 0.01 * z)


FUNCTION = Function(
    key="leaky_relu",
    title=Text("leaky ReLU", "帶洩漏的 ReLU"),
    latex=r"\operatorname{LeakyReLU}",
    names=("LeakyReLU", "lrelu"),
    scalar=scalar,
    array=array,
    definition=r"\max(0, z) + 0.01 \min(0, z)",
    derivatives=(r"\operatorname{step}(z) + 0.01 (1 - \operatorname{step}(z))",),
    proof=(
        (r"\operatorname{step}(z - 0) + 0.01 (1 - \operatorname{step}(z - 0))", "chain"),
        (r"\operatorname{step}(z) + 0.01 (1 - \operatorname{step}(z))", "simplify"),
    ),
    kinks=(0.0,),
    convention=Text(
        "Leaky ReLU has no derivative at 0; we take 0.01, the slope on the left, as PyTorch does.",
        "Leaky ReLU 在 0 不可微；這裡取左側的斜率 0.01，與 PyTorch 相同。",
    ),
    reference="Maas, Hannun & Ng 2013, ICML workshop, eq. 2",
)
