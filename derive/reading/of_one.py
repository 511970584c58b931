"""A name that is a function of one variable: what is known so that numbers may be put into it."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.expression import Expression, Variable


@dataclass(frozen=True)
class OfOne:
    """What a name is as a formula in one variable, the slope of that, and where the lesson stands.

    At ``at`` the function's value is the name itself, and its slope the derivative.
    """

    wrt: Variable
    value: Expression
    slope: Expression
    at: float | None = None
