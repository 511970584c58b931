"""Derivatives by a step into the imaginary: f(x + ih) = f(x) + ih f'(x), with nothing to cancel.

Squire & Trapp 1998, SIAM Review 40, 110-112.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from derive.core.expression import Variable
from derive.core.function import Function
from derive.core.graph import Graph
from derive.numeric.interpret import Arithmetic
from derive.numeric.lanes import (
    Array,
    Lanes,
    bundles,
    directions,
    gathered,
    laid_out,
    loss,
    seeds,
)

_STEP = 1e-20


def complex_step(
    graph: Graph,
    values: Mapping[Variable, Any],
    wanted: Sequence[Variable],
    step: float = _STEP,
) -> dict[Variable, Array]:
    """Return the gradient of the loss by each wanted leaf; NaN where the step cannot be taken."""
    base = {leaf: laid_out(values[leaf]) for leaf in graph.leaves}
    slopes = []
    for bundle in bundles(graph, directions(wanted, values)):
        nudges = seeds(bundle, base)
        leaves = {**base, **{name: base[name] + 1j * step * nudges[name] for name in nudges}}
        result = np.broadcast_to(loss(graph, leaves, _COMPLEX), (len(bundle), 1, 1))
        slopes += list(zip(bundle, result[:, 0, 0].imag / step, strict=True))
    return gathered(wanted, values, slopes)


class _Complex(Lanes):
    """Complex lanes: composite functions by their definition, and what NumPy knows by its name.

    Functions with a kink follow the branch of the real part; where two branches meet they take
    the same side as the functions' files.
    """

    def call(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        return Arithmetic.call(self, function, arguments)

    def primitive(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        known = _BY_BRANCH.get(function.key) or _analytic(function.key)
        return known(*(np.asarray(argument, dtype=complex) for argument in arguments))


_COMPLEX = _Complex()


@cache
def _analytic(key: str) -> Callable[..., Any]:
    if isinstance(known := getattr(np, key, None), np.ufunc):
        return known
    from mpmath import MPContext  # slow, but right for complex arguments: erf, which NumPy lacks

    precise = MPContext()
    precise.dps = 40  # the imaginary part is 20 digits below the real one
    function = getattr(precise, key)
    each = np.frompyfunc(lambda z: complex(function(complex(z))), 1, 1)
    return lambda z: np.asarray(each(z), dtype=complex)


def _absolute(z: Array) -> Array:
    return np.asarray(z * np.sign(z.real))


def _larger(x: Array, y: Array) -> Array:
    return np.where(y.real > x.real, y, x)


def _smaller(x: Array, y: Array) -> Array:
    return np.where(y.real > x.real, x, y)


def _sign(z: Array) -> Array:
    return np.asarray(np.sign(z.real))


_BY_BRANCH: dict[str, Callable[..., Array]] = {
    "abs": _absolute,
    "max": _larger,
    "min": _smaller,
    "sign": _sign,
}
