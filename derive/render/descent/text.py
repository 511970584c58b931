"""A report for the terminal: one line where it fits, aligned at the equals signs where not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.core.expression import Add, Expression, Number
from derive.core.text import Text
from derive.render.block import Kind
from derive.render.columns import HELD, break_formula, width, wrap
from derive.render.descent.pieces import (
    Cell,
    Line,
    Paragraph,
    Report,
    Section,
    Table,
    Working,
)
from derive.render.ruled import ruled
from derive.render.wording import Equation, Sentence, said
from derive.render.wording import Piece as Word
from derive.spelling.numbers import is_exact, show
from derive.spelling.text import text

_STYLES = {"title": "1", "dim": "2", "value": "1;32", "cached": "33"}
INDENT = 2
WIDEST_LEFT = 26
MOST_SAMPLES = 6
_RELATION = re.compile(" ([=<>≤≥]) ")
LONGEST = 40  # a longer formula may be broken inside a sentence


@dataclass(frozen=True)
class TextReport:
    """How to print: columns, colours, languages (one or two), significant digits."""

    width: int = 80
    colour: bool = False
    languages: Sequence[str] = ("en",)
    digits: int = 6

    def write(self, report: Report) -> str:
        """Return the whole report."""
        lines = list(self._head(report))
        for section in report.sections:
            lines += self._section(section)
        return "\n".join(lines) + "\n"

    def say(self, words: Text) -> str:
        """Return words in the chosen language, or in both."""
        return self._sentence(Sentence(words))

    def _head(self, report: Report) -> Iterator[str]:
        title, subtitle = report.title, report.subtitle
        whole = Text(f"{title.en}: {subtitle.en}", f"{title.zh}:{subtitle.zh}")
        for language in self.languages:
            yield self._paint(said(whole, language), "title")
        yield "═" * min(self.width, 60)
        if report.note is not None:
            for language in self.languages:
                yield from wrap(said(report.note, language), self.width)

    def _section(self, section: Section) -> list[str]:
        shown = [lines for piece in section.pieces if (lines := self._piece(piece))]
        if not shown:
            return []
        title = self.say(section.title)
        lines = ["", self._paint(title[:1].upper() + title[1:], "title")]
        for piece in shown:
            lines += piece
        return lines

    def _piece(self, piece: object) -> list[str]:
        match piece:
            case Paragraph():
                return self._paragraph(piece)
            case Working():
                return list(self._working(piece))
            case Table():
                return self._table(piece)
        return []  # a terminal shows no pictures

    # sentences

    def _paragraph(self, piece: Paragraph) -> list[str]:
        written = dict.fromkeys(self._in(piece.sentence, one) for one in self.languages)
        lines = [line for each in written for line in wrap(each, self.width)]
        return [self._paint(line, "title") for line in lines] if piece.strong else lines

    def _sentence(self, sentence: Sentence) -> str:
        written = dict.fromkeys(self._in(sentence, one) for one in self.languages)
        return " ".join(written).replace(HELD, " ")

    def _in(self, sentence: Sentence, language: str) -> str:
        return "".join(self._word(piece) for piece in sentence.pieces(language))

    def _word(self, piece: Word) -> str:
        if isinstance(piece, Expression):
            return _held(self._formula(piece))
        if isinstance(piece, Equation):
            return _held(f"{self._formula(piece.left)} = {self._formula(piece.right)}")
        return _RELATION.sub(rf"{HELD}\1{HELD}", str(piece))

    # worked lines

    def _working(self, piece: Working) -> Iterator[str]:
        whole = self._on_one_line(piece)
        if whole is not None:
            yield whole
            return
        head = " " * INDENT + self._formula(piece.left)
        if width(head) > WIDEST_LEFT:
            yield head
            head = " " * (INDENT + 2)
        column = width(head) + 1
        for line in piece.lines:
            yield from self._line(head + " " * (column - width(head)), line)
            head = ""
        if piece.samples:
            room = self.width - column - 2
            yield " " * column + "= " + self._paint(self._samples(piece.samples, room), "value")

    def _on_one_line(self, piece: Working) -> str | None:
        """Return ``w = … = …`` where it fits and no line but one needs a reason."""
        reasons = [line.reason for line in piece.lines if line.reason is not None]
        limits = any(line.limit is not None for line in piece.lines)
        sampled = any(line.sample is not None for line in piece.lines)
        if len(reasons) > 1 or limits or sampled:
            return None
        sides = [self._formula(piece.left)]
        sides += [f"{self._sign(line)} {self._right(line)}" for line in piece.lines]
        if piece.samples:
            values = self._samples(piece.samples, self.width)
            sides.append("= " + self._paint(values, "value"))
        written = " " * INDENT + " ".join(sides)
        label = self._sentence(reasons[0]) if reasons else ""
        free = self.width - width(written) - width(label)
        if free < (2 if label else 0):
            return None
        return written + (" " * free + self._paint(label, "dim") if label else "")

    def _line(self, lead: str, line: Line) -> Iterator[str]:
        label = self._sentence(line.reason) if line.reason is not None else ""
        if line.sample is not None:
            label = f"i = {line.sample}"
        lead = f"{lead}{self._sign(line)} "
        pieces = break_formula(self._limited(line), self.width - width(lead))
        lines = [lead + pieces[0], *(" " * width(lead) + piece for piece in pieces[1:])]
        free = self.width - width(lines[-1]) - width(label)
        if label and free >= 2:
            lines[-1] += " " * free + self._paint(label, "dim")
        elif label:
            lines.append(" " * (self.width - width(label)) + self._paint(label, "dim"))
        yield from lines

    def _limited(self, line: Line) -> str:
        written = self._right(line)
        if line.limit is None:
            return written
        body = f"({written})" if isinstance(line.right, Add) else written
        return f"lim_{{{text(line.limit)}→0}} {body}"

    def _right(self, line: Line) -> str:
        written = self._formula(line.right)
        return self._paint(written, "value") if line.kind is Kind.VALUE else written

    def _sign(self, line: Line) -> str:
        exact = not isinstance(line.right, Number) or is_exact(float(line.right.value), self.digits)
        return "=" if line.kind is not Kind.VALUE or exact else "≈"

    def _samples(self, values: Sequence[float], room: int) -> str:
        """Return as many values as fit, in brackets, with dots when some are left out."""
        some = [show(value, self.digits) for value in values[:MOST_SAMPLES]]
        for count in range(len(some), 0, -1):
            dots = ", …" if count < len(values) else ""
            written = f"({', '.join(some[:count])}{dots})"
            if width(written) <= room:
                break
        return written

    def _formula(self, expression: Expression) -> str:
        return text(expression, digits=self.digits)

    # tables

    def _table(self, table: Table) -> list[str]:
        head, *rows = ([self._cell(cell) for cell in row] for row in (table.head, *table.rows))
        lines = ruled(head, rows, self.width - INDENT)
        return [(" " * INDENT + line).rstrip() for line in lines]

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, Text):
            return self.say(cell)
        return self._formula(cell) if isinstance(cell, Expression) else cell

    def _paint(self, written: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{written}\x1b[0m" if self.colour and written else written


def _held(formula: str) -> str:
    """Keep a formula of a sentence together on one line."""
    return formula.replace(" ", HELD) if width(formula) <= LONGEST else formula
