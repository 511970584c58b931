"""Judging a whole answer, line by line: true or not, following or not, and which mistake it was."""

from __future__ import annotations

from derive.check.report import Answer, Award, Finding, Report
from derive.core.errors import ReadError
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.lessons.ask import name_table
from derive.reading import Prose, read_lines


def check(lesson: Lesson, text: str, *, seed: int | None = None, reveal: bool = False) -> Report:
    """Judge one answer to a lesson; raises ReadError when the text as a whole is too large."""
    return Checker(lesson, seed=seed, reveal=reveal).check(text)


class Checker:
    """Judges answers to one lesson: the worked solution and its mistakes are made only once."""

    def __init__(self, lesson: Lesson, *, seed: int | None = None, reveal: bool = False) -> None:
        self.lesson, self.reveal = lesson, reveal
        self.seed = 0 if seed is None else seed
        self.table = name_table(lesson)

    def check(self, text: str) -> Report:
        """Judge one answer; raises ReadError when the text as a whole is too large."""
        answers = []
        for item in read_lines(text, self.table):
            if isinstance(item, Prose):
                continue
            verdict, message = Finding.UNDECIDED, Text("Not judged yet.", "尚未判斷。")
            if isinstance(item, ReadError):
                verdict, message = Finding.UNREADABLE, item.message
            answers.append(Answer(item.line or 0, item.source or "", None, verdict, message))
        awards = tuple(Award(name.name, 0.0, 1.0) for name in self.lesson.parameters)
        return Report(tuple(answers), awards, self.seed)
