"""The lines of one step as HTML: left side, right side and reason, to stand in three columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from markupsafe import Markup

from derive.core.derivation import Rule
from derive.core.expression import Number
from derive.core.text import Text
from derive.render.aloud import inline
from derive.render.block import Kind
from derive.render.markup import Formulas
from derive.render.proof import Proof
from derive.render.sheet import Item, Sheet, SheetKind, SheetLine
from derive.render.wording import said
from derive.spelling.numbers import is_exact

MOST_COMPARED = 64  # entries of a list or matrix whose rounding decides between = and ≈
_EMPTY = Markup("")


@dataclass(frozen=True)
class Row:
    """One line of a step: left side (on the first only), right side, and why it is so."""

    left: Markup
    right: Markup
    why: Markup
    kind: str


@dataclass(frozen=True)
class Rows:
    """The lines of a step; those in ``folded`` open when they are asked for."""

    head: tuple[Row, ...]
    folded: tuple[Row, ...]
    tail: tuple[Row, ...]
    is_open: bool


class Lines(Formulas):
    """What the template of a step asks for."""

    def __init__(self, sheet: Sheet, languages: Sequence[str], digits: int) -> None:
        super().__init__(sheet.solution.derivation, languages, digits)
        self.sheet = sheet
        self._in_table: dict[int, Markup] = {}

    @property
    def is_lecture(self) -> bool:
        """Whether the page shows everything."""
        return self.sheet.kind is SheetKind.LECTURE

    def rows(self, item: Item) -> Rows:
        """Return the lines of a step, the middle of a local partial's working folded."""
        rows = [self._row(item, line, place) for place, line in enumerate(item.lines)]
        if (item.block.target.sampled or item.block.target.shape) and item.block.value is not None:
            rows.append(self._collected(item))
        small = self._small(item)
        kept = [row for place, row in enumerate(rows) if place not in small]
        folded = [rows[place] for place in small]
        is_open = any(line.shown.rule in item.reasons for line in item.lines)
        return Rows(tuple(kept[:1]), tuple(folded), tuple(kept[1:]), is_open)

    def proof(self, proof: Proof) -> list[Row]:
        """Return the lines from a function's definition to its derivative."""
        lefts = [self.formula(proof.target)] + [_EMPTY] * len(proof.lines)
        return [
            Row(left, self.right(line.expression, line.kind), self._why(SheetLine(line)), line.kind)
            for left, line in zip(lefts, proof.lines, strict=False)
        ]

    def written(self, item: Item) -> Markup:
        """Return a step's formula as it stands in the grad_table, where it stands twice."""
        number = item.block.number
        if number not in self._in_table:
            formulas = [line.shown for line in item.lines if line.shown.kind is Kind.FORMULA]
            self._in_table[number] = self.formula(formulas[-1].expression)
        return self._in_table[number]

    def reasons(self, item: Item) -> list[Text]:
        """Return why the small lines hold, for each rule that is new to a lecture."""
        if not self.is_lecture:
            return []
        return [_because(rule) for rule in item.reasons if rule is not item.block.step.rule]

    def _small(self, item: Item) -> list[int]:
        """Return the places of the lines to fold; on a sheet with blanks none is hidden."""
        if self.sheet.is_worksheet or item.block.step.rule.key not in _LOCAL:
            return []
        places = range(1, len(item.lines))
        small = [place for place in places if item.lines[place].shown.kind is Kind.WORKING]
        return small if len(small) > 1 else []

    def _row(self, item: Item, line: SheetLine, place: int) -> Row:
        shown, block = line.shown, item.block
        if shown.sample is not None and block.value is not None:
            return self._of_sample(item, line, shown.sample)
        left = self.name(block.target) if place == 0 else _EMPTY
        right = self.gap if line.blank else self.right(shown.expression, shown.kind, block)
        said_above = shown.rule is block.step.rule
        return Row(left, right, _EMPTY if said_above else self._why(line), shown.kind)

    def _of_sample(self, item: Item, line: SheetLine, sample: int) -> Row:
        """Return the line of one sample: which it is, what is put in, what it comes to."""
        value = Number(float(item.block.value[sample - 1]))
        right = self.gap
        if not line.blank:
            right = self.right(line.shown.expression, Kind.NUMBERS, item.block)
            right += self.right(value, Kind.VALUE)
        return Row(self._number(sample), right, _EMPTY, Kind.NUMBERS)

    def _number(self, sample: int) -> Markup:
        """Return which sample a line is of."""
        written = f"<mi>i</mi><mo>=</mo><mn>{sample}</mn>"
        said_so = self.aloud(lambda language: said(_IS_SAMPLE.fill(number=sample), language))
        return Markup('<span class="sample">{}</span>').format(inline(written, said_so))

    def _collected(self, item: Item) -> Row:
        """Return the line that gathers the samples, or shows the matrix."""
        value, target = item.block.value, item.block.target
        right = self.gap
        if item.shows_value:
            right = self._sign_before(value) + self.value(value, target)
        return Row(self.name(target) if target.sampled else _EMPTY, right, _EMPTY, Kind.VALUE)

    def _sign_before(self, values: Any) -> Markup:
        """Return ≈ where some entry shows fewer digits than it has."""
        entries = np.ravel(values)[:MOST_COMPARED]
        return self.sign("=" if all(is_exact(x, self.digits) for x in entries) else "≈")

    @cached_property
    def gap(self) -> Markup:
        """An equals sign with room behind it."""
        return self.sign("=") + _GAP.format(self.plain(_BLANK))

    def _why(self, line: SheetLine) -> Markup:
        return self.words(line.label) if line.label is not None else _EMPTY


def _because(rule: Rule) -> Text:
    title, why = rule.title, rule.because
    return Text(f"{title.en}: {why.en}", f"{title.zh}:{why.zh}")


_LOCAL = ("local_partial", "from_the_loss")
_IS_SAMPLE = Text("i equals {number}", "i 等於 {number}")
_GAP = Markup('<span class="gap"><span class="sr">{}</span></span>')
_BLANK = Text("blank", "空格")
