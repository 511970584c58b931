"""Targets of which it is known that they add up to one: with softmax, ŷ - y needs it to be true."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from derive.core.expression import (
    ONE,
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Role,
    Total,
    Variable,
    variables,
    walk,
)
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.operations.equation import equation
from derive.operations.softmax_columns import KEY as SOFTMAX


def with_targets_summing_to_one(lesson: Lesson) -> Graph:
    """Return the network with its last target computed as one minus the others, if that is meant.

    It is where a cross-entropy multiplies several targets by logarithms, unless the lesson's own
    numbers say otherwise.
    """
    graph = lesson.graph
    if any(node.op.key == SOFTMAX for node in graph.nodes):
        return _with_shares(lesson)
    targets = tuple(dict.fromkeys(_targets(graph.nodes[-1].formula)))
    if len(targets) < 2 or not _may_sum_to_one(lesson, targets):
        return graph
    *others, last = targets
    node = equation(last, Add((ONE, *map(Neg, others))))
    leaves = tuple(leaf for leaf in graph.leaves if leaf != last)
    return Graph(leaves, (node, *graph.nodes), graph.adjoint_names)


def _with_shares(lesson: Lesson) -> Graph:
    """Return a network in matrices with its targets computed as numbers over their column's sum."""
    graph = lesson.graph
    target = next(name for name in graph.nodes[-1].inputs if name.role is Role.DATA)
    if lesson.has_values and not _may_sum_to_one(lesson, (target,)):
        return graph
    drawn = replace(target, name=f"{target.name} drawn")  # no name that anybody can write
    node = equation(target, Div(drawn, Total(drawn, axis=0)))
    leaves = tuple(drawn if leaf == target else leaf for leaf in graph.leaves)
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
    if targets[0].shape is not None:
        (rows,) = rows
    columns = zip(*rows, strict=True) if isinstance(rows[0], tuple) else (rows,)
    return all(math.isclose(math.fsum(column), 1.0) for column in columns)
