"""What the cache saves: arithmetic operations with it, and without it path by path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from derive.activations import definition
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
)
from derive.core.function import Function
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
    """Count the operations that one evaluation takes; multiplying by a known 1 takes none.

    A function counts as many as its definition: the sigmoid has four, of which one is the ``-``.
    """
    own = _here(expression, ones or set())
    return own + sum(_operand(part, expression, ones) for part in expression.children)


def _operand(part: Expression, whole: Expression, ones: set[Variable] | None) -> int:
    if isinstance(whole, Add) and isinstance(part, Neg):
        return operations(part.operand, ones)  # a - b is one operation, not two
    return operations(part, ones)


def _here(node: Expression, ones: set[Variable]) -> int:
    match node:
        case Add(terms=terms):
            return len(terms) - 1
        case Mul(factors=factors):
            return max(0, sum(factor not in ones for factor in factors) - 1)
        case Call(function=function):
            return _call(function)
        case Neg(operand=Number()):
            return 0
        case Neg() | Div() | Pow() | SumOver():
            return 1
    return 0


@cache
def _call(function: Function) -> int:
    return operations(definition(function)) if function.definition else 1


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
    slopes = graph.nodes[-1].op.partials(graph.loss, reached) or {}
    return found | {(graph.loss, name): slope for name, slope in slopes.items()}


def _factor(slope: Expression, first: bool) -> int:
    """Return what one more edge costs: its local partial, and the product with what came before."""
    return operations(slope) + (0 if first or slope == ONE else 1)
