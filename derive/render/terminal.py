"""The worked solution for a terminal: Unicode, aligned at the equals signs, 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from derive.core.derivation import Phase
from derive.core.expression import ZERO, Expression, Number, Role, Variable
from derive.core.text import Text
from derive.render.block import Block, Kind, ShownLine
from derive.render.columns import NARROWEST, Row, break_formula, grid, shortened, width, wrap
from derive.render.making import extent
from derive.render.solution import Solution
from derive.render.wording import said
from derive.render.words import (
    ABOUT,
    ALREADY,
    CERTIFICATE,
    COMPUTED_IN,
    COST,
    COST_NOTE,
    COST_ROWS,
    FROM_BACKWARD,
    FROM_FORWARD,
    PHASES,
    READ_AGAIN,
    TABLE,
    TABLE_HEAD,
    WHERE_FROM,
)
from derive.spelling.numbers import is_exact, show
from derive.spelling.text import text, text_name

_STYLES = {"title": "1", "cached": "33", "dim": "2", "value": "1;32", "number": "36"}
INDENT = 7  # columns before a formula: room for a step number up to (9999)
WIDEST_TARGET = 26
MOST_ROWS = 8  # of a matrix, and far more columns or samples than any screen has room for
MOST_CELLS = 60
MOST_CHECKED = 400  # steps; differences take two forward passes for every parameter


@dataclass(frozen=True)
class Terminal:
    """How to print: columns, colours, languages (one or two), significant digits."""

    width: int = 80
    colour: bool = False
    languages: Sequence[str] = ("en",)
    digits: int = 6

    def solution(self, solution: Solution) -> str:
        """Return the whole solution."""
        lines = [*self._head(solution)]
        for phase in PHASES:
            lines += self._phase(solution, phase)
        lines += self.table(solution) + self._cost(solution) + self._certificate(solution)
        return "\n".join(lines) + "\n"

    def summary(self, solution: Solution) -> str:
        """Return only the gradients, with the steps that give them."""
        lines = [*self._head(solution)]
        for block in solution.answers:
            lines += ["", *self.block(block)]
        return "\n".join([*lines, *self._cost(solution)]) + "\n"

    def proofs(self, solution: Solution) -> str:
        """Return, for every activation in the lesson, its derivative proved from its definition."""
        lines = []
        for proof in solution.proofs:
            lines += ["", self._paint(self.say(proof.title), "title")]
            head = " " * INDENT + text(proof.target)
            column = width(head) + 1
            for shown in proof.lines:
                lines += self._line(head, column, shown)
                head = ""
        return "\n".join(lines) + "\n" if lines else ""

    def say(self, sentence: Text) -> str:
        """Return a sentence in the chosen language, or in both."""
        return " ".join(dict.fromkeys(said(sentence, language) for language in self.languages))

    def _head(self, solution: Solution) -> Iterable[str]:
        for language in self.languages:
            title = solution.lesson.title.in_language(language)
            yield self._paint(title, "title")
        yield "═" * min(self.width, max(width(self.say(solution.lesson.title)), 20))
        if solution.lesson.note is not None:
            for language in self.languages:
                yield from wrap(solution.lesson.note.in_language(language), self.width)

    def _phase(self, solution: Solution, phase: Phase) -> list[str]:
        blocks = solution.phase(phase)
        if not blocks:
            return []
        lines = ["", self._paint(self.say(PHASES[phase]), "title")]
        lines += wrap(self.say(ABOUT[phase]), self.width)
        rows = 0
        for block in blocks:
            lines += ["", *self.block(block)]
            if block.answers is not None and phase is Phase.BACKWARD:
                lines += self._growth(solution, rows, block.number)
                rows = block.number
        return lines

    def block(self, block: Block) -> list[str]:
        """Return one step: its lines under one another, then where its factors come from."""
        target = text_name(block.target)
        lines: list[str] = []
        head = f"({block.number})".rjust(INDENT - 2) + "  " + target
        column = width(head) + 1
        if width(target) > WIDEST_TARGET:
            lines, head, column = [head], " " * (INDENT + 3), INDENT + 4
        for shown in block.lines:
            if shown.sample is not None:
                lines += self._of_sample(column, shown, block.value[shown.sample - 1])
            else:
                lines += self._line(head, column, shown)
            head = ""
        if block.target.sampled and block.value is not None:
            row = self._samples(block.value, self.width - column - 2)
            # behind lines of single samples the list is not equal to the line above it
            again = block.lines[-1].sample is not None and width(target) <= WIDEST_TARGET
            beside = (target if again else "") + " "
            lead = " " * (column - width(beside)) + beside
            lines.append(f"{lead}{self._sign(block.value)} {self._paint(row, 'value')}")
        if block.target.shape is not None and block.value is not None:
            equals = self._sign(value for row in block.value for value in row) + " "
            rows = self._matrix(block.value, self.width - column - 2)
            lines += [
                " " * column + sign + self._paint(row, "value")
                for sign, row in zip([equals, *["  "] * (len(rows) - 1)], rows, strict=True)
            ]
        return lines + [self._paint(" " * INDENT + note, "dim") for note in self._notes(block)]

    def _line(self, head: str, column: int, shown: ShownLine) -> list[str]:
        sign = "="
        if shown.kind is Kind.VALUE and isinstance(shown.expression, Number):
            sign = self._sign([shown.expression.value])
        formula = self._formula(shown.expression)
        if shown.kind is Kind.VALUE:
            formula = self._paint(formula, "value")
        label = self.say(shown.rule.title) if shown.rule and shown.kind is not Kind.VALUE else ""
        return self._fit(head.ljust(column + len(head) - width(head)), sign, formula, label)

    def _of_sample(self, column: int, shown: ShownLine, value: float) -> list[str]:
        """Return the line of one sample: which it is, what is put in, what it comes to."""
        comes_to = self._paint(show(float(value), self.digits), "value")
        formula = f"{self._formula(shown.expression)} {self._sign([value])} {comes_to}"
        return self._fit(" " * column, f"i = {shown.sample}:", formula, "")

    def _fit(self, head: str, sign: str, formula: str, label: str) -> list[str]:
        """Put the rule at the right edge where it fits, else in a line of its own."""
        lead = f"{head}{sign} "
        pieces = break_formula(formula, self.width - width(lead))
        lines = [lead + pieces[0]]
        lines += [" " * width(lead) + piece for piece in pieces[1:]]
        free = self.width - width(lines[-1]) - width(label)
        if label and free >= 2:
            lines[-1] += " " * free + self._paint(label, "dim")
        elif label:
            lines.append(" " * (self.width - width(label)) + self._paint(label, "dim"))
        return lines

    def _formula(self, expression: Expression) -> str:
        return text(expression, digits=self.digits, mark=self._mark)

    def _mark(self, variable: Variable, written: str) -> str:
        return self._paint(written, "cached")

    def _sign(self, values: Iterable[Any]) -> str:
        """Return ``≈`` for numbers that are not shown whole."""
        return "=" if all(is_exact(float(value), self.digits) for value in values) else "≈"

    def _samples(self, values: Sequence[float], columns: int) -> str:
        shown = [show(float(value), self.digits) for value in few(values, MOST_CELLS)]
        return "(" + ", ".join(shortened(shown, columns - 2, "…")) + ")"

    def _matrix(self, rows: Sequence[Sequence[float]], columns: int) -> list[str]:
        cells = [
            [show(float(value), self.digits) for value in few(row, MOST_CELLS)]
            for row in few(rows, MOST_ROWS)
        ]
        upright = [[row[place] for row in cells] for place in range(len(cells[0]))]
        same = [[cell.rjust(max(map(len, column))) for cell in column] for column in upright]
        kept = shortened([column[0] for column in same], columns - 4, "…")
        if "…" in kept:
            same = [*same[: kept.index("…")], ["…"] * len(cells), same[-1]]
        lines = ["[ " + "  ".join(row) + " ]" for row in zip(*same, strict=True)]
        return lines if len(rows) <= MOST_ROWS else [*lines[:-1], "  ⋮", lines[-1]]

    def _notes(self, block: Block) -> list[str]:
        notes = []
        colon = "：" if self.languages == ("zh-Hant",) else ": "
        for reference in block.references:
            if block.step.phase is not Phase.BACKWARD or block.step.source != ZERO:
                continue  # a local partial reads the forward pass, which needs no saying
            place = (ALREADY if reference.cached else COMPUTED_IN).fill(step=reference.step)
            is_back = reference.variable.role is Role.ADJOINT
            origin = FROM_BACKWARD if is_back else FROM_FORWARD
            mark = "↺ " if reference.cached else "  "
            name = text_name(reference.variable)
            where = Text(
                WHERE_FROM.fill(place=place.en, origin=origin.en).en,
                WHERE_FROM.fill(place=place.zh, origin=origin.zh).zh,
            )
            notes.append(f"{mark}{name}{colon}{self.say(where)}")
        notes += ["! " + self.say(note) for note in block.notes]
        if block.is_cached:
            listed = [mark.join(map(str, block.read_by)) for mark in (", ", "、")]
            again = [READ_AGAIN.fill(steps=steps) for steps in listed]
            notes.append("★ " + self.say(Text(again[0].en, again[1].zh)))
        return [line for note in notes for line in wrap(note, self.width - INDENT)]

    def _growth(self, solution: Solution, after: int, upto: int) -> list[str]:
        backward = solution.phase(Phase.BACKWARD)
        rows = self._rows([block for block in backward if after < block.number <= upto])
        framed = grid(rows, self.width - INDENT - 2)
        head = " " * INDENT + self._paint(self.say(TABLE) + " +", "title")
        return [head, *(" " * (INDENT + 2) + line for line in framed)]

    def table(self, solution: Solution) -> list[str]:
        """Return the whole grad_table."""
        blocks = solution.phase(Phase.BACKWARD)
        if not blocks:
            return []
        head = tuple(self.say(cell) for cell in TABLE_HEAD[: 4 if solution.values else 3])
        rows = self._rows(blocks)
        return ["", self._paint(self.say(TABLE), "title"), *grid(rows, self.width, head)]

    def _rows(self, blocks: Sequence[Block]) -> list[Row]:
        """Return the rows of the table; a list of values leaves room for long names."""
        names = max((width(text_name(block.target)) for block in blocks), default=0)
        room = self.width - INDENT - 2 - names - NARROWEST - 3 * 3 - 4  # rules, and a step's number
        return [self._row(block, min(self.width * 3 // 8, room)) for block in blocks]

    def _row(self, block: Block, columns: int) -> Row:
        formula = next(
            line.expression for line in reversed(block.lines) if line.kind is Kind.FORMULA
        )
        cells = (str(block.number), text_name(block.target), text(formula, digits=self.digits))
        if block.value is None:
            return cells
        if block.target.shape is not None:
            return (*cells, extent(block.target))
        if block.target.sampled:
            return (*cells, self._samples(block.value, columns))
        return (*cells, show(float(block.value), self.digits))

    def _cost(self, solution: Solution) -> list[str]:
        if (counts := solution.cost) is None:
            return []
        numbers = (counts.forward, counts.backward, counts.without_cache)
        rows = [(f"{n:,}", self.say(label)) for n, label in zip(numbers, COST_ROWS, strict=True)]
        wide = max(len(number) for number, _ in rows)
        lines = ["", self._paint(self.say(COST), "title")]
        for number, label in rows:
            pieces = wrap(label, self.width - wide - 4)
            lines.append(f"  {number.rjust(wide)}  {pieces[0]}")
            lines += [" " * (wide + 4) + piece for piece in pieces[1:]]
        saves = counts.without_cache > counts.backward
        return lines + (wrap(self.say(COST_NOTE), self.width) if saves else [])

    def _certificate(self, solution: Solution) -> list[str]:
        """Return how the gradients were checked; large networks leave it to ``derive verify``."""
        if not solution.values or len(solution.blocks) > MOST_CHECKED:
            return []
        head = ["", self._paint(self.say(CERTIFICATE), "title")]
        sentence = solution.attestation()
        return head + [
            line
            for language in self.languages
            for line in wrap(sentence.in_language(language), self.width)
        ]

    def _paint(self, written: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{written}\x1b[0m" if self.colour and written else written


def few(items: Sequence[Any], most: int) -> list[Any]:
    """Return the items, or of too many the first ones and the last."""
    return list(items) if len(items) <= most else [*items[: most - 1], items[-1]]
