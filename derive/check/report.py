"""What is said about an answer: one entry a line that claims something, and the marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from derive.core.text import Text


class Finding(StrEnum):
    """What was found out about one line."""

    CORRECT = "correct"
    FOLLOWS = "follows_from_earlier_mistake"  # false, but rightly worked out from what came before
    KNOWN_MISTAKE = "known_mistake"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"  # could not be checked, or claims nothing; never counts as wrong


MISTAKEN = frozenset({Finding.KNOWN_MISTAKE, Finding.WRONG})


@dataclass(frozen=True)
class Answer:
    """One line of a student's and what was found.

    Parameters
    ----------
    line : its number in the file, from 1; several formulas in a line have the same number
    source : the formula as typed
    target : name of what the line is about (``dL/dw_{1,1}``), None when it is about no such thing
    mistake : key of the known mistake; ``synonyms`` are the keys that cannot be told from it here,
        ``also`` those of further mistakes made together with it
    at_step : the step of the worked solution in which it was made (``dL/dz_3``)
    message : what is wrong and what to look at, or why it could not be judged
    hint : more, with what is right given away; only with ``reveal``
    marks, out_of : what the line earned of what it could; 0 of 0 for a line on the way
    side : which formula of the line is wrong, counted from 0 (1 is behind the first ``=``)
    caret : start and end, in ``source``, of the smallest part that is wrong
    """

    line: int
    source: str
    target: str | None
    verdict: Finding
    message: Text
    mistake: str | None = None
    synonyms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    at_step: str | None = None
    hint: Text | None = None
    marks: float = 0.0
    out_of: float = 0.0
    side: int | None = None
    caret: tuple[int, int] | None = None

    @property
    def is_mistaken(self) -> bool:
        """Whether a new mistake was made here."""
        return self.verdict in MISTAKEN


@dataclass(frozen=True)
class Award:
    """What was earned for one thing that was asked; ``line`` is None when it was not answered."""

    target: str
    marks: float
    out_of: float
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """All that is said about one answer; ``seed`` reproduces every verdict."""

    answers: tuple[Answer, ...]
    awards: tuple[Award, ...]
    seed: int

    @property
    def marks(self) -> float:
        """What was earned."""
        return sum(award.marks for award in self.awards)

    @property
    def out_of(self) -> float:
        """What could be earned."""
        return sum(award.out_of for award in self.awards)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what was asked and not answered."""
        return tuple(award.target for award in self.awards if award.line is None)

    @property
    def first_mistake(self) -> Answer | None:
        """The first line with a mistake of its own."""
        return next((answer for answer in self.answers if answer.is_mistaken), None)
