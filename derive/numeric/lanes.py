"""Many copies of a network side by side, each with another parameter nudged: one pass for all.

Every value is an array of shape (lanes, rows, columns): a number has one row and one column, a
sampled variable one row with a column for each sample.  NumPy then spreads what is the same in
all lanes, and the matrix product works lane by lane.  Only the graph's equations are read here,
never a step of the backward pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derive.core.expression import Variable
from derive.core.function import Function
from derive.core.graph import Graph
from derive.numeric.interpret import Arithmetic, evaluate

Array = NDArray[Any]
_ENTRIES = 4_000_000  # numbers kept at once: 64 MB of complex ones


@dataclass(frozen=True)
class Direction:
    """One number that is nudged: an entry of a variable."""

    variable: Variable
    row: int
    column: int


class Lanes(Arithmetic):
    """Arrays of shape (lanes, rows, columns)."""

    def call(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        return function.array(*(np.asarray(argument) for argument in arguments))

    def sum_samples(self, body: Any, upper: Any) -> Any:
        if np.ndim(body) < 3 or body.shape[2] == 1:
            return upper * body
        return body.sum(axis=2, keepdims=True)

    def total(self, operand: Any, axis: int | None) -> Any:
        return operand.sum(axis=(1, 2) if axis is None else axis + 1, keepdims=True)

    def transpose(self, operand: Any) -> Any:
        return operand.swapaxes(1, 2)


def laid_out(value: Any) -> Array:
    """Return a value as one lane: a number, the samples of a variable, or a matrix."""
    array = np.asarray(value, dtype=float)
    return array.reshape((1,) * (3 - array.ndim) + array.shape)


def directions(wanted: Sequence[Variable], values: Mapping[Variable, Any]) -> list[Direction]:
    """Return one direction for each number in the wanted variables."""
    return [
        Direction(variable, row, column)
        for variable in wanted
        for row, column in np.ndindex(*laid_out(values[variable]).shape[1:])
    ]


def bundles(graph: Graph, all_of_them: Sequence[Direction]) -> Iterator[Sequence[Direction]]:
    """Split the directions so that the values of one bundle fit into memory."""
    lanes = max(16, _ENTRIES // (len(graph.nodes) + len(graph.leaves)))
    for start in range(0, len(all_of_them), lanes):
        yield all_of_them[start : start + lanes]


def seeds(bundle: Sequence[Direction], base: Mapping[Variable, Array]) -> dict[Variable, Array]:
    """Return for each nudged variable the unit nudge that it gets in each lane."""
    found: dict[Variable, Array] = {}
    for lane, way in enumerate(bundle):
        if way.variable not in found:
            found[way.variable] = np.zeros((len(bundle), *base[way.variable].shape[1:]))
        found[way.variable][lane, way.row, way.column] = 1.0
    return found


def loss(graph: Graph, leaves: Mapping[Variable, Any], arithmetic: Arithmetic) -> Any:
    """Return the loss in every lane, by the equations of the graph alone."""
    known = dict(leaves)
    with np.errstate(all="ignore"):  # a lane that leaves the domain is NaN, and is noticed as such
        for node in graph.nodes:
            known[node.output] = evaluate(node.formula, known, arithmetic)
    return known[graph.loss]


def gathered(
    wanted: Sequence[Variable],
    values: Mapping[Variable, Any],
    slopes: Sequence[tuple[Direction, float]],
) -> dict[Variable, Array]:
    """Return the slopes in the shape of the variables to which they belong."""
    found = {variable: np.zeros(laid_out(values[variable]).shape[1:]) for variable in wanted}
    for way, slope in slopes:
        found[way.variable][way.row, way.column] = slope
    return {name: entries.reshape(np.shape(values[name])) for name, entries in found.items()}
