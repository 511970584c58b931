"""One iteration as a derivation: forward, backward and update in names that carry the time.

``w^{(3)}`` is another variable than ``w^{(2)}``; nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from derive.core.derivation import Derivation, Line, Step
from derive.core.expression import (
    Derivative,
    Expression,
    Marked,
    Partial,
    Role,
    Variable,
    rewrite,
)
from derive.descent.course import Iterate
from derive.descent.machine import Machine
from derive.descent.recurrence import Recurrence
from derive.numeric.run import run
from derive.optimizers import timed
from derive.spelling.name import split_name


@dataclass(frozen=True)
class Iteration:
    """Update ``number`` (from 1) with its numbers: every variable of ``derivation`` has a value."""

    number: int
    recurrence: Recurrence
    derivation: Derivation
    values: Mapping[Variable, Any]
    before: Iterate


def iteration(machine: Machine, before: Iterate) -> Iteration:
    """Return the update that follows a point of the course.

    Raises NumericError, naming the step, when a value leaves the finite numbers.
    """
    number = before.t + 1
    rate = machine.rate_step(before.t)
    recurrence = machine.recurring(
        first=number == 1, update=number, **({} if rate is None else {"rate": rate.target})
    )
    renamed = _Renaming(machine, recurrence)
    steps = (
        *((rate,) if rate is not None else ()),
        *recurrence.ahead(),
        *map(renamed.step, machine.derivation.steps),
        *machine.plan.clipping.steps(recurrence),
    )
    given = _given(machine, recurrence, before)
    points = tuple(recurrence.points.values())
    derivation = Derivation(tuple(given), steps, renamed.variable(machine.derivation.loss), points)
    return Iteration(number, recurrence, derivation, {**given, **run(derivation, given)}, before)


def _given(machine: Machine, recurrence: Recurrence, before: Iterate) -> dict[Variable, Any]:
    data = machine.data if before.seen is None else machine.batch(before.seen.batch.samples)
    parameters = zip(recurrence.before.values(), before.parameters, strict=True)
    state = zip(recurrence.state_before.values(), before.state, strict=True)
    return {**data, **machine.plan.constants, **dict(parameters), **dict(state)}


class _Renaming:
    """Gives everything that changes from iteration to iteration the time as a superscript."""

    def __init__(self, machine: Machine, recurrence: Recurrence) -> None:
        self.loss, self.now = machine.derivation.loss, recurrence.now
        self.ahead = recurrence.points is not recurrence.before
        self.names: dict[Variable, Variable] = dict(recurrence.points)
        for step in machine.derivation.steps:
            if not isinstance(step.target, Partial):
                self.names[step.target] = self._timed(step.target)

    def variable(self, name: Variable) -> Variable:
        """Return a variable by its name in this iteration."""
        if not isinstance(name, Partial):
            return self.names.get(name, name)
        of = name.of if name.of == self.loss else self.variable(name.of)
        latex = timed(name.latex, self.now) if name.latex else ""
        return Partial(of, self.variable(name.wrt), name.role, latex)

    def step(self, step: Step) -> Step:
        """Return a step in the names of this iteration."""
        work: Callable[[], tuple[Line, ...]] = lambda: tuple(  # noqa: E731
            Line(self.formula(line.formula), line.rule) for line in step.working
        )
        return Step(
            step.phase,
            step.rule,
            self.variable(step.target),
            self.formula(step.result),
            work,
            step.note,
            self.formula(step.source),
        )

    def formula(self, formula: Expression) -> Expression:
        """Return a formula in the names of this iteration."""

        def change(node: Expression) -> Expression | None:
            if isinstance(node, Variable):
                return self.variable(node)
            if isinstance(node, Marked):
                return Marked(self.formula(node.body), self.variable(node.variable))
            if isinstance(node, Derivative):
                return Derivative(self.formula(node.body), self.variable(node.wrt))
            return None

        return rewrite(formula, change)

    def _timed(self, name: Variable) -> Variable:
        spelled = split_name(name.latex)
        if self.ahead and not spelled.accent:  # not the value at the parameters themselves
            spelled = replace(spelled, accent="tilde")
        return Variable(
            f"{name.name} {self.now}",
            timed(spelled.latex, self.now),
            name.role if name.role is Role.LOSS else Role.INTERMEDIATE,
            name.shape,
            name.sampled,
        )
