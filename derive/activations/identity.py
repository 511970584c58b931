"""The identity leaves its input as it is: the activation of a linear layer."""

from typing import Any

from derive.core.function import Function
from derive.core.text import Text


def scalar(z: float) -> float:
    """Return z."""
    return z


def array(z: Any) -> Any:
    """Return z."""
    return z


FUNCTION = Function(
    key="identity",
    title=Text("identity", "恆等函數"),
    latex=r"\operatorname{id}",
    names=("id", "linear"),
    scalar=scalar,
    array=array,
    definition="z",
    derivatives=("1",),
    proof=(("1", "power"),),
    inline=True,
)
