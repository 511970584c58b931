"""The mistakes to look for at each step: for whoever marks by hand, beside the answer key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.check.dictionary import Catalogue, Entry
from derive.check.environment import Environment
from derive.check.evaluate import Evaluator
from derive.check.rerun import exactly
from derive.check.work import Work
from derive.core.derivation import Derivation, Step
from derive.core.expression import Add, Expression, Neg, walk
from derive.core.lesson import Lesson
from derive.core.text import Text

_MOST = 3
_SPECIFIC = 40  # the rank up to which a mistake is worth looking for
_MOST_STEPS = 400


def usual_mistakes(lesson: Lesson, derivation: Derivation) -> dict[str, tuple[Text, ...]]:
    """Return what the usual mistakes of each step are called, by the name of the step's target.

    Only such as lead to another result there.  Nothing for networks of very many steps.
    """
    if len(derivation.steps) > _MOST_STEPS:
        return {}
    work = Work(lesson, derivation)
    points = [point.exact for point in Environment.of(lesson.graph, seed=0).points[:2]]
    named: dict[str, dict[str, Text]] = {}
    catalogue = Catalogue(work)
    for entry in catalogue.entries:
        step = work.step_of[entry.slip.step]
        titles = named.setdefault(step.target.name, {})
        if (
            len(titles) < _MOST
            and _is_usual(entry, step)
            and _matters(entry, step, catalogue, points)
        ):
            titles[entry.mistake.key] = entry.mistake.title
    return {name: tuple(titles.values()) for name, titles in named.items() if titles}


def _is_usual(entry: Entry, step: Step) -> bool:
    if entry.mistake.rank > _SPECIFIC or len(entry.slip.changes) > 1:
        return False
    return entry.mistake.key != "sign_lost" or any(_signs(step.result))


def _signs(formula: Expression) -> Iterator[Expression]:
    return (part for part in walk(formula) if isinstance(part, Neg | Add))


def _matters(entry: Entry, step: Step, catalogue: Catalogue, points: Sequence[Evaluator]) -> bool:
    """Whether the mistake changes the step's result."""
    for evaluator in points:
        known = catalogue.right(evaluator)
        right = exactly((step,), {}, evaluator, known)
        wrong = exactly((step,), entry.slip.changes, evaluator, known)
        if wrong is not None and wrong != right:
            return True
    return False
