"""The V of finite differences: the smaller the step the smaller the error, until rounding wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derive.alternatives.methods import load
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.complex_step import complex_step
from derive.numeric.interpret import FLOATS, evaluate

STEPS = tuple(10.0**-power for power in range(1, 16))


@dataclass(frozen=True)
class StepErrors:
    """Relative errors of three ways to differentiate by one parameter, for each step h."""

    wrt: Variable
    steps: tuple[float, ...]
    errors: dict[Text, tuple[float, ...]]

    def best(self, way: Text) -> tuple[float, float]:
        """Return the step with the smallest error, and that error."""
        pairs = zip(self.steps, self.errors[way], strict=True)
        return min(pairs, key=lambda pair: pair[1])


def step_errors(lesson: Lesson, wrt: Variable | None = None) -> StepErrors:
    """Measure the errors by one parameter, the first one unless another is named."""
    name = wrt or lesson.parameters[0]
    truth = exact(lesson, name)
    found: dict[Text, list[float]] = {FORWARD: [], CENTRAL: [], COMPLEX: []}
    here = _loss(lesson, name, 0.0)
    for h in STEPS:
        right, left = _loss(lesson, name, h), _loss(lesson, name, -h)
        imaginary = float(complex_step(lesson.graph, lesson.values, (name,), h)[name])
        for way, slope in (
            (FORWARD, (right - here) / h),
            (CENTRAL, (right - left) / (2 * h)),
            (COMPLEX, imaginary),
        ):
            found[way].append(abs(slope - truth) / abs(truth))
    return StepErrors(name, STEPS, {way: tuple(errors) for way, errors in found.items()})


def exact(lesson: Lesson, name: Variable) -> float:
    """Return the gradient by one parameter from the derivation."""
    found = load("backpropagation").run(lesson, lesson.values)
    assert found is not None
    return found.gradients[name]


def _loss(lesson: Lesson, name: Variable, nudge: float) -> float:
    known: dict[Variable, Any] = dict(lesson.values)
    known[name] = known[name] + nudge
    for node in lesson.graph.nodes:
        known[node.output] = evaluate(node.formula, known, FLOATS)
    return float(known[lesson.graph.loss])


FORWARD = Text("one-sided difference (L(w + h) - L(w)) / h", "單邊差分 (L(w + h) - L(w)) / h")
CENTRAL = Text(
    "central difference (L(w + h) - L(w - h)) / 2h", "中央差分 (L(w + h) - L(w - h)) / 2h"
)
COMPLEX = Text("complex step Im L(w + ih) / h", "複數步 Im L(w + ih) / h")
