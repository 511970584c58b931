"""Wrong answers that look right: each from a named slip, each different in value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from derive.core.errors import DeriveError
from derive.core.expression import Expression, Variable, without_marks
from derive.numeric.interpret import evaluate
from derive.numeric.run import run
from derive.quiz.slips import Slip, every
from derive.render.solution import Solution


@dataclass(frozen=True)
class Wrong:
    """What a slip makes of a formula, and its value where the lesson has numbers."""

    formula: Expression
    slip: Slip
    value: Any


def wrong_answers(
    formula: Expression, solution: Solution, values: Mapping[Variable, Any], random: Random
) -> Iterator[Wrong]:
    """Yield wrong formulas, of every slip one before any has a second; none equals another."""
    right = without_marks(formula)
    met = [value_of(right, values)]
    found = []
    for slip in every():
        each = list(slip.apply(right, solution.lesson.graph))
        random.shuffle(each)
        found += [(turn, slip, wrong) for turn, wrong in enumerate(each)]
    random.shuffle(found)
    for _, slip, wrong in sorted(found, key=lambda one: one[0]):
        value = value_of(wrong, values)
        if value is not None and not any(_same(value, other) for other in met):
            met.append(value)
            yield Wrong(wrong, slip, value)


def trial_values(solution: Solution, random: Random) -> dict[Variable, Any]:
    """Return values at which formulas that differ have different values.

    A lesson's own numbers may hide a difference (x_1 = 1), so the leaves are drawn anew.
    """
    samples = solution.lesson.samples
    derivation = solution.derivation
    leaves = {name: _drawn(name, random, samples) for name in derivation.givens}
    return {**leaves, **run(derivation, leaves)}


def value_of(formula: Expression, values: Mapping[Variable, Any]) -> Any:
    """Return the value of a formula; None where it has none."""
    try:
        with np.errstate(all="ignore"):
            value = evaluate(formula, values)
    except (DeriveError, ArithmeticError, ValueError):
        return None
    return value if np.all(np.isfinite(value)) else None


def _drawn(name: Variable, random: Random, samples: int | None) -> Any:
    if name.shape is not None:
        rows, columns = name.shape
        return np.array([[random.uniform(0.2, 1.2) for _ in range(columns)] for _ in range(rows)])
    if name.sampled:
        return np.array([random.uniform(0.2, 1.2) for _ in range(samples or 1)])
    return random.uniform(0.2, 1.2)


def _same(one: Any, other: Any) -> bool:
    if np.shape(one) != np.shape(other):
        return False
    return all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
        for a, b in zip(np.ravel(one), np.ravel(other), strict=True)
    )
