"""Running the worked solution on with a wrong step: what becomes of everything behind it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from derive.check.evaluate import Evaluator
from derive.check.scope import Names
from derive.check.values import Value
from derive.check.verdict import ShapeClashError, UnanswerableError, UndefinedError
from derive.check.work import Work
from derive.core.derivation import Phase, Step
from derive.core.errors import DeriveError
from derive.core.expression import Call, Expression, Partial, Variable, variables
from derive.numeric.interpret import evaluate

Changes = Mapping[Variable, Expression]
IMPOSSIBLE = (UnanswerableError, UndefinedError, ShapeClashError, RecursionError)


class Slipped(Names):
    """A point at which some steps came out wrong: their names have other values there.

    ``right`` is what the steps of the backward pass really come to: a local partial is meant along
    its own edge only, where asking the network for it would follow every path.
    """

    def __init__(self, evaluator: Evaluator, right: Mapping[Variable, Value]) -> None:
        super().__init__(evaluator, evaluator.names)
        self.partials = _Layered(right)

    def once(self, call: Call, key: object, value: Callable[[], Value]) -> Value:
        """Return the value of a call: the true one, kept with the point, if it reads nothing wrong.

        Most do; a network of ReLU would otherwise ask for the same masks thousands of times.
        """
        read = variables(call)
        if any(isinstance(name, Partial) or name in self.values for name in read):
            return super().once(call, key, value)
        return self.evaluator.value(call)

    def put(self, name: Variable, value: Value) -> None:
        """Let a name have a value of its own."""
        (self.partials if isinstance(name, Partial) else self.values)[name] = value  # type: ignore[index]


class _Layered(dict[Any, Any]):
    """A dictionary before another one."""

    def __init__(self, below: Mapping[Variable, Value]) -> None:
        super().__init__()
        self.below = below

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key)
        return self.below.get(key, default) if found is None else found


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


def affected(steps: Sequence[Step], changed: frozenset[Variable]) -> tuple[Step, ...]:
    """Return the steps that come out otherwise when some are changed; none if the last is not."""
    found = _moved(steps, changed)
    return found if found and found[-1] is steps[-1] else ()


def exactly(
    steps: tuple[Step, ...],
    changes: Changes,
    evaluator: Evaluator,
    right: Mapping[Variable, Value],
) -> Value | None:
    """Return the last of the affected steps' value at a point, some of them being wrong.

    ``right`` is what ``everything`` returns there.
    """
    scope = Slipped(evaluator, right)

    def value(formula: Expression) -> Value:
        return evaluator.value(formula, scope)

    try:
        return _run(steps, changes, value, scope.put)
    except IMPOSSIBLE:
        return None


def everything(work: Work, evaluator: Evaluator) -> dict[Variable, Value]:
    """Return what every step of the backward pass comes to at a point, each from those before."""
    found: dict[Variable, Value] = {}
    scope = Slipped(evaluator, found)
    for step in work.backward:
        try:
            found[step.target] = evaluator.value(step.result, scope)
        except IMPOSSIBLE:
            continue
    return found


def about(steps: tuple[Step, ...], changes: Changes, truth: Mapping[Variable, Any]) -> float | None:
    """Return the same as a number, with the lesson's values; None where it has none."""
    values = dict(truth)

    def value(formula: Expression) -> Any:
        return evaluate(formula, values)

    try:
        with _quietly():
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
        with _quietly():
            _run(
                _moved(work.derivation.steps, frozenset(changes)),
                changes,
                value,
                values.__setitem__,
            )
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


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep NumPy from warning of what a mistake divides by: the value is left out then."""
    numpy = sys.modules.get("numpy")  # where there are no arrays it need not be loaded
    if numpy is None:
        yield
    else:
        with numpy.errstate(all="ignore"):
            yield


def _moved(steps: Sequence[Step], changed: frozenset[Variable]) -> tuple[Step, ...]:
    moved: set[Variable] = set()
    for step in steps:
        if step.target in changed or not moved.isdisjoint(step.reads):
            moved.add(step.target)
    return tuple(step for step in steps if step.target in moved)


def _run(
    steps: tuple[Step, ...],
    changes: Changes,
    value: Callable[[Expression], Any],
    put: Callable[[Variable, Any], None],
) -> Any:
    """Run the affected steps and return the value of the last; None where there are none."""
    result = None
    for step in steps:
        result = value(changes.get(step.target, step.result))
        put(step.target, result)
    return result
