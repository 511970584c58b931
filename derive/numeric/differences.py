"""Derivatives by central differences: nudge a number both ways and see what the loss does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from derive.core.expression import Variable
from derive.core.graph import Graph
from derive.numeric.lanes import (
    Array,
    Direction,
    Lanes,
    bundles,
    directions,
    gathered,
    laid_out,
    loss,
    seeds,
)

# first steps, relative to the number that is nudged; the later ones are only tried where the
# earlier ones disagree with one another: close to a kink, or to the edge of a domain
_STARTS = (2e-2, 2e-5, 2e-8)
_FINER = 4.0  # each step is this much finer than the one before
_STEPS = 5
_ROUNDING = 4 * np.finfo(float).eps
_GOOD = 1e-8


def central_difference(
    graph: Graph, values: Mapping[Variable, Any], wanted: Sequence[Variable]
) -> tuple[dict[Variable, Array], dict[Variable, Array]]:
    """Return the gradient of the loss by each wanted leaf, and how far it may be off.

    Differences at five steps, each pair of neighbours extrapolated to step 0 (Richardson); of the
    results the one that agrees best with its neighbour is taken.
    """
    base = {leaf: laid_out(values[leaf]) for leaf in graph.leaves}
    slopes, doubts = [], []
    for bundle in bundles(graph, directions(wanted, values)):
        slope, doubt = _best(graph, base, bundle)
        slopes += list(zip(bundle, slope, strict=True))
        doubts += list(zip(bundle, doubt, strict=True))
    return gathered(wanted, values, slopes), gathered(wanted, values, doubts)


def one_sided(
    graph: Graph, values: Mapping[Variable, Any], way: Direction, step: float = 1e-7
) -> tuple[float, float]:
    """Return the slope on the left and the slope on the right of one number."""
    base = {leaf: laid_out(values[leaf]) for leaf in graph.leaves}
    here = float(loss(graph, base, _LANES).item())
    size = _scale(base, [way])[0] * step
    left, right = (_nudged(graph, base, [way], np.array([h]))[0] for h in (-size, size))
    return (here - left) / size, (right - here) / size


def _best(
    graph: Graph, base: Mapping[Variable, Array], bundle: Sequence[Direction]
) -> tuple[Array, Array]:
    slope, doubt, rounding = _extrapolated(graph, base, bundle, _STARTS[0])
    for start in _STARTS[1:]:
        # where rounding alone explains the doubt, as for a gradient that has vanished, smaller
        # steps would only make it worse
        good = doubt <= np.maximum(_GOOD * np.abs(slope), 10 * rounding)
        poor = np.flatnonzero(~good).tolist()
        if not poor:
            break
        finer = _extrapolated(graph, base, [bundle[place] for place in poor], start)
        better = finer[1] < doubt[poor]
        for ours, theirs in zip((slope, doubt, rounding), finer, strict=True):
            ours[poor] = np.where(better, theirs, ours[poor])
    return slope, doubt


def _extrapolated(
    graph: Graph, base: Mapping[Variable, Array], bundle: Sequence[Direction], start: float
) -> tuple[Array, Array, Array]:
    """Return the best extrapolated slope in every direction, how far it may be off, and how far
    by rounding alone."""
    steps = [_scale(base, bundle) * start / _FINER**finer for finer in range(_STEPS)]
    plain, noise = zip(*(_central(graph, base, bundle, step) for step in steps), strict=True)
    weight = _FINER**2
    better = np.array(
        [(weight * finer - coarse) / (weight - 1) for coarse, finer in pairwise(plain)]
    )
    rounding = np.array(noise[2:])
    doubts = np.abs(np.diff(better, axis=0)) + rounding
    doubts[np.isnan(doubts)] = np.inf
    best = doubts.argmin(axis=0), np.arange(len(bundle))
    return better[1:][best], doubts[best], rounding[best]


def _central(
    graph: Graph, base: Mapping[Variable, Array], bundle: Sequence[Direction], step: Array
) -> tuple[Array, Array]:
    after, before = (_nudged(graph, base, bundle, signed) for signed in (step, -step))
    noise = _ROUNDING * np.maximum(np.abs(after), np.abs(before)) / step
    return (after - before) / (2 * step), noise


def _nudged(
    graph: Graph, base: Mapping[Variable, Array], bundle: Sequence[Direction], step: Array
) -> Array:
    moved = {
        name: base[name] + seed * step[:, None, None] for name, seed in seeds(bundle, base).items()
    }
    result = np.asarray(loss(graph, {**base, **moved}, _LANES))
    return np.asarray(np.broadcast_to(result, (len(bundle), 1, 1))[:, 0, 0])


def _scale(base: Mapping[Variable, Array], bundle: Sequence[Direction]) -> Array:
    numbers = np.array([base[way.variable][0, way.row, way.column] for way in bundle])
    return np.asarray(np.maximum(1.0, np.abs(numbers)))


_LANES = Lanes()
