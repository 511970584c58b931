"""What is true of a lesson: its worked solution, random points to compare at, and its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from derive.check.environment import Environment
from derive.check.figures import Figures
from derive.check.one_hot import with_targets_summing_to_one
from derive.check.precise import DIGITS
from derive.check.rerun import ancestors
from derive.check.verdict import ShapeClashError, UnanswerableError, UndefinedError
from derive.check.work import Work
from derive.core.derivation import Derivation, Step
from derive.core.errors import DeriveError
from derive.core.expression import (
    Add,
    Derivative,
    Expression,
    Mul,
    Neg,
    Partial,
    Role,
    Variable,
    walk,
)
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson
from derive.numeric.interpret import evaluate
from derive.numeric.run import run
from derive.passes.derive import derive, outermost_first
from derive.passes.update import LEARNING_RATE, updated

MOST_UPDATES = 5
_MOST_STEPS = 400
_SMALL = 1e-9  # a float that may be what rounding left of a zero
_ZERO = 1e-40  # of numbers with sixty digits


class Reference:
    """One lesson, worked out once for all answers."""

    def __init__(self, lesson: Lesson, seed: int | None = None) -> None:
        self.lesson = lesson
        self.graph = lesson.graph
        self.whole = with_targets_summing_to_one(lesson)
        self.environment = Environment.of(self.whole, seed=seed)
        self.work = Work(lesson, _worked_out(lesson))
        self.agreed: dict[Any, Any] = {}  # what formulas without a student's own names compare to
        self._works: dict[Variable, Work | None] = {}
        self._figures: dict[int, Figures] = {}
        self._ancestors: dict[Variable, tuple[Step, ...]] = {}

    @property
    def seed(self) -> int:
        """What all random points were drawn from."""
        return self.environment.seed

    @property
    def derivation(self) -> Derivation:
        """The worked solution, with everything that may be asked."""
        return self.work.derivation

    @cached_property
    def given(self) -> frozenset[Variable]:
        """The names that the lesson gives and that nobody works out."""
        return frozenset((*self.graph.leaves, LEARNING_RATE))

    @cached_property
    def names(self) -> frozenset[Variable]:
        """All names of the lesson."""
        return frozenset((*self.graph.leaves, *(node.output for node in self.graph.nodes)))

    def after(self, parameter: Variable) -> Variable:
        """Return a parameter after the update."""
        return updated(parameter, self.lesson.notation)

    @cached_property
    def moved(self) -> Mapping[Variable, Expression]:
        """Every parameter after the update, and what it then is."""
        found: dict[Variable, Expression] = {}
        for parameter in self.lesson.parameters:
            gradient = Partial(self.graph.loss, parameter, Role.ADJOINT)
            found[self.after(parameter)] = _moved(parameter, gradient)
        return found

    def work_on(self, target: Variable) -> Work | None:
        """Return a worked solution with a step for the target; None where there is none.

        For a derivative that is no step of the lesson's, it is the one of a smaller question.
        """
        if target in self.work.step_of:
            return self.work
        if target not in self._works:
            self._works[target] = self._smaller(target)
        return self._works[target]

    def ancestors(self, target: Variable) -> tuple[Step, ...]:
        """Return the steps that a target rests on, its own last; none without a solution for it."""
        if target not in self._ancestors:
            work = self.work_on(target)
            self._ancestors[target] = ancestors(work, target) if work is not None else ()
        return self._ancestors[target]

    def _smaller(self, target: Variable) -> Work | None:
        if not isinstance(target, Partial) or target.of not in self.graph.node_of:
            return None
        places = [node.output for node in self.graph.nodes]
        nodes = self.graph.nodes[: places.index(target.of) + 1]
        try:
            graph = Graph(self.graph.leaves, nodes, self.graph.adjoint_names)
            derivation = derive(graph, (target.wrt,), notation=self.lesson.notation)
        except (DeriveError, AssertionError, IndexError, KeyError, ValueError):
            return None
        work = Work(self.lesson, derivation, graph)
        return work if target in work.step_of else None

    # ---- the lesson's own numbers ------------------------------------------------------------

    @cached_property
    def fixed(self) -> Environment | None:
        """Points at which the constants and the number of samples are the lesson's own."""
        return self._with_given(leaf for leaf in self.lesson.values if leaf.role is Role.CONSTANT)

    @cached_property
    def with_targets(self) -> Environment | None:
        """The same with the targets: who puts in y = 1 has shorter formulas."""
        constants = (leaf for leaf in self.lesson.values if leaf.role is Role.CONSTANT)
        return self._with_given((*constants, *self.targets)) if self.targets else None

    def _with_given(self, names: Iterable[Variable]) -> Environment | None:
        leaves = set(self.whole.leaves)
        given = {
            name: _as_lists(self.lesson.values[name])
            for name in names
            if name in leaves and name in self.lesson.values
        }
        if not given and self.lesson.samples is None:
            return None
        return Environment.of(self.whole, seed=self.seed, values=given, samples=self.lesson.samples)

    @cached_property
    def targets(self) -> frozenset[Variable]:
        """The data that only meets what was computed, as y meets ŷ: 1 may be written for y = 1.

        A weight's input is none of them: to leave out x = 1 is to leave out a factor.
        """
        leaves = set(self.graph.leaves)
        return frozenset(
            leaf
            for leaf in leaves
            if leaf.role is Role.DATA and all(map(_meets_results, self.graph.consumers[leaf]))
        )

    @cached_property
    def truths(self) -> list[Mapping[Variable, Any]]:
        """The value of every name: before the update, after it, and after some more."""
        if not self.lesson.has_values:
            return []
        given = {name: _as_array(value) for name, value in self.lesson.values.items()}
        if self.lesson.learning_rate is not None:
            given[LEARNING_RATE] = self.lesson.learning_rate
        found: list[Mapping[Variable, Any]] = []
        for _ in range(MOST_UPDATES + 1 if self.lesson.learned else 1):
            try:
                values = {**given, **run(self.derivation, given)}
            except DeriveError:
                break
            found.append(values)
            after = {step.reads[0]: values[step.target] for step in self.work.updates}
            given = {**given, **after}
        return found

    @cached_property
    def numbers(self) -> list[dict[Variable, Any]]:
        """The same with plain floats."""
        found: list[dict[Variable, Any]] = [
            {name: as_float(value) for name, value in each.items()} for each in self.truths
        ]
        for name, value in found[0].items() if found else ():
            if isinstance(value, float) and abs(value) < _SMALL:
                exactly = self.number(name)
                if exactly is not None and abs(exactly) < _SMALL:
                    found[0][name] = exactly
        return found

    def figures(self, time: int = 0) -> Figures:
        """Return what the figures of a calculation may be roundings of, up to so many updates."""
        if time not in self._figures:
            self._figures[time] = Figures(self._sizes(time))
        return self._figures[time]

    def _sizes(self, time: int) -> Iterator[float]:
        """Yield the value of every name, and of every part of every line worked out."""
        for values in self.numbers[: time + 1]:
            yield from (value for value in values.values() if isinstance(value, float))
            for formula in self._formulas:
                yield from _parts(formula, values)

    @cached_property
    def _formulas(self) -> tuple[Expression, ...]:
        steps = self.derivation.steps[:_MOST_STEPS]
        return tuple(dict.fromkeys(part for step in steps for part in _calculated(step)))

    def number(
        self, expression: Expression, own: Mapping[Variable, Expression] | None = None
    ) -> float | None:
        """Return what a formula is worth with the lesson's numbers; None where that is no number.

        Derivatives of any name by any other are worked out; ``own`` are a student's definitions.
        """
        if not self.truths:
            return None
        try:
            pinned = self._pinned.define(own) if own else self._pinned
            value = pinned.points[0].real(DIGITS).value(expression)
            return 0.0 if abs(value) < _ZERO else float(value)
        except (UnanswerableError, UndefinedError, ShapeClashError, TypeError, ArithmeticError):
            return None
        except RecursionError:
            return None

    @cached_property
    def _pinned(self) -> Environment:
        values = {name: _as_lists(value) for name, value in self.lesson.values.items()}
        if self.lesson.learning_rate is not None:
            values[LEARNING_RATE] = self.lesson.learning_rate
        return Environment.of(
            self.graph, seed=self.seed, values=values, samples=self.lesson.samples
        )


def _meets_results(node: Node) -> bool:
    roles = {name.role for name in node.inputs}
    return Role.INTERMEDIATE in roles and Role.PARAMETER not in roles


def _worked_out(lesson: Lesson) -> Derivation:
    """Derive what is asked first, then by every other parameter."""
    every = outermost_first(lesson.graph)
    asked = lesson.asked if lesson.asked is not None else every
    order = tuple(dict.fromkeys((*asked, *every)))
    return derive(lesson.graph, order, notation=lesson.notation, learned=lesson.learned)


def _calculated(step: Step) -> Iterator[Expression]:
    """Yield the parts of a step's lines of which a number may be written down on the way."""
    for line in (*(line.formula for line in step.working), step.result):
        for part in walk(line):
            if not part.children or any(isinstance(p, Derivative) for p in walk(part)):
                continue
            if not isinstance(part, Mul):
                yield part
                continue
            for start in range(len(part.factors) - 1):
                for stop in range(start + 2, len(part.factors) + 1):
                    yield Mul(part.factors[start:stop])


def _parts(formula: Expression, values: Mapping[Variable, Any]) -> Iterator[float]:
    import numpy as np

    try:
        found = evaluate(formula, values)
        yield from (float(value) for value in np.ravel(found))
    except (DeriveError, ArithmeticError, ValueError, TypeError, KeyError, NotImplementedError):
        return


def _moved(parameter: Variable, gradient: Partial) -> Expression:
    return Add((parameter, Neg(Mul((LEARNING_RATE, gradient), dot=True))))


def _as_array(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    import numpy as np

    return np.asarray(value, dtype=float)


def as_float(value: Any) -> Any:
    """Return a number as a float; arrays as they are."""
    return float(value) if getattr(value, "ndim", 0) == 0 else value


def _as_lists(value: Any) -> Any:
    return [_as_lists(part) for part in value] if isinstance(value, tuple) else value
