"""A quiz by itself: a lecture of one slide."""

from __future__ import annotations

from derive.core.text import Text
from derive.lectures.lecture import Lecture, Slide
from derive.lectures.pieces import Asked
from derive.quiz import Quiz
from derive.spelling.numbers import show


def as_lecture(quiz: Quiz, *, answered: bool) -> Lecture:
    """Return the quiz as a page; without ``answered`` the key is left out."""
    pieces = tuple(
        Asked(number, question, answered) for number, question in enumerate(quiz.questions, 1)
    )
    marks = MARKS.fill(count=len(pieces), marks=show(quiz.points))
    title = Text(f"Quiz: {quiz.title.en}", f"測驗：{quiz.title.zh}")
    slide = Slide("quiz", QUESTIONS, pieces)
    return Lecture("quiz", title, marks, None, (slide,))


QUESTIONS = Text("Questions", "題目")
MARKS = Text("{count} questions, {marks} marks", "共 {count} 題，{marks} 分")
