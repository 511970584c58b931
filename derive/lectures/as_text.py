"""A lecture, or one slide of it, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.blackboard.chain import Row
from derive.core.expression import Expression, Partial, Variable
from derive.core.text import Text
from derive.lectures.lecture import Lecture, Slide
from derive.lectures.pieces import (
    Asked,
    Code,
    Derived,
    GradTable,
    Points,
    Saying,
    Steps,
    Vector,
    Written,
)
from derive.lectures.sentences import pieces_of
from derive.lectures.upright import upright
from derive.quiz.question import Content, Form, Question, letter
from derive.render.columns import break_formula, width, wrap
from derive.render.descent.text import INDENT, TextReport
from derive.render.sheet import Item, Sheet
from derive.render.terminal import Terminal
from derive.spelling.tags import drawing
from derive.spelling.text import text
from derive.typesetting import Row as Shown
from derive.typesetting import read
from derive.typesetting import text as shown_text

RULE = 60


@dataclass(frozen=True)
class TextLecture(TextReport):
    """How to print: columns, colours, languages (one or two), significant digits."""

    def lecture(self, lecture: Lecture) -> str:
        """Return all slides, one below the other."""
        lines = [self._paint(self.rich(lecture.title), "title"), "═" * min(self.width, RULE)]
        if lecture.subtitle is not None:
            lines += wrap(self.rich(lecture.subtitle), self.width)
        for part, slides in lecture.parts:
            if part is not None:
                lines += ["", self._paint(f"━━ {self.rich(part)} ━━", "title")]
            for slide in slides:
                lines += self.slide(slide)
        return "\n".join(lines) + "\n"

    def slide(self, slide: Slide) -> list[str]:
        """Return one slide."""
        lines = ["", self._paint(self.rich(slide.title), "title"), "─" * min(self.width, RULE)]
        for piece in slide.pieces:
            found = self._piece(piece)
            lines += ["", *found] if found else []
        return lines

    def rich(self, words: Text) -> str:
        """Return words with their formulas, in the chosen language or in both."""
        return " ".join(dict.fromkeys(self._rich(words, one) for one in self.languages))

    def _rich(self, words: Text, language: str) -> str:
        return "".join(
            shown_text(piece) if isinstance(piece, Shown) else piece
            for piece in pieces_of(words, language)
        )

    def _piece(self, piece: object) -> list[str]:
        match piece:
            case Saying(words):
                said = dict.fromkeys(self._rich(words, one) for one in self.languages)
                return [line for each in said for line in wrap(each, self.width)]
            case Points():
                return list(self._points(piece))
            case Written(lines):
                return [line for source, why in lines for line in self._written(source, why)]
            case Derived():
                return list(self._derived(piece))
            case Steps(sheet, items):
                return list(self._steps(sheet, items))
            case GradTable():
                return self._table(piece.table)
            case Vector():
                return self._vector(piece)
            case Code(source):
                return source.rstrip("\n").split("\n")
            case Asked():
                return list(self._asked(piece))
        return super()._piece(piece)

    def _cell(self, cell: Content) -> str:
        return self.rich(cell) if isinstance(cell, Text) else super()._cell(cell)

    def _points(self, piece: Points) -> Iterator[str]:
        for number, item in enumerate(piece.items, 1):
            mark = f"{number}. " if piece.numbered else "• "
            for language in self.languages:
                lines = wrap(self._rich(item, language), self.width - INDENT - len(mark))
                for place, line in enumerate(lines):
                    yield " " * INDENT + (mark if place == 0 else " " * len(mark)) + line

    def _written(self, source: str, why: Text | None) -> Iterator[str]:
        *lines, last = (" " * INDENT + line for line in upright(read(source)))
        yield from lines
        yield last if why is None else self._beside(last, self.rich(why))

    def _beside(self, line: str, label: str) -> str:
        free = self.width - width(line) - width(label)
        if free < 2:
            return line + "\n" + " " * max(0, self.width - width(label)) + self._paint(label, "dim")
        return line + " " * free + self._paint(label, "dim")

    # derived lines, with tags

    def _derived(self, piece: Derived) -> Iterator[str]:
        head = ""
        for row in piece.rows:
            if row.left is not None:
                head = " " * INDENT + self._tagged(row.left, piece)
            yield from self._row_of(head if row.left is not None else " " * width(head), row, piece)

    def _row_of(self, head: str, row: Row, piece: Derived) -> Iterator[str]:
        lead = f"{head} {row.sign} "
        if width(lead) > self.width // 2:
            yield head
            lead = " " * (INDENT + 4) + f"{row.sign} "
        parts = break_formula(self._tagged(row.right, piece), self.width - width(lead))
        lines = [lead + parts[0], *(" " * width(lead) + part for part in parts[1:])]
        lines[-1] = self._beside(lines[-1], self.rich(row.why))
        yield from "\n".join(lines).split("\n")

    def _tagged(self, expression: Expression, piece: Derived) -> str:
        def mark(variable: Variable, written: str) -> str:
            plain = isinstance(variable, Partial) and piece.ordinary(variable)
            return written.replace("∂", "d") if plain else written

        tagged = drawing("text", self.languages[0], mark)
        written = text(expression, digits=self.digits, mark=tagged)
        return written.replace("∂", "d") if piece.plain else written

    # parts of a solution

    def _steps(self, sheet: Sheet, items: Sequence[Item]) -> Iterator[str]:
        terminal = Terminal(self.width, self.colour, self.languages, self.digits)
        for place, item in enumerate(items):
            if place:
                yield ""
            yield from terminal.block(item.block)

    def _vector(self, piece: Vector) -> list[str]:
        columns = [[text(entry, digits=self.digits) for entry in c] for c in piece.columns]
        middle = (len(columns[0]) - 1) // 2
        name = " " * INDENT + shown_text(read(piece.name))
        lines = [
            name + " " if n == middle else " " * (width(name) + 1) for n in range(len(columns[0]))
        ]
        for column in columns:
            wide = max(map(width, column))
            for n, entry in enumerate(column):
                sign = "= " if n == middle else "  "
                lines[n] += f"{sign}[ {entry}{' ' * (wide - width(entry))} ] "
        return [line.rstrip() for line in lines]

    # questions

    def _asked(self, piece: Asked) -> Iterator[str]:
        question = piece.question
        for language in self.languages:
            yield from wrap(f"{piece.number}. {self._in(question.asked, language)}", self.width)
        for shown in question.shown:
            yield from self._piece(shown)
        if question.form is not Form.LINE:
            for place, choice in enumerate(question.choices):
                yield f"   {letter(place)}  {self._cell(choice.content)}"
        yield from self._remark(HINT, self._sentence(question.hint))
        if piece.answered:
            yield from self._answer(question)

    def _answer(self, question: Question) -> Iterator[str]:
        yield from self._remark(ANSWER, f"{question.key}. {self._sentence(question.why)}")
        for shown in question.solution:
            yield from (f"     {line}" for line in self._piece(shown))
        for place, choice in enumerate(question.choices):
            if choice.mistake is not None:
                yield from self._remark(None, f"{letter(place)}: {self.rich(choice.mistake)}")

    def _remark(self, label: Text | None, words: str) -> Iterator[str]:
        lead = self.say(label) if label is not None else ""
        yield from (f"   {line}" for line in wrap(lead + words, self.width - 3))


HINT = Text("Hint: ", "提示：")
ANSWER = Text("Answer: ", "解答：")
