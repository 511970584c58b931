"""The V of finite differences: the smaller the step the smaller the error, until rounding wins."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from sys import float_info

from derive.alternatives.compare import numbers_of
from derive.alternatives.evolution import Looker, looker
from derive.alternatives.methods import load
from derive.core.errors import DeriveError
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.complex_step import complex_step
from derive.spelling.text import text_name

STEPS = tuple(10.0**-power for power in range(1, 16))


@dataclass(frozen=True)
class StepErrors:
    """Relative errors of three ways to differentiate by one parameter, for each step h.

    ``expected`` is where theory puts the smallest error of a way; there is none for a way that does
    not round, or where nothing is truncated.
    """

    wrt: Variable
    steps: tuple[float, ...]
    errors: dict[Text, tuple[float, ...]]
    expected: dict[Text, float]

    def best(self, way: Text) -> tuple[float, float]:
        """Return the step with the smallest error, and that error."""
        pairs = zip(self.steps, self.errors[way], strict=True)
        return min(pairs, key=lambda pair: pair[1])


def step_errors(lesson: Lesson, wrt: Variable | None = None) -> StepErrors:
    """Measure the errors by one parameter, the first one unless another is named.

    Raises DeriveError for a lesson without numbers, and where the gradient is 0.
    """
    values = numbers_of(lesson)
    name = wrt or lesson.parameters[0]
    if name not in lesson.parameters:
        raise DeriveError(_PARAMETER.fill(name=text_name(name)))
    truth = exact(lesson, name)
    if truth == 0:
        raise DeriveError(_FLAT.fill(name=text_name(name)))
    look, along = looker(lesson, values), {name: 1.0}
    here = look.loss(along, 0.0)
    found: dict[Text, list[float]] = {FORWARD: [], CENTRAL: [], COMPLEX: []}
    for h in STEPS:
        right, left = look.loss(along, h), look.loss(along, -h)
        imaginary = float(complex_step(lesson.graph, values, (name,), h)[name])
        for way, slope in (
            (FORWARD, (right - here) / h),
            (CENTRAL, (right - left) / (2 * h)),
            (COMPLEX, imaginary),
        ):
            found[way].append(abs(slope - truth) / abs(truth))
    errors = {way: tuple(each) for way, each in found.items()}
    return StepErrors(name, STEPS, errors, _expected(look, name))


def exact(lesson: Lesson, name: Variable, nudge: float = 0.0) -> float:
    """Return the gradient by one parameter from the derivation, a nudge away."""
    values = numbers_of(lesson)
    values[name] = values[name] + nudge
    found = load("backpropagation").run(lesson, values)
    assert found is not None, "backpropagation works for every network"
    return found.gradients[name]


def _expected(look: Looker, name: Variable) -> dict[Text, float]:
    """Return the step at which truncation and rounding together are smallest, both estimated.

    One-sided they are h|L″|/2 + ε|L|/h, central h²|L‴|/6 + ε|L|/(2h) (Press et al., Numerical
    Recipes, section 5.7).  L″ and L‴ are differences of the exact gradient.
    """
    left, here, right = (exact(look.lesson, name, nudge) for nudge in (-_NUDGE, 0.0, _NUDGE))
    second, third = (right - left) / (2 * _NUDGE), (right - 2 * here + left) / _NUDGE**2
    rounding = float_info.epsilon * abs(look.loss({name: 1.0}, 0.0))
    found = {}
    if rounding and abs(second) > _NONE * abs(here):
        found[FORWARD] = sqrt(2 * rounding / abs(second))
    if rounding and abs(third) > _NONE * abs(here):
        found[CENTRAL] = (1.5 * rounding / abs(third)) ** (1 / 3)
    return found


_NUDGE = 1e-2  # only the order of magnitude of the second and third derivative matters
_NONE = 1e-7
FORWARD = Text("one-sided difference (L(w + h) - L(w)) / h", "單邊差分 (L(w + h) - L(w)) / h")
CENTRAL = Text(
    "central difference (L(w + h) - L(w - h)) / 2h", "中央差分 (L(w + h) - L(w - h)) / 2h"
)
COMPLEX = Text("complex step Im L(w + ih) / h", "複數步 Im L(w + ih) / h")
_PARAMETER = Text("{name} is not a parameter of this lesson.", "{name} 不是這份教案的參數。")
_FLAT = Text(
    "The gradient by {name} is 0, so that no error is relative to it; name another with “of”.",
    "對 {name} 的梯度是 0，無法計算相對誤差；請用「of」指定另一個參數。",
)
