"""The rectifier lets what is positive through and stops the rest."""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z where it is positive, else 0."""
    return z if z > 0.0 else 0.0


def array(z: Any) -> Any:
    """Return max(0, z) entry by entry."""
    import numpy as np

    return np.maximum(0.0, z)


FUNCTION = Function(
    key="relu",
    title=Text("ReLU", "線性整流函數 ReLU"),
    latex=r"\operatorname{ReLU}",
    names=("ReLU", "rectifier"),
    scalar=scalar,
    array=array,
    definition=r"\max(0, z)",
    derivatives=(r"\operatorname{step}(z)",),
    proof=(
        (r"\operatorname{step}(z - 0)", "chain"),
        (r"\operatorname{step}(z)", "simplify"),
    ),
    range=(0.0, float("inf")),
    kinks=(0.0,),
    convention=Text(
        "ReLU has no derivative at 0; we take 0 there, as PyTorch and TensorFlow do.",
        "ReLU 在 0 不可微；這裡取 0，與 PyTorch、TensorFlow 相同。",
    ),
    reference="Nair & Hinton 2010, ICML",
)
