"""The loss as a function of what is learnt: one number or two, for curves and contours."""

from __future__ import annotations

import math
from collections.abc import Callable

from derive.core.errors import NumericError
from derive.descent.machine import Machine


def height(machine: Machine) -> Callable[..., float]:
    """Return the loss as a function of the parameters' values; infinite where it has none."""

    def loss(*values: float) -> float:
        try:
            return float(machine.gradient(tuple(map(float, values)))[0])
        except NumericError:
            return math.inf

    return loss
