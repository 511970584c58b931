"""What the cache saves: arithmetic operations with it, and without it path by path."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.derivation import Derivation, Phase
from derive.core.expression import (
    ONE,
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    Role,
    SumOver,
    Variable,
    walk,
)
from derive.core.graph import Graph


@dataclass(frozen=True)
class Cost:
    """Counts of additions, multiplications, divisions, powers and function calls, per sample.

    ``without_cache`` is the chain rule taken for each parameter along each path from the loss,
    with every factor worked out anew.
    """

    forward: int
    backward: int
    without_cache: int


def cost(graph: Graph, derivation: Derivation) -> Cost:
    """Count the operations of a derivation whose variables are scalars (or samples of them)."""
    ones = {step.target for step in derivation.steps if step.result == ONE}
    return Cost(
        sum(operations(node.formula) for node in graph.nodes),
        sum(operations(step.result, ones) for step in derivation.phase(Phase.BACKWARD)),
        _without_cache(graph, derivation),
    )


def operations(expression: Expression, ones: set[Variable] | None = None) -> int:
    """Count the operations that one evaluation takes; multiplying by a known 1 takes none."""
    return sum(_here(node, ones or set()) for node in walk(expression))


def _here(node: Expression, ones: set[Variable]) -> int:
    match node:
        case Add(terms=terms):
            return len(terms) - 1
        case Mul(factors=factors):
            return max(0, sum(factor not in ones for factor in factors) - 1)
        case Number() | Neg():
            return 0  # a sign costs nothing: it turns an addition into a subtraction
        case Div() | Pow() | Call() | SumOver():
            return 1
    return 0


def _without_cache(graph: Graph, derivation: Derivation) -> int:
    """Walk all paths at once: how many there are to each variable, and what they cost together."""
    local = _locals(graph, derivation)
    paths: dict[Variable, int] = {graph.loss: 1}
    spent: dict[Variable, int] = {graph.loss: 0}
    for name in [*(node.output for node in reversed(graph.nodes[:-1])), *graph.leaves]:
        edges = [
            (node.output, local[node.output, name])
            for node in graph.consumers[name]
            if (node.output, name) in local
        ]
        paths[name] = sum(paths[output] for output, _ in edges)
        spent[name] = sum(
            paths[output] * _factor(slope, output == graph.loss) + spent[output]
            for output, slope in edges
        )
    return sum(spent[name] + paths[name] - 1 for name in derivation.gradients)


def _locals(graph: Graph, derivation: Derivation) -> dict[tuple[Variable, Variable], Expression]:
    """Return the local partial on every edge from which a gradient of the derivation flows."""
    found = {
        (step.target.of, step.target.wrt): step.result
        for step in derivation.phase(Phase.BACKWARD)
        if isinstance(step.target, Partial) and step.target.role is Role.LOCAL_PARTIAL
    }
    reached = {step.target.wrt for step in derivation.steps if isinstance(step.target, Partial)}
    for name, slope in graph.nodes[-1].op.partials(graph.loss, reached).items():
        found[graph.loss, name] = slope
    return found


def _factor(slope: Expression, first: bool) -> int:
    """Return what one more edge costs: its local partial, and the product with what came before."""
    return operations(slope) + (0 if first or slope == ONE else 1)
