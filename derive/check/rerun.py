"""Running the worked solution on with a wrong step: what becomes of everything behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from derive.check.evaluate import Evaluator
from derive.check.scope import Names
from derive.check.values import Value
from derive.check.verdict import ShapeClashError, UnanswerableError, UndefinedError
from derive.check.work import Work
from derive.core.derivation import Phase, Step
from derive.core.errors import DeriveError
from derive.core.expression import Expression, Partial, Variable
from derive.numeric.interpret import evaluate

Changes = Mapping[Variable, Expression]
IMPOSSIBLE = (UnanswerableError, UndefinedError, ShapeClashError, RecursionError)


class Slipped(Names):
    """A point at which some steps came out wrong: their names have other values there."""

    def __init__(self, evaluator: Evaluator) -> None:
        super().__init__(evaluator, evaluator.names)

    def put(self, name: Variable, value: Value) -> None:
        """Let a name have a value of its own."""
        (self.partials if isinstance(name, Partial) else self.values)[name] = value  # type: ignore[index]


def ancestors(work: Work, target: Variable) -> tuple[Step, ...]:
    """Return the steps that a target rests on, in order, its own step last."""
    needed, stack = {target}, [target]
    while stack:
        step = work.step_of.get(stack.pop())
        for name in step.reads if step is not None else ():
            if name in work.step_of and name not in needed:
                needed.add(name)
                stack.append(name)
    return tuple(step for step in work.derivation.steps if step.target in needed)


def exactly(steps: tuple[Step, ...], changes: Changes, evaluator: Evaluator) -> Value | None:
    """Return the last step's value at a point when some steps come out wrong."""
    scope = Slipped(evaluator)

    def value(formula: Expression) -> Value:
        return evaluator.value(formula, scope)

    try:
        return _run(steps, changes, value, scope.put)
    except IMPOSSIBLE:
        return None


def about(steps: tuple[Step, ...], changes: Changes, truth: Mapping[Variable, Any]) -> float | None:
    """Return the same as a number, with the lesson's values; None where it has none."""
    values = dict(truth)

    def value(formula: Expression) -> Any:
        return evaluate(formula, values)

    try:
        found = _run(steps, changes, value, values.__setitem__)
        return None if found is None else float(found)
    except (DeriveError, ArithmeticError, ValueError, TypeError):
        return None


def aftermath(
    work: Work, changes: Changes, truth: Mapping[Variable, Any]
) -> Mapping[Variable, float]:
    """Return the numbers of the forward pass that comes after an update with wrong steps."""
    values = dict(truth)

    def value(formula: Expression) -> Any:
        return evaluate(formula, values)

    try:
        _run(work.derivation.steps, changes, value, values.__setitem__)
        again = dict(values)
        for step in work.updates:
            again[step.reads[0]] = values[step.target]
        found = {}
        for step in work.derivation.phase(Phase.FORWARD):
            again[step.target] = evaluate(step.result, again)
            if step.target.shape is None and not step.target.sampled:
                found[step.target] = float(again[step.target])
        return found
    except (DeriveError, ArithmeticError, ValueError, TypeError):
        return {}


def _run(
    steps: tuple[Step, ...],
    changes: Changes,
    value: Callable[[Expression], Any],
    put: Callable[[Variable, Any], None],
) -> Any:
    """Run the steps that are changed or read something changed; None when the last is not."""
    moved: set[Variable] = set()
    result = None
    for step in steps:
        formula = changes.get(step.target)
        if formula is None and not moved.isdisjoint(step.reads):
            formula = step.result
        if formula is None:
            continue
        result = value(formula)
        put(step.target, result)
        moved.add(step.target)
    return result if steps and steps[-1].target in moved else None
