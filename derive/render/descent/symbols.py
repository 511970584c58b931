"""Signs that the sentences and tables of a descent share: ∇L, its length, η, λ_max."""

from __future__ import annotations

from derive.core.expression import NABLA, TWO, Call, Div, Expression, Mul, Variable
from derive.core.function import length_bars

ETA = Variable(r"\eta", r"\eta")
SHARPEST = Variable("lambda max", r"\lambda_{\max}")
BOUND = Div(TWO, SHARPEST)  # the largest learning rate that a quadratic loss can bear


def gradient_of(loss: Variable) -> Expression:
    """Return ``∇L``."""
    return Mul((NABLA, loss))


def gradient_length(loss: Variable) -> Expression:
    """Return ``‖∇L‖``."""
    return Call(length_bars(), (gradient_of(loss),))
