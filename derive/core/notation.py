"""How a lecture writes things: the order of the chain rule's factors, the names of a network."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.text import Text


@dataclass(frozen=True)
class Notation:
    """A profile of writing habits; values never depend on it.

    Parameters
    ----------
    local_first : ``∂ŷ/∂w · ∂L/∂ŷ`` when true, ``∂L/∂ŷ · ∂ŷ/∂w`` when false
    through_output : whether an activation's derivative is written with its kept output,
        ``a(1 - a)``, or in full, ``σ(z)(1 - σ(z))``; it is computed from the output either way
    updated : how a parameter is marked after the update: ``"prime"`` (w') or ``"hat"`` (ŵ)
    weight, bias, pre_activation, activation, input, output, target : names in a network; the
        places are ``{layer}``, ``{to}``, ``{sep}`` and ``{of}`` (the unit a weight comes from)
    matrices : the same for a network in matrix form, with ``{layer}``
    mean, variance, normalised, shifted, scale, shift : the names of batch normalisation
    delta : what answers may call ``∂L/∂z`` of one unit
    deltas : whether ``∂L/∂z`` is written δ
    """

    key: str
    title: Text
    local_first: bool = True
    through_output: bool = True
    updated: str = "prime"
    loss: str = "L"
    weight: str = "w_{{{to}{sep}{of}}}^{layer}"
    bias: str = "b_{to}^{layer}"
    pre_activation: str = "z_{to}^{layer}"
    activation: str = "a_{to}^{layer}"
    mean: str = "\\mu_{to}^{layer}"
    variance: str = "v_{to}^{layer}"
    normalised: str = "\\hat{{z}}_{to}^{layer}"
    shifted: str = "\\tilde{{z}}_{to}^{layer}"
    scale: str = "\\gamma_{to}^{layer}"
    shift: str = "\\beta_{to}^{layer}"
    delta: str = "\\delta_{to}^{layer}"
    input: str = "x_{to}"
    output: str = "\\hat{{y}}_{to}"
    single_output: str = "\\hat{{y}}"
    target: str = "y_{to}"
    single_target: str = "y"
    matrix_weight: str = "W^{{[{layer}]}}"
    matrix_bias: str = "b^{{[{layer}]}}"
    matrix_pre_activation: str = "z^{{[{layer}]}}"
    matrix_activation: str = "a^{{[{layer}]}}"
    matrix_delta: str = "\\delta^{{[{layer}]}}"
    deltas: bool = False
