"""What a report is made of: sections of paragraphs, worked lines, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from derive.core.expression import Expression, Number, Variable
from derive.core.text import Text
from derive.render.block import Block, Kind, ShownLine
from derive.render.wording import Sentence

if TYPE_CHECKING:
    from derive.figures import Drawing

Cell = Expression | Text | str


@dataclass(frozen=True)
class Line:
    """One right-hand side; ``limit`` names the letter whose limit is still to be taken of it."""

    right: Expression
    kind: Kind = Kind.FORMULA
    why: Text | Sentence | None = None
    limit: Variable | None = None
    sample: int | None = None

    @property
    def reason(self) -> Sentence | None:
        """Why it is equal to the line before, as a sentence."""
        return Sentence(self.why) if isinstance(self.why, Text) else self.why


@dataclass(frozen=True)
class Working:
    """``left = … = …``: lines under one another, each equal to the one before.

    ``samples`` holds the values of a quantity that has one for each sample.
    """

    left: Expression
    lines: tuple[Line, ...]
    samples: tuple[float, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    sentence: Sentence
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head; every cell is a formula, a word or a number."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture that is only drawn where pictures can be shown."""

    key: str
    draw: Callable[[], Drawing]


Piece = Paragraph | Working | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: Text
    pieces: tuple[Piece, ...]
    key: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report."""

    title: Text
    subtitle: Text
    note: Text | None
    sections: tuple[Section, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures, in order."""
        return tuple(p for s in self.sections for p in s.pieces if isinstance(p, Picture))


def says(words: Text, strong: bool = False, /, **parts: Expression | str | int) -> Paragraph:
    """Return a paragraph with formulas in its ``{name}`` places."""
    return Paragraph(Sentence(words, parts), strong)


def working(block: Block) -> Working:
    """Return a step of a derivation with all its small lines and their reasons."""
    return Working(block.target, tuple(_line(each) for each in block.lines), _samples(block))


def result(block: Block, why: Text | Sentence | None = None) -> Working:
    """Return a step of a derivation in short: formula, numbers put in, value."""
    lines = [
        Line(each.expression, each.kind, None, None, each.sample)
        for each in block.lines
        if each.kind not in (Kind.CHAIN, Kind.WORKING)
    ]
    if len(lines) > 1 and isinstance(lines[-2].right, Number):
        del lines[-2]  # 1 = 1
    if why is not None:
        lines[-1] = replace(lines[-1], why=why)
    return Working(block.target, tuple(lines), _samples(block))


def _line(each: ShownLine) -> Line:
    named = each.rule is not None and each.rule.key != "forward"  # the heading says that
    why = each.rule.title if each.rule is not None and named else None
    return Line(each.expression, each.kind, why, None, each.sample)


def _samples(block: Block) -> tuple[float, ...]:
    if not block.target.sampled or block.value is None:
        return ()
    return tuple(float(value) for value in block.value)


def shown(value: float) -> Number:
    """Return a computed number as a formula."""
    return Number(float(value))
