"""The approximation of GELU by a hyperbolic tangent, as GPT-2 and BERT compute it."""

import math
from typing import Any

from derive.activations import sigmoid
from derive.core.function import Function
from derive.core.text import Text

_U = r"\sqrt{\frac{2}{\pi}} \left(z + 0.044715 z^3\right)"
_SLOPE = r"\sqrt{\frac{2}{\pi}} \left(1 + 0.134145 z^2\right)"
_TWICE_ROOT = 2.0 * math.sqrt(2.0 / math.pi)


def scalar(z: float) -> float:
    """Return z σ(2u), which is z/2 (1 + tanh(u)) with all its digits for negative z."""
    return z * sigmoid.scalar(_TWICE_ROOT * (z + 0.044715 * z * z * z))


def array(z: Any) -> Any:
    """Return the same entry by entry."""
    return z * sigmoid.array(_TWICE_ROOT * (z + 0.044715 * z * z * z))


FUNCTION = Function(
    key="gelu_tanh",
    title=Text("GELU, tanh form", "GELU 的 tanh 近似式"),
    latex=r"\operatorname{GELU}_{\tanh}",
    names=("GELUTanh", "gelu_approximate"),
    scalar=scalar,
    array=array,
    definition=rf"\frac{{z}}{{2}} \left(1 + \tanh\left({_U}\right)\right)",
    derivatives=(
        rf"\frac{{1}}{{2}} \left(1 + \tanh\left({_U}\right)\right)"
        rf" + \frac{{z}}{{2}} \left(1 - \tanh^2\left({_U}\right)\right) {_SLOPE}",
    ),
    proof=(
        (
            rf"\frac{{1}}{{2}} \left(1 + \tanh\left({_U}\right)\right)"
            rf" + \frac{{z}}{{2}} \cdot \left(1 - \tanh^2\left({_U}\right)\right)"
            r" \cdot \sqrt{\frac{2}{\pi}} \left(1 + 3 \cdot 0.044715 z^2\right)",
            "product",
        ),
        (
            rf"\frac{{1}}{{2}} \left(1 + \tanh\left({_U}\right)\right)"
            rf" + \frac{{z}}{{2}} \left(1 - \tanh^2\left({_U}\right)\right) {_SLOPE}",
            "simplify",
        ),
    ),
    range=(-0.17004075057125412, math.inf),
    reference="Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2",
)
