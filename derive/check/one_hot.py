"""Targets of which it is known that they add up to one: with softmax, ŷ - y needs it to be true."""

from __future__ import annotations

import math
from collections.abc import Iterator

from derive.core.expression import (
    ONE,
    Add,
    Call,
    Expression,
    Mul,
    Neg,
    Role,
    Variable,
    variables,
    walk,
)
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.operations.equation import equation


def with_targets_summing_to_one(lesson: Lesson) -> Graph:
    """Return the network with its last target computed as one minus the others, if that is meant.

    It is where a cross-entropy multiplies several targets by logarithms, unless the lesson's own
    numbers say otherwise.
    """
    graph = lesson.graph
    targets = tuple(dict.fromkeys(_targets(graph.nodes[-1].formula)))
    if len(targets) < 2 or not _may_sum_to_one(lesson, targets):
        return graph
    *others, last = targets
    node = equation(last, Add((ONE, *map(Neg, others))))
    leaves = tuple(leaf for leaf in graph.leaves if leaf != last)
    return Graph(leaves, (node, *graph.nodes), graph.adjoint_names)


def _targets(loss: Expression) -> Iterator[Variable]:
    """Yield the data that logarithms of values of their own are multiplied by."""
    for part in walk(loss):
        if isinstance(part, Mul):
            logarithms = [factor for factor in part.factors if _is_logarithm(factor)]
            data = [factor for factor in part.factors if _is_datum(factor)]
            if len(logarithms) == len(data) == 1:
                yield from data  # type: ignore[misc]


def _is_logarithm(factor: Expression) -> bool:
    if not (isinstance(factor, Call) and factor.function.key == "log"):
        return False
    return len(variables(factor.arguments[0])) == 1


def _is_datum(factor: Expression) -> bool:
    return isinstance(factor, Variable) and factor.role is Role.DATA and factor.shape is None


def _may_sum_to_one(lesson: Lesson, targets: tuple[Variable, ...]) -> bool:
    if not lesson.has_values:
        return True
    rows = [lesson.values[target] for target in targets]
    columns = zip(*rows, strict=True) if isinstance(rows[0], tuple) else (rows,)
    return all(math.isclose(math.fsum(column), 1.0) for column in columns)
