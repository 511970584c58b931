"""The mistakes to look for at each step: for whoever marks by hand, beside the answer key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from derive.calculus.tidy import tidy
from derive.check.dictionary import Catalogue, Entry
from derive.check.environment import Environment
from derive.check.evaluate import Evaluator
from derive.check.rerun import about, exactly
from derive.check.work import Work
from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import Add, Div, Expression, Neg, Partial, Variable, walk
from derive.core.lesson import Lesson
from derive.core.text import Text

_MOST = 3
_SPECIFIC = 40  # the rank up to which a mistake is worth looking for
_MOST_STEPS = 400
_SAME = 1e-9  # of the right value: nobody who marks would see a difference


@dataclass(frozen=True)
class Usual:
    """A mistake to look for: what it is called, what then stands there, what that comes to."""

    title: Text
    target: Variable
    wrong: Expression
    value: float | None = None


def usual_mistakes(
    lesson: Lesson,
    derivation: Derivation,
    values: Mapping[Variable, Any] = MappingProxyType({}),
) -> dict[str, tuple[Usual, ...]]:
    """Return the usual mistakes of each step, by the name of the step's target.

    Only such as lead to another result there: at any point, and at the ``values`` of the lesson
    where it has some.  Nothing for networks of very many steps.
    """
    if len(derivation.steps) > _MOST_STEPS:
        return {}
    work = Work(lesson, derivation)
    points = [point.exact for point in Environment.of(lesson.graph, seed=0).points[:2]]
    named: dict[str, dict[str, Usual]] = {}
    catalogue = Catalogue(work)
    for entry in catalogue.entries:
        step = work.step_of[entry.slip.step]
        titles = named.setdefault(step.target.name, {})
        if (
            len(titles) < _MOST
            and _is_usual(entry, step)
            and _matters(entry, step, catalogue, points)
        ):
            usual = _usual(entry, step, values)
            if usual.value is None or not _same(usual.value, float(values[step.target])):
                titles.setdefault(entry.mistake.key, usual)
    return {name: tuple(titles.values()) for name, titles in named.items() if titles}


def _usual(entry: Entry, step: Step, values: Mapping[Variable, Any]) -> Usual:
    changes, target = entry.slip.changes, step.target
    is_number = values and target.shape is None and not target.sampled
    value = about((step,), changes, values) if is_number else None
    return Usual(entry.mistake.title, target, _wrong(entry, step), value)


def _wrong(entry: Entry, step: Step) -> Expression:
    """Return what stands there, its constants multiplied out where no chain rule is used."""
    wrong = entry.slip.changes[step.target]
    chained = step.phase is Phase.BACKWARD and any(isinstance(name, Partial) for name in step.reads)
    return wrong if chained else tidy(wrong)


def _same(value: float, right: float) -> bool:
    return not abs(value - right) > _SAME * abs(right)


def _is_usual(entry: Entry, step: Step) -> bool:
    if entry.mistake.rank > _SPECIFIC or len(entry.slip.changes) > 1:
        return False
    if entry.mistake.key == "loss_for_derivative":  # where the derivative of the loss is taken
        return step.rule.key == "from_the_loss"
    if entry.mistake.key == "sign_lost" and not _has(step.result, Neg | Add):
        return False
    return _has(step.result, Div) or not _has(_wrong(entry, step), Div)


def _has(formula: Expression, kind: Any) -> bool:
    return any(isinstance(part, kind) for part in walk(formula))


def _matters(entry: Entry, step: Step, catalogue: Catalogue, points: Sequence[Evaluator]) -> bool:
    """Whether the mistake changes the step's result."""
    for evaluator in points:
        known = catalogue.right(evaluator)
        right = exactly((step,), {}, evaluator, known)
        wrong = exactly((step,), entry.slip.changes, evaluator, known)
        if wrong is not None and wrong != right:
            return True
    return False
