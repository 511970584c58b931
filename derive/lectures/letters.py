"""The same lesson in a lecture's own letters: ℒ for L."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derive.core.expression import Variable, substitute
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson
from derive.operations.equation import Equation, equation


def relabelled(lesson: Lesson, letters: Mapping[str, str]) -> Lesson:
    """Return the lesson with some names written differently; what they are called stays."""
    graph = lesson.graph
    names = [*graph.leaves, *(node.output for node in graph.nodes)]
    new = {name: replace(name, latex=letters[name.name]) for name in names if name.name in letters}
    if not new:
        return lesson
    nodes = tuple(_relabelled(node, new) for node in graph.nodes)
    leaves = tuple(new.get(leaf, leaf) for leaf in graph.leaves)
    return replace(lesson, graph=Graph(leaves, nodes, graph.adjoint_names))


def _relabelled(node: Node, new: Mapping[Variable, Variable]) -> Node:
    output = new.get(node.output, node.output)
    if not isinstance(node.op, Equation):
        return replace(node, output=output)
    return equation(output, substitute(node.formula, new))
