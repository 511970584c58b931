"""Where a derivative is written with d: what is differentiated depends on nothing else."""

from __future__ import annotations

from collections.abc import Callable

from derive.core.expression import Partial, Role, Variable
from derive.core.graph import Graph


def ordinary(graph: Graph) -> Callable[[Partial], bool]:
    """Return the judge of a graph's derivatives.

    ``dy/dx`` where y is computed from x alone; ``∂z/∂s`` where z is computed from s and t.
    """
    below = {leaf: {leaf} for leaf in graph.leaves if leaf.role is not Role.CONSTANT}
    for node in graph.nodes:
        below[node.output] = set().union(*(below.get(name, set()) for name in node.inputs))

    def is_ordinary(partial: Partial) -> bool:
        of, wrt = partial.of, partial.wrt
        node = graph.node_of.get(of)
        if node is None or wrt not in below:
            return False
        if wrt in node.inputs:
            return _only(node.inputs, wrt)
        return below[of] == below[wrt]

    return is_ordinary


def _only(inputs: tuple[Variable, ...], wrt: Variable) -> bool:
    return all(name == wrt or name.role is Role.CONSTANT for name in inputs)
