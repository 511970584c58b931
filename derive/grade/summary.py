"""A class at a glance: which mistakes, how often and at which step, and the marks of each step."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from derive.check.report import Answer, Award, Finding, Report
from derive.grade.grading import Graded

_ROWS = 12  # of the distribution; more different marks than this are taken together
_OPEN = frozenset({Finding.UNREADABLE, Finding.UNDECIDED})


@dataclass(frozen=True)
class Mistakes:
    """One mistake at one step: who made it.  ``key`` is None for those that have no name."""

    key: str | None
    step: str | None
    students: tuple[Graded, ...]


@dataclass(frozen=True)
class Kind:
    """One mistake wherever it was made: who made it at all, and at which steps."""

    key: str | None
    steps: tuple[Mistakes, ...]
    students: tuple[Graded, ...]


@dataclass(frozen=True)
class Question:
    """What was asked once, and how the class did: how many students earned what."""

    target: str
    out_of: float
    earned: tuple[float, ...]
    full: int
    part: int
    none: int
    missing: int
    open: int

    @property
    def mean(self) -> float:
        """The mean of the marks."""
        return statistics.fmean(self.earned)


@dataclass(frozen=True)
class Class:
    """All students of one lesson."""

    students: tuple[Graded, ...]

    @cached_property
    def checked(self) -> tuple[Graded, ...]:
        """Those about whose answers there is a report."""
        return tuple(student for student in self.students if student.report is not None)

    @cached_property
    def not_checked(self) -> tuple[Graded, ...]:
        """Those whose answers were not judged, for whatever reason."""
        return tuple(student for student in self.students if student.report is None)

    @cached_property
    def marks(self) -> tuple[float, ...]:
        """The marks of those who were judged."""
        return tuple(student.report.marks for student in self.checked if student.report)

    @property
    def out_of(self) -> float:
        """What could be earned."""
        return sum(question.out_of for question in self.questions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What was asked, in the order of the lesson."""
        reports = [student.report for student in self.checked if student.report]
        asked = len(reports[0].awards) if reports else 0
        return tuple(_question(place, reports) for place in range(asked))

    @cached_property
    def mistakes(self) -> tuple[Mistakes, ...]:
        """The mistakes made, the most frequent first; a student counts once for each."""
        found: dict[tuple[str | None, str | None], list[Graded]] = {}
        for student in self.checked:
            kinds = (kind for answer in mistaken(student) for kind in _kinds(answer))
            for kind in dict.fromkeys(kinds):
                found.setdefault(kind, []).append(student)
        made = [Mistakes(key, step, tuple(who)) for (key, step), who in found.items()]
        return tuple(
            sorted(made, key=lambda kind: (-len(kind.students), str(kind.key), str(kind.step)))
        )

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The same by what was wrong, whatever the step; those without a name come last."""
        found: dict[str | None, list[Mistakes]] = {}
        for made in self.mistakes:
            found.setdefault(made.key, []).append(made)
        kinds = [
            Kind(key, tuple(steps), tuple(student for student in self.checked if student in who))
            for key, steps in found.items()
            for who in [{student for made in steps for student in made.students}]
        ]
        return tuple(
            sorted(kinds, key=lambda kind: (kind.key is None, -len(kind.students), str(kind.key)))
        )

    @cached_property
    def open(self) -> tuple[tuple[Graded, tuple[Answer, ...]], ...]:
        """Lines that the program could not read or decide, and that a person should look at."""
        return tuple(
            (student, lines) for student in self.checked if (lines := tuple(undecided(student)))
        )

    @cached_property
    def distribution(self) -> tuple[tuple[float, float, int], ...]:
        """How many students have from so many to so many marks, the best first."""
        counted = sorted(Counter(self.marks).items(), reverse=True)
        if len(counted) <= _ROWS:
            return tuple((marks, marks, count) for marks, count in counted)
        width = max(self.marks) / _ROWS
        rows = Counter(min(int(marks / width), _ROWS - 1) for marks in self.marks)
        return tuple((row * width, (row + 1) * width, rows[row]) for row in reversed(range(_ROWS)))


def mistaken(student: Graded) -> Iterator[Answer]:
    """Give the lines in which a student made a new mistake."""
    answers = student.report.answers if student.report else ()
    return (answer for answer in answers if answer.is_mistaken)


def undecided(student: Graded) -> Iterator[Answer]:
    """Give the lines that could not be read or decided."""
    answers = student.report.answers if student.report else ()
    return (answer for answer in answers if answer.verdict in _OPEN)


def _kinds(answer: Answer) -> Iterator[tuple[str | None, str | None]]:
    for mistake in (answer.mistake, *answer.also):
        yield mistake, answer.at_step or answer.target


def _question(place: int, reports: Sequence[Report]) -> Question:
    column = [report.awards[place] for report in reports]
    states = Counter(state(report.awards[place], report) for report in reports)
    return Question(
        column[0].target,
        column[0].out_of,
        tuple(award.marks for award in column),
        *(states[each] for each in ("full", "part", "none", "missing", "open")),
    )


def state(award: Award, report: Report) -> str:
    """Say how an answer to one question did: full, part, none, missing or open."""
    if award.marks >= award.out_of:
        return "full"
    if award.marks > 0:
        return "part"
    if award.line is None:
        return "missing"
    about = [answer.verdict for answer in report.answers if answer.target == award.target]
    return "open" if about and about[-1] in _OPEN else "none"
