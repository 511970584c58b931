"""The whole worked solution of one training step."""

from __future__ import annotations

from collections.abc import Iterable

from derive.core.derivation import Derivation, Step
from derive.core.expression import Partial, Role, Variable
from derive.core.graph import Graph
from derive.core.notation import Notation
from derive.core.pause import without_garbage_collection
from derive.notations import load
from derive.passes.backward import backward
from derive.passes.forward import forward
from derive.passes.update import LEARNING_RATE, update


def derive(
    graph: Graph,
    asked: Iterable[Variable] | None = None,
    *,
    notation: Notation | None = None,
    learned: Iterable[Variable] = (),
) -> Derivation:
    """Work out a network: forward pass, backward pass and, for ``learned`` parameters, the update.

    Parameters
    ----------
    asked : what the loss is differentiated by; every parameter when not given, the ones nearest
        the loss first, as a lecture does
    learned : the asked parameters that take a gradient step
    """
    notation = notation or load("equations")
    order = tuple(asked) if asked is not None else outermost_first(graph)
    moved = tuple(name for name in learned if name in order)
    givens = (*graph.leaves, LEARNING_RATE) if moved else graph.leaves
    with without_garbage_collection():
        back = backward(graph, order, notation)
        steps = (*forward(graph), *back, *update(moved, _adjoints(back), notation))
        return Derivation(givens, steps, graph.loss, order)


def outermost_first(graph: Graph) -> tuple[Variable, ...]:
    """Return the parameters in the order in which the backward pass reaches them."""
    away = distances(graph)
    parameters = [leaf for leaf in graph.leaves if leaf.role is Role.PARAMETER]
    return tuple(sorted((name for name in parameters if name in away), key=away.__getitem__))


def distances(graph: Graph) -> dict[Variable, int]:
    """Return for every variable how many equations lie between it and the loss at least."""
    away = {graph.loss: 0}
    for node in reversed(graph.nodes):
        if node.output not in away:
            continue
        further = away[node.output] + 1
        for name in node.inputs:
            if away.get(name, further) >= further:
                away[name] = further
    return away


def _adjoints(steps: Iterable[Step]) -> dict[Variable, Partial]:
    return {
        step.target.wrt: step.target
        for step in steps
        if isinstance(step.target, Partial) and step.target.role is Role.ADJOINT
    }
