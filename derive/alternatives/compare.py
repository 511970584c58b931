"""Every way to the gradient on one network: what it finds, how far off it is, what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from derive.alternatives.methods import Found, Method, every
from derive.core.errors import DeriveError
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text


@dataclass(frozen=True)
class Tried:
    """A method and what it found; None where the network was too large for it.

    ``error`` is the length of the difference from backpropagation's gradient over that gradient's.
    """

    method: Method
    found: Found | None
    error: float | None


def compare(lesson: Lesson) -> tuple[Tried, ...]:
    """Try every method on a lesson with numbers; the first one is backpropagation."""
    values = numbers_of(lesson)
    found = [(method, method.run(lesson, values)) for method in every()]
    truth = next(result for method, result in found if method.key == "backpropagation")
    assert truth is not None, "backpropagation works for every network"
    return tuple(
        Tried(method, result, _error(result, truth) if result is not None else None)
        for method, result in found
    )


def _error(found: Found, truth: Found) -> float:
    names = tuple(truth.gradients)
    away = length(found.gradients[name] - truth.gradients[name] for name in names)
    return away / (length(truth.gradients[name] for name in names) or 1.0)


def length(numbers: Iterable[float]) -> float:
    """Return the Euclidean length."""
    return sqrt(sum(number * number for number in numbers))


def numbers_of(lesson: Lesson) -> dict[Variable, Any]:
    """Return a lesson's values, samples as arrays; raises DeriveError for one without numbers."""
    if not lesson.has_values or any(leaf.shape for leaf in lesson.graph.leaves):
        raise DeriveError(_NUMBERS)
    return {name: _number(value) for name, value in lesson.values.items()}


def _number(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    import numpy as np  # a lesson of plain numbers does without

    return np.asarray(value, dtype=float)


_NUMBERS = Text(
    "To compare methods a lesson needs numbers, and one number for each name.",
    "要比較各種方法，教案必須有數值，而且每個名稱只能是單一數值（不能是矩陣）。",
)
