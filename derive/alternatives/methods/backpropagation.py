"""Backpropagation itself: one run forward, one run back, every partial worked out once."""

from collections.abc import Mapping
from typing import Any

from derive.alternatives.methods import Found, Method
from derive.alternatives.tally import Counting, Tally
from derive.core.expression import ONE, Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.interpret import evaluate
from derive.passes import derive


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found:
    """Run every step of the derivation once."""
    derivation = derive(lesson.graph, notation=lesson.notation)
    tally = Tally()
    known: dict[Variable, Any] = {name: tally.number(value) for name, value in values.items()}
    for step in derivation.steps:
        found = evaluate(step.result, known, Counting(tally))
        known[step.target] = tally.number(1.0, one=True) if step.result == ONE else found.settled()
    gradients = {
        name: float(known[step.target].value) for name, step in derivation.gradients.items()
    }
    return Found(gradients, tally.operations, 1)


METHOD = Method(
    "backpropagation",
    Text("backpropagation", "反向傳播"),
    Text(
        "One pass forward and one back give all gradients; what was computed is kept.",
        "前向、反向各一次就得到所有梯度；算過的值都記錄下來。",
    ),
    1,
    "1",
    True,
    run,
    "Rumelhart, Hinton & Williams 1986, Nature 323, 533-536",
)
