"""The exponential linear unit (α = 1) is a rectifier whose corner is rounded off below zero."""

import math
from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z where it is positive, else e^z - 1."""
    return z if z > 0.0 else math.expm1(z)


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    import numpy as np

    return np.where(z > 0.0, z, np.expm1(np.minimum(0.0, z)))


FUNCTION = Function(
    key="elu",
    title=Text("exponential linear unit (ELU)", "指數線性單元 ELU"),
    latex=r"\operatorname{ELU}",
    names=("ELU",),
    scalar=scalar,
    array=array,
    definition=r"\max(0, z) + e^{\min(0, z)} - 1",
    derivatives=(r"e^{\min(0, z)}",),  # 1 on the right; both sides meet at 0, so there is no kink
    through_output=r"1 + \min(0, a)",
    proof=(
        (
            r"\operatorname{step}(z) + e^{\min(0, z)} \cdot (1 - \operatorname{step}(z))",
            "exponential",
        ),
        (r"e^{\min(0, z)}", "simplify"),
    ),
    range=(-1.0, math.inf),
    reference="Clevert, Unterthiner & Hochreiter 2015, arXiv:1511.07289, eq. 15",
)
