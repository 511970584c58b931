"""Evolution strategies: try random directions and see which of them lower the loss."""

from collections.abc import Mapping
from random import Random
from typing import Any

from derive.alternatives.evolution import SEED, looker
from derive.alternatives.methods import Found, Method
from derive.alternatives.tally import Counting, Tally, loss_of
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text

PAIRS = 500


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found:
    """Estimate the gradient from random directions."""
    gradients = looker(lesson, values).estimate(PAIRS, Random(SEED))
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
