"""What a question is: what is asked and shown, the choices or the blanks, the key and the marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from derive.core.expression import Expression
from derive.core.text import Text
from derive.render.descent.pieces import Table, Working
from derive.render.wording import Sentence

Content = Expression | Text | str


class Form(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"  # one of several
    LINE = "line"  # one of the lines shown
    ORDER = "order"  # the choices put in order
    BLANKS = "blanks"  # a table to be filled in


@dataclass(frozen=True)
class Choice:
    """One answer to choose from; ``mistake`` is what leads to a wrong one."""

    content: Content
    right: bool = False
    mistake: Text | None = None


@dataclass(frozen=True)
class Question:
    """One question.

    Parameters
    ----------
    shown : what is given with it: worked lines, a table with blanks
    choices : in the order in which they are offered; empty for blanks
    key : the answer in a word or a formula: the letter, the line's number, the order
    solution : what the key shows: the whole table, the right lines
    why : the sentence that explains the answer
    """

    kind: str
    form: Form
    asked: Sentence
    hint: Sentence
    why: Sentence
    key: str
    points: float = 1
    shown: tuple[Working | Table, ...] = ()
    choices: tuple[Choice, ...] = ()
    solution: tuple[Working | Table, ...] = ()

    @property
    def right(self) -> Choice | None:
        """The choice that is right, where there is one."""
        return next((choice for choice in self.choices if choice.right), None)


@dataclass(frozen=True)
class Quiz:
    """Questions with their numbers, from one lesson."""

    title: Text
    seed: int
    questions: tuple[Question, ...]

    @property
    def points(self) -> float:
        """What the whole quiz is worth."""
        return sum(question.points for question in self.questions)


LETTERS = "ABCDEFGH"


def letter(place: int) -> str:
    """Return the letter of a choice, counted from 0."""
    return LETTERS[place]
