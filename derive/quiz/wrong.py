"""Wrong answers that look right: what a known mistake leads to, each different in value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import numpy as np

from derive.activations import load
from derive.check.mistake import Mistake, Slip
from derive.check.mistakes import all_mistakes
from derive.check.work import Work
from derive.core.derivation import Step
from derive.core.errors import DeriveError
from derive.core.expression import (
    Expression,
    Mul,
    Partial,
    Variable,
    rewrite,
    size,
    without_marks,
)
from derive.core.function import Function
from derive.numeric.interpret import evaluate
from derive.numeric.run import run
from derive.numeric.stand_in import interpreted, interpreted_derivation
from derive.quiz.presentable import is_odd, presentable
from derive.render.solution import Solution

LONGEST = 60  # nodes: nobody reads a longer choice
KEEPS_SIGN = ("power_kept",)


@dataclass(frozen=True)
class Wrong:
    """What a mistake makes of a step's formula, and its value where it was tried."""

    formula: Expression
    mistake: Mistake
    value: Any


@dataclass(frozen=True)
class Mistakes:
    """Every way of making every known mistake in one solution."""

    solution: Solution

    @cached_property
    def slips(self) -> tuple[tuple[Mistake, Slip], ...]:
        """All of them, those that say most first."""
        work = Work(self.solution.lesson, self.solution.derivation)
        return tuple((mistake, slip) for mistake in all_mistakes() for slip in mistake.slips(work))

    def answers(
        self, target: Variable, values: Mapping[Variable, Any], random: Random
    ) -> Iterator[Wrong]:
        """Yield wrong formulas for a step, of every mistake one before any has a second.

        Their values differ from the right one and from one another.
        """
        right = value_of(self.written(target), values)
        met = [right]
        for mistake, slip in self._turns(target, random):
            formula = presentable(self.written(target, slip.changes))
            value = value_of(formula, values)
            if value is None or size(formula) > LONGEST or is_odd(formula):
                continue
            if mistake.key in KEEPS_SIGN and not _same(np.sign(value), np.sign(right)):
                continue  # two mistakes at once: its sign is wrong as well
            if not any(_same(value, other) for other in met):
                met.append(value)
                yield Wrong(formula, mistake, value)

    def written(
        self, target: Variable, changes: Mapping[Variable, Expression] | None = None
    ) -> Expression:
        """Return a step's formula with every partial worked out, some of them changed."""
        return _flat(self._expanded(target, changes or {}, frozenset()))

    def _expanded(
        self, target: Variable, changes: Mapping[Variable, Expression], opened: frozenset[Variable]
    ) -> Expression:
        step = self._step(target)
        formula = changes.get(target)
        if not isinstance(target, Partial):
            return without_marks(step.formula) if formula is None else formula
        if formula is None and step.rule.key == "from_the_loss":
            return without_marks(step.formula)
        return self._inside(step.result if formula is None else formula, changes, opened | {target})

    def _inside(
        self,
        formula: Expression,
        changes: Mapping[Variable, Expression],
        opened: frozenset[Variable],
    ) -> Expression:
        # a mistake may write a partial with itself: that one stays as it is
        def change(node: Expression) -> Expression | None:
            known = isinstance(node, Partial) and node in self.solution.derivation.number_of
            if not isinstance(node, Partial) or not known or node in opened:
                return None
            return self._expanded(node, changes, opened)

        return rewrite(formula, change)

    def _step(self, target: Variable) -> Step:
        derivation = self.solution.derivation
        return derivation.steps[derivation.number_of[target] - 1]

    def _turns(self, target: Variable, random: Random) -> Iterator[tuple[Mistake, Slip]]:
        """Yield the slips that reach a target, one of each mistake in turn."""
        below = self._below(target)
        found: dict[str, list[tuple[Mistake, Slip]]] = {}
        for mistake, slip in self.slips:
            if any(changed in below for changed in slip.changes):
                found.setdefault(mistake.key, []).append((mistake, slip))
        turns = list(found.values())
        random.shuffle(turns)
        for each in turns:
            random.shuffle(each)
        while turns:
            for each in turns:
                yield each.pop()
            turns = [each for each in turns if each]

    def _below(self, target: Variable) -> set[Variable]:
        """Return the partials that a target is written out with, itself included."""
        known = self.solution.derivation.number_of
        found, waiting = {target}, [target]
        while waiting:
            for name in self._step(waiting.pop()).reads:
                is_new = isinstance(name, Partial) and name in known and name not in found
                if is_new and isinstance(target, Partial):
                    found.add(name)
                    waiting.append(name)
        return found


def trial_values(solution: Solution, random: Random) -> dict[Variable, Any]:
    """Return values at which formulas that differ have different values.

    A lesson's own numbers may hide a difference (x_1 = 1), so the leaves are drawn anew.  An
    unknown function is tried as one that has no simple relation to its slope.
    """
    samples = solution.lesson.samples
    derivation = interpreted_derivation(solution.derivation, _stand_in)
    leaves = {name: _drawn(name, random, samples) for name in derivation.givens}
    return {**leaves, **run(derivation, leaves)}


def value_of(formula: Expression, values: Mapping[Variable, Any]) -> Any:
    """Return the value of a formula; None where it has none."""
    try:
        with np.errstate(all="ignore"):
            value = evaluate(interpreted(formula, _stand_in), values)
    except (DeriveError, ArithmeticError, ValueError):
        return None
    return value if np.all(np.isfinite(value)) else None


def _stand_in(function: Function) -> Function:
    return load("silu")


def _flat(formula: Expression) -> Expression:
    """Let products inside dotted products stand in one row, as on the blackboard."""

    def change(node: Expression) -> Expression | None:
        if not (isinstance(node, Mul) and node.dot):
            return None
        row: list[Expression] = []
        for factor in map(_flat, node.factors):
            dotted = isinstance(factor, Mul) and factor.dot
            row.extend(factor.factors if isinstance(factor, Mul) and dotted else (factor,))
        return Mul(tuple(row), dot=True)

    return rewrite(formula, change)


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
