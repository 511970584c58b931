"""Evolution strategies: try random directions and see which of them lower the loss."""

from collections.abc import Mapping
from random import Random
from typing import Any

from derive.alternatives.methods import Found, Method
from derive.alternatives.tally import Counting, Tally, loss_of
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.compiled import compile_program

PAIRS, SIGMA, SEED = 500, 0.01, 0


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found:
    """Average ``ε (L(w + σε) - L(w - σε)) / 2σ`` over random directions ε."""
    graph, random = lesson.graph, Random(SEED)
    rows = [(node.output, node.formula) for node in graph.nodes]
    program = compile_program(rows, graph.leaves, (graph.loss,), samples=lesson.samples)

    def loss(way: Mapping[Variable, float], step: float) -> float:
        moved = {**values, **{name: values[name] + step * to for name, to in way.items()}}
        return float(program(*(moved[leaf] for leaf in graph.leaves))[0])

    totals = dict.fromkeys(lesson.parameters, 0.0)
    for _ in range(PAIRS):
        way = {name: random.gauss(0.0, 1.0) for name in totals}
        change = loss(way, SIGMA) - loss(way, -SIGMA)
        for name, direction in way.items():
            totals[name] += direction * change / (2 * SIGMA)
    gradients = {name: total / PAIRS for name, total in totals.items()}
    return Found(gradients, 2 * PAIRS * _once(lesson, values), 2 * PAIRS)


def _once(lesson: Lesson, values: Mapping[Variable, Any]) -> int:
    """Count the operations of one run, in which each parameter has first been moved."""
    tally = Tally()
    known: dict[Variable, Any] = {leaf: tally.number(value) for leaf, value in values.items()}
    loss_of(lesson.graph, known, Counting(tally))
    return tally.operations + len(lesson.parameters)


METHOD = Method(
    "evolution_strategies",
    Text("evolution strategies", "演化策略"),
    Text(
        "500 pairs of random directions: needs no derivative at all, and finds only roughly where "
        "to go.",
        "取 500 對隨機方向：完全不需要微分，但只能得到大致的方向。",
    ),
    6,
    "2N",
    False,
    run,
    "Salimans et al. 2017, arXiv:1703.03864, algorithm 1 (with mirrored directions)",
)
