"""Central differences: nudge a parameter both ways and see what the loss does."""

from collections.abc import Mapping
from typing import Any

from derive.alternatives.methods import Found, Method
from derive.alternatives.tally import Counted, Counting, Tally, loss_of
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text

STEP = 1e-5


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found:
    """Run the forward pass twice for each parameter."""
    tally = Tally()
    gradients = {}
    for name in lesson.parameters:
        left, right = (_loss(lesson, values, name, step, tally) for step in (-STEP, STEP))
        gradients[name] = float(((right - left) / (2 * STEP)).value)
    return Found(gradients, tally.operations, 2 * len(gradients))


def _loss(
    lesson: Lesson, values: Mapping[Variable, Any], name: Variable, step: float, tally: Tally
) -> Counted:
    known = {leaf: tally.number(value) for leaf, value in values.items()}
    known[name] = known[name] + step
    loss: Counted = loss_of(lesson.graph, known, Counting(tally))
    return loss


METHOD = Method(
    "central_differences",
    Text("finite differences", "有限差分"),
    Text(
        "(L(w + h) - L(w - h)) / 2h, with h = 0.00001: easy, and never quite right.",
        "(L(w + h) - L(w - h)) / 2h，取 h = 0.00001：簡單，但永遠有誤差。",
    ),
    3,
    "2p",
    False,
    run,
)
