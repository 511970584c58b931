"""The complex step: a step into the imaginary, so small that nothing cancels."""

from collections.abc import Mapping
from typing import Any

from derive.alternatives.methods import Found, Method
from derive.alternatives.tally import Counting, Tally, loss_of
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric import complex_step


def run(lesson: Lesson, values: Mapping[Variable, Any]) -> Found:
    """Run the forward pass in complex numbers once for each parameter.

    The operations are complex ones, each of which is several real ones.
    """
    wanted = lesson.parameters
    found = complex_step.complex_step(lesson.graph, values, wanted)
    tally = Tally()
    known = {leaf: tally.number(value) for leaf, value in values.items()}
    loss_of(lesson.graph, known, Counting(tally))
    each = tally.operations + 1  # the imaginary part is divided by h
    return Found({name: float(found[name]) for name in wanted}, each * len(wanted), len(wanted))


METHOD = Method(
    "complex_step",
    Text("complex step", "複數步微分"),
    Text(
        "Im L(w + ih) / h: no difference is taken, so h may be tiny; the operations are complex.",
        "Im L(w + ih) / h：沒有相減，h 可以非常小；但運算都是複數運算。",
    ),
    4,
    "p",
    True,
    run,
    "Squire & Trapp 1998, SIAM Review 40, 110-112",
)
