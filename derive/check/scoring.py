"""Marks: each thing asked once, each mistake paid for once, and what follows from it is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.check import phrases
from derive.check.reference import Reference
from derive.check.report import Answer, Award, Finding
from derive.core.expression import Derivative, Expression, Partial, Role, Variable, walk


@dataclass(frozen=True)
class Note:
    """The last line about something: its place among the answers and what was found of it."""

    place: int
    finding: Finding
    origins: frozenset[int]


class Scoring:
    """Collects what was found about each target, and turns it into marks."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.points = _points(reference)
        self._last: dict[Variable, Note] = {}
        self._good: dict[Variable, list[Expression]] = {}

    @property
    def targets(self) -> tuple[Variable, ...]:
        """What is asked for."""
        return tuple(self.points)

    def answered(self, target: Variable) -> bool:
        """Whether a line about it was seen."""
        return target in self._last

    def note(
        self,
        target: Variable | None,
        place: int,
        finding: Finding,
        good: Iterable[Expression],
        origins: Iterable[int],
    ) -> None:
        """Note what was found about a target; ``good`` are the formulas that may earn marks."""
        if target is not None:
            self._last[target] = Note(place, finding, frozenset(origins))
            self._good.setdefault(target, []).extend(good)

    def awards(self, answers: Sequence[Answer]) -> tuple[tuple[Answer, ...], tuple[Award, ...]]:
        """Return the answers with their marks, and what each thing asked has earned."""
        earned = self._earned()
        marked = list(answers)
        awards = []
        for target, points in self.points.items():
            note = self._last.get(target)
            marks = points if earned.get(target) else 0.0
            line = None
            if note is not None:
                answer = marked[note.place]
                if note.finding is Finding.CORRECT and not self._is_worked_out(target):
                    answer = replace(answer, message=phrases.TO_WORK_OUT)
                elif note.finding is Finding.FOLLOWS and not marks:
                    answer = replace(answer, message=phrases.PAID_HERE)
                marked[note.place] = replace(answer, marks=marks, out_of=points)
                line = answer.line
            awards.append(Award(target.name, marks, points, line))
        return tuple(marked), tuple(awards)

    def _earned(self) -> Mapping[Variable, bool]:
        """Decide in the order of the lines, so that the first result spoilt by a mistake pays."""
        paid: set[int] = set()
        earned: dict[Variable, bool] = {}
        asked = (target for target in self.points if target in self._last)
        for target in sorted(asked, key=lambda target: self._last[target].place):
            note = self._last[target]
            fine = note.finding in (Finding.CORRECT, Finding.FOLLOWS) and note.origins <= paid
            paid |= note.origins
            earned[target] = fine and self._is_worked_out(target)
        for target in self.points:
            if target not in self._last:
                earned[target] = self._is_implied(target, earned)
        return earned

    def _is_worked_out(self, target: Variable, seen: frozenset[Variable] = frozenset()) -> bool:
        """Whether some line says what it comes to: a chain of derivatives alone does not."""
        return any(
            self._is_complete(formula, seen | {target}) for formula in self._good.get(target, ())
        )

    def _is_complete(self, formula: Expression, seen: frozenset[Variable]) -> bool:
        parts = list(walk(formula))
        if any(isinstance(part, Derivative) for part in parts):
            return False
        partials = {part for part in parts if isinstance(part, Partial)}
        return partials.isdisjoint(seen) and all(
            self._is_worked_out(part, seen) for part in partials
        )

    def _is_implied(self, target: Variable, earned: Mapping[Variable, bool]) -> bool:
        """Whether a step on the way was skipped by somebody who got to the end."""
        if isinstance(target, Partial) and target.wrt.role is Role.PARAMETER:
            return False
        return any(
            target in {step.target for step in self.reference.ancestors(name)}
            for name, fine in earned.items()
            if fine and name != target
        )


def _points(reference: Reference) -> dict[Variable, float]:
    """Return the marks of each gradient that is asked, and of each step the lesson gives some."""
    lesson = reference.lesson
    given = lesson.points
    asked = lesson.asked if lesson.asked is not None else lesson.parameters
    found: dict[Variable, float] = {}
    for name in asked:
        target = Partial(reference.graph.loss, name, Role.ADJOINT)
        if target in reference.work.step_of:
            found[target] = float(given.get(target.name, given.get(name.name, 1)))
    for step in reference.derivation.steps:
        if step.target.name in given and step.target not in found:
            found[step.target] = float(given[step.target.name])
    return found
