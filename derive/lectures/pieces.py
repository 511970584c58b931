"""What stands on a slide, before it is laid out.

Sentences, worked lines, tables and pictures are those of a descent's report; here are the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite

from derive.blackboard.chain import Row
from derive.core.expression import Expression, Partial
from derive.core.text import Text
from derive.quiz import Question
from derive.quiz.material import formula
from derive.render.block import Block
from derive.render.descent.pieces import Cell, Table, shown
from derive.render.descent.pieces import Piece as Reported
from derive.render.sheet import Item, Sheet
from derive.render.words import TABLE_HEAD


@dataclass(frozen=True)
class Saying:
    """A lecturer's own sentences; formulas stand between dollar signs."""

    words: Text


@dataclass(frozen=True)
class Points:
    """A list of such sentences."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Written:
    """Formulas that nothing is computed from, one a line, with what is said beside each."""

    lines: tuple[tuple[str, Text | None], ...]  # LaTeX, as the lecturer typed it


def never(partial: Partial) -> bool:
    return False


@dataclass(frozen=True)
class Derived:
    """Lines that an engine worked out, each with its reason.

    ``ordinary`` says which derivatives are by the only variable there is, and so are written with
    d and not with ∂; ``plain`` says that all of them are.
    """

    rows: tuple[Row, ...]
    ordinary: Callable[[Partial], bool] = field(default=never, compare=False)
    plain: bool = False


@dataclass(frozen=True)
class Steps:
    """Some steps of a worked solution, in which they have their numbers."""

    sheet: Sheet
    items: tuple[Item, ...]


@dataclass(frozen=True)
class GradTable:
    """The grad_table as far as it has grown; ``new`` are the rows that were added last."""

    sheet: Sheet
    items: tuple[Item, ...]
    new: tuple[Item, ...] = ()

    @property
    def table(self) -> Table:
        """The same as a plain table."""
        has_values = bool(self.sheet.solution.values)
        head: tuple[Cell, ...] = TABLE_HEAD[: 4 if has_values else 3]
        return Table(head, tuple(_row(item.block, has_values) for item in self.items))


def _row(block: Block, has_values: bool) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (str(block.number), block.target, formula(block))
    if not has_values:
        return row
    is_number = block.target.shape is None and not block.target.sampled
    return (*row, shown(block.value) if is_number else "…")


@dataclass(frozen=True)
class Vector:
    """``name = [ … ] = [ … ]``: columns of formulas in square brackets."""

    name: str  # LaTeX
    columns: tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True)
class Code:
    """A program, to be read, copied and run."""

    source: str


@dataclass(frozen=True)
class Asked:
    """A question of a quiz with its number, and with its answer unless that is kept back."""

    number: int
    question: Question
    answered: bool = True


Piece = Reported | Saying | Points | Written | Derived | Steps | GradTable | Vector | Code | Asked


def cited(title: Text, about: Text, reference: str) -> Text:
    """Return ``title: about (reference).``; the reference stands before the full stop."""
    if not reference:
        return Text(f"{title.en}: {about.en}", f"{title.zh}：{about.zh}")
    en, zh = about.en.removesuffix("."), about.zh.removesuffix("。")
    return Text(f"{title.en}: {en} ({reference}).", f"{title.zh}：{zh}（{reference}）。")


def measured(value: float) -> Cell:
    """Return a measured number with three digits, or that there is none."""
    return shown(rounded(value)) if isfinite(value) else NOT_FINITE


def rounded(value: float) -> float:
    """Return a measured number with three digits: more say nothing."""
    return float(f"{value:.3g}")


NOT_FINITE = Text("not finite", "不是有限值")
