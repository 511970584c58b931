"""The forward pass: every value computed once, in order, and kept."""

from __future__ import annotations

from derive.core.derivation import Phase, Rule, Step
from derive.core.graph import Graph, Node
from derive.core.text import Text
from derive.operations.equation import Equation

FORWARD = Rule(
    "forward",
    Text("forward pass", "前向傳遞"),
    Text(
        "computed from values already known, and kept for the backward pass",
        "由已知的值算出，並記錄下來供反向傳遞使用",
    ),
)


def forward(graph: Graph) -> tuple[Step, ...]:
    """Return one step for every equation of the network."""
    return tuple(map(_step, graph.nodes))


def _step(node: Node) -> Step:
    # an equation has found its variables already; a loss in matrices reads n beside its inputs
    reads = node.inputs if isinstance(node.op, Equation) else None
    return Step(Phase.FORWARD, FORWARD, node.output, node.formula, note=node.note, reads=reads)
