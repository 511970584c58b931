"""What influences the update: the same lesson with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from derive.core.errors import DeriveError
from derive.core.expression import (
    Call,
    Expression,
    Mul,
    Role,
    SumOver,
    Variable,
    rewrite,
    substitute,
)
from derive.core.function import Function
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson
from derive.core.loss import Loss
from derive.core.text import Text
from derive.descent.guessing import difference
from derive.operations.equation import equation


def with_start(lesson: Lesson, parameter: Variable, start: float) -> Lesson:
    """Return the lesson with another value of one parameter to start from."""
    return replace(lesson, values={**lesson.values, parameter: start})


def with_samples(lesson: Lesson, count: int) -> Lesson:
    """Return the lesson with its first samples only."""
    if lesson.samples is None or not 1 <= count <= lesson.samples:
        raise DeriveError(_SAMPLES.fill(count=count, samples=lesson.samples or 1))
    values: dict[Variable, Any] = {}
    for name, value in lesson.values.items():
        values[name] = value[:count] if name.sampled else value
        if name.name == "n":
            values[name] = float(count)
    return replace(lesson, values=values, samples=count)


def with_activation(lesson: Lesson, key: str) -> Lesson:
    """Return the lesson with another activation in the place of every one that it has.

    Functions without a definition of their own (exp, ln, sin …) are part of a formula and stay.
    """
    from derive.activations import load

    function = load(key)
    if len(function.arguments) != 1:
        raise DeriveError(_ONE_ARGUMENT.fill(key=key))
    *hidden, loss = lesson.graph.nodes
    nodes = tuple(_activated(node, function) for node in hidden)
    if all(new is old for new, old in zip(nodes, hidden, strict=True)):
        raise DeriveError(_NO_ACTIVATION)
    return replace(lesson, graph=replace(lesson.graph, nodes=(*nodes, loss)))


def with_loss(lesson: Lesson, key: str) -> Lesson:
    """Return the lesson with another loss of the same output and target."""
    from derive.losses import load

    loss = load(key)
    if loss.softmax:
        raise DeriveError(_SOFTMAX.fill(key=key))
    if lesson.network is not None and lesson.graph is lesson.network.graph:
        return _network_with_loss(lesson, loss)
    pair = difference(lesson)
    if pair is None:
        raise DeriveError(_NO_DIFFERENCE)
    return _with_formula(lesson, loss, *pair)


def _activated(node: Node, function: Function) -> Node:
    def change(part: Expression) -> Expression | None:
        if isinstance(part, Call) and len(part.arguments) == 1 and part.function.definition:
            return Call(function, tuple(rewrite(one, change) for one in part.arguments))
        return None

    body = rewrite(node.formula, change)
    return node if body is node.formula else equation(node.output, body)


def _network_with_loss(lesson: Lesson, loss: Loss) -> Lesson:
    from derive.models import scalar_network

    old = lesson.network
    network = scalar_network(
        len(old.inputs), old.layers, loss, lesson.notation, batch=lesson.samples is not None
    )
    values = dict(lesson.values)
    if network.count is not None:
        values[network.count] = float(lesson.samples or 1)
    return replace(lesson, graph=network.graph, network=network, values=values)


def _with_formula(lesson: Lesson, loss: Loss, target: Variable, output: Variable) -> Lesson:
    from derive.losses import term
    from derive.models.network import loss_scale

    written, names = term(loss)
    body = substitute(written, dict(zip(names, (target, output), strict=True)))
    count = _count(lesson)
    leaves = lesson.graph.leaves
    values: Mapping[Variable, Any] = lesson.values
    if target.sampled:
        body = SumOver("i", count, body)
    scale = loss_scale(loss, count)
    if scale is not None:
        body = Mul((scale, body))
        if count not in leaves:
            leaves = (*leaves, count)
            values = {**values, count: float(lesson.samples or 1)}
    node = equation(lesson.graph.loss, body)
    return replace(lesson, graph=Graph(leaves, (*lesson.graph.nodes[:-1], node)), values=values)


def _count(lesson: Lesson) -> Variable:
    known = (leaf for leaf in lesson.graph.leaves if leaf.name == "n")
    return next(known, Variable("n", "n", Role.CONSTANT))


_SAMPLES = Text(
    "n = {count} is not possible: the lesson has {samples} samples.",
    "n = {count} 不可行：這份教案有 {samples} 筆樣本。",
)
_ONE_ARGUMENT = Text(
    "{key} takes more than one argument, so it is no activation.",
    "{key} 需要不只一個引數，不能當激勵函數。",
)
_NO_ACTIVATION = Text(
    "This lesson has no activation that could be changed.", "這份教案沒有可以更換的激勵函數。"
)
_SOFTMAX = Text(
    "{key} brings its own softmax; write a lesson with it instead.",
    "{key} 自帶 softmax，請另寫一份教案。",
)
_NO_DIFFERENCE = Text(
    "The loss can only be changed where it compares one target with one output, as in (y - ŷ)².",
    "只有在損失函數比較一個目標值與一個輸出(例如 (y - ŷ)²)時，才能更換損失函數。",
)
