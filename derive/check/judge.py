"""Judging answers to a lesson, line by line: true or not, following or not, and which mistake."""

from __future__ import annotations

from derive.check.diagnosis import Diagnostician
from derive.check.marking import Marking
from derive.check.names import names_of
from derive.check.reference import Reference
from derive.check.report import Report
from derive.core.lesson import Lesson


def check(lesson: Lesson, text: str, *, seed: int | None = None, reveal: bool = False) -> Report:
    """Judge one answer to a lesson; raises ReadError when the text as a whole is too large."""
    return Checker(lesson, seed=seed, reveal=reveal).check(text)


class Checker:
    """Judges answers to one lesson: the worked solution and its mistakes are made only once."""

    def __init__(self, lesson: Lesson, *, seed: int | None = None, reveal: bool = False) -> None:
        self.lesson, self.reveal = lesson, reveal
        self.reference = Reference(lesson, seed)
        self.names = names_of(lesson)
        self.diagnostician = Diagnostician(self.reference)

    @property
    def seed(self) -> int:
        """What all random points were drawn from; with it every verdict comes out the same."""
        return self.reference.seed

    def check(self, text: str) -> Report:
        """Judge one answer; raises ReadError when the text as a whole is too large."""
        return Marking(self.reference, self.names, self.diagnostician, self.reveal).report(text)
