"""Forward mode: every value carries its slope along, for one parameter at a time."""

from collections.abc import Mapping
from typing import Any

from derive.alternatives.methods import Found, Method
from derive.alternatives.tally import Counting, Tally, loss_of
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.dual import Dual, Duals, lifted


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found:
    """Run the forward pass in dual numbers once for each parameter."""
    tally = Tally()
    gradients = {}
    for name in lesson.parameters:
        known: dict[Variable, Any] = {leaf: tally.number(v) for leaf, v in values.items()}
        known[name] = Dual(known[name], tally.number(1.0, one=True))
        tangent = lifted(loss_of(lesson.graph, known, Duals(Counting(tally)))).tangent
        gradients[name] = float(tangent.settled().value) if tangent != 0 else 0.0
    return Found(gradients, tally.operations, len(gradients))


METHOD = Method(
    "forward_mode",
    Text("forward mode (dual numbers)", "前向模式（對偶數）"),
    Text(
        "Each value carries its slope by one parameter; one run for each parameter.",
        "每個值都帶著對某一個參數的斜率一起算；每個參數要跑一次。",
    ),
    2,
    "p",
    True,
    run,
    "Wengert 1964, Communications of the ACM 7, 463-464",
)
