"""Composing the whole network into one formula and differentiating that: the formula explodes."""

from collections.abc import Mapping, Sequence
from typing import Any

from derive.alternatives.methods import Found, Method
from derive.core.expression import Variable
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.symbolic import composed_loss, composed_size, symbolic

LARGEST = 2_000  # nodes, all parameters together: beyond this SymPy takes seconds


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found | None:
    """Let SymPy differentiate the composed loss, and count what its answers would cost."""
    wanted = lesson.parameters
    if composed_size(lesson.graph, values) * len(wanted) > LARGEST:
        return None
    operations = differentiated(lesson.graph, values, wanted)
    found = symbolic(lesson.graph, values, wanted)
    if found is None:
        return None
    return Found({name: float(found[name]) for name in wanted}, operations, len(wanted))


def differentiated(graph: Graph, values: Mapping[Variable, Any], wanted: Sequence[Variable]) -> int:
    """Return how many operations SymPy's derivatives of the composed loss take, all together."""
    import sympy

    loss, symbols = composed_loss(graph, values)
    return int(sum(sympy.diff(loss, symbols[name]).count_ops() for name in wanted))


METHOD = Method(
    "composed",
    Text("one formula, differentiated (SymPy)", "合成一個大式子再微分（SymPy）"),
    Text(
        "Everything is put into one formula first; the same parts are worked out again and again.",
        "先把整個網路代成一個式子再微分；相同的部分會一再重算。",
    ),
    5,
    "p",
    True,
    run,
)
