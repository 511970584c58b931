"""A whole answer as a student hands it in: formulas, words, and lines nobody can read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from derive.core.errors import ReadError
from derive.core.expression import Constant, Expression, Number, Partial, Variable
from derive.core.text import Text
from derive.reading import entries, prose
from derive.reading.characters import plain
from derive.reading.limits import ANSWER, Limits
from derive.reading.macros import expanded
from derive.reading.regions import Kind, Region, regions, rows, without_comments
from derive.reading.statements import LINE_TOO_LONG, SPLIT_IT, Statement, read_statements
from derive.reading.table import NameTable
from derive.reading.tables import as_equations


@dataclass(frozen=True)
class Prose:
    """Words, or a name that is only mentioned; nothing to judge."""

    text: str
    line: int


_MOST_IN_A_LINE = 20  # formulas between words
Item = Statement | Prose | ReadError


def read_lines(text: str, table: NameTable, limits: Limits = ANSWER) -> tuple[Item, ...]:
    """Read a whole answer: LaTeX, Markdown or plain text.

    What cannot be read is given back as a ReadError in its place.  Raises ReadError only when the
    text as a whole is beyond the limits.
    """
    answer = _Answer(text, table.defining(), limits)
    items = [*answer.bounded_items(), *answer.too_long()]
    return tuple(sorted(items, key=lambda item: item.line or 0) if answer.long else items)


class _Answer:
    def __init__(self, text: str, table: NameTable, limits: Limits) -> None:
        self.text = expanded(text.replace("\r\n", " \n").replace("\r", "\n"))
        self.table, self.limits = table, limits
        self.lines = self.text.split("\n")
        self._check_size()
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.long = [
            number for number, line in enumerate(self.lines, 1) if len(line) > limits.line_length
        ]
        readable = [
            " " * len(line) if len(line) > limits.line_length else plain(line)
            for line in self.lines
        ]
        without = without_comments("\n".join(readable))
        self.clean = as_equations(entries.as_matrices(without), self._is_name, self._is_formula)

    def _is_name(self, cell: str) -> bool:
        """Whether a cell of a table names what its row is about."""
        found = self._read(cell)
        return isinstance(found, Variable)

    def _is_formula(self, cell: str) -> bool:
        return self._read(cell) is not None

    def _read(self, cell: str) -> Expression | None:
        if not cell or len(cell) > self.limits.line_length:
            return None
        try:
            (found,) = read_statements(cell, self.table, self.limits)
        except (ReadError, ValueError):
            return None
        return None if claims_something(found) else found.sides[0].expression

    def _check_size(self) -> None:
        if len(self.text) > self.limits.characters:
            raise ReadError(
                _TOO_LARGE.fill(most=self.limits.characters), source=self.lines[0][:80], column=0
            )
        written = [number for number, line in enumerate(self.lines) if line.strip()]
        if len(written) > self.limits.lines:
            number = written[self.limits.lines]
            raise ReadError(
                _TOO_MANY.fill(most=self.limits.lines),
                line=number + 1,
                source=self.lines[number][:80],
                column=0,
            )

    def bounded_items(self) -> Iterator[Item]:
        """Give what stands in the answer; raises ReadError where it becomes too much."""
        for number, item in enumerate(self.items()):
            if number > self.limits.formulas:
                raise self._too_many_formulas(self.starts[(item.line or 1) - 1])
            yield item

    def _too_many_formulas(self, place: int) -> ReadError:
        return self._error(
            ReadError(_TOO_MANY_FORMULAS.fill(most=self.limits.formulas), column=0), place
        )

    def items(self) -> Iterator[Item]:
        """Give what stands in the answer, in order."""
        for region, alone in self._regions():
            if region.kind is Kind.TEXT:
                yield from self._text(region)
            elif region.kind is Kind.OPEN:
                yield self._error(ReadError(_NOT_CLOSED, _CLOSE, column=-1), region.start)
            elif region.kind is Kind.INLINE:
                yield from self._formula(region.start, region.end, mentioned=not alone)
            else:
                for start, end in self._chains(region):
                    yield from self._formula(start, end)

    def _chains(self, region: Region) -> Iterator[tuple[int, int]]:
        """Give the rows of a display; those of vectors together with the one they go on from."""
        begun: tuple[int, int] | None = None
        for start, end in rows(self.clean, region.start, region.end):
            before = self.clean[slice(*begun)] if begun else ""
            if begun and entries.has_matrix(before) and entries.goes_on(self.clean[start:end]):
                begun = begun[0], end
                continue
            if begun:
                yield begun
            begun = start, end
        if begun:
            yield begun

    def too_long(self) -> Iterator[Item]:
        """Refuse the lines that are not even looked at."""
        for number in self.long:
            yield ReadError(
                LINE_TOO_LONG.fill(most=self.limits.line_length),
                SPLIT_IT,
                line=number,
                source=self.lines[number - 1][:80],
                column=0,
            )

    def _regions(self) -> list[tuple[Region, bool]]:
        """List the regions, each with whether it stands alone in its line."""
        found = self._joined([*regions(self.clean)])
        if len(found) > 2 * self.limits.formulas:
            raise self._too_many_formulas(found[-1].start)
        return [(region, region.kind is Kind.INLINE and self._is_alone(region)) for region in found]

    def _joined(self, found: list[Region]) -> list[Region]:
        """Put ``$a$ = $b$`` together into one formula."""
        kept: list[Region] = []
        for region in found:
            text = self.clean[region.start : region.end]
            if region.kind is not Kind.OPEN and not text.strip():
                continue
            if (
                region.kind is Kind.INLINE
                and len(kept) > 1
                and kept[-1].kind is Kind.TEXT
                and kept[-2].kind is Kind.INLINE
                and self.clean[kept[-1].start : kept[-1].end].strip() in ("=", "≈")
            ):
                kept.pop()
                region = Region(Kind.INLINE, kept.pop().start, region.end)
            kept.append(region)
        return kept

    def _is_alone(self, region: Region) -> bool:
        first, last = self._line(region.start), self._line(max(region.start, region.end - 1))
        before = self.clean[self.starts[first - 1] : region.start]
        after = self.clean[region.end : self.starts[last] - 1]
        return not re.search(r"\w", before + after)

    # -- formulas ---------------------------------------------------------------------------

    def _formula(self, start: int, end: int, mentioned: bool = False) -> Iterator[Item]:
        source = self.clean[start:end].replace("\n", " ")
        if not source.strip("& \t$.,;"):
            return
        try:
            found = read_statements(source, self.table, self.limits)
        except ReadError as error:
            if mentioned and not prose.has_relation(source):
                yield self._prose(start, end)
            else:
                yield from self._by_entry(start, source) or (self._error(error, start),)
            return
        claims = any(map(claims_something, found))
        for statement in found:
            if mentioned and (is_mention(statement) or claims > claims_something(statement)):
                yield self._prose(start, end)
            else:
                yield self._placed(statement, start)

    def _by_entry(self, start: int, source: str) -> tuple[Item, ...]:
        """Read a line of vectors entry by entry; nothing where it is none."""
        try:
            lines = entries.by_entry(source, self.table, self._is_name)
        except ReadError as error:
            return (self._error(error, start),)
        found: list[Item] = []
        for line in lines or ():
            try:
                read = read_statements(line.of(source), self.table, self.limits)
            except ReadError as error:
                place = line.place(error.column or 0)
                return (self._error(ReadError(error.message, error.remedy, column=place), start),)
            typed = line.of(self.text[start : start + len(source)])
            found += (self._entry(statement, typed, self._line(start)) for statement in read)
        return tuple(found)

    @staticmethod
    def _entry(statement: Statement, typed: str, number: int) -> Statement:
        sides = tuple(replace(side, text=typed[side.start : side.end]) for side in statement.sides)
        return replace(statement, sides=sides, source=typed, line=number)

    def _placed(self, statement: Statement, start: int) -> Statement:
        original = self.text[start : start + len(statement.source)].replace("\n", " ")
        line = self._line(start + statement.sides[0].start)
        sides = tuple(
            replace(side, text=original[side.start : side.end]) for side in statement.sides
        )
        worded = self._is_worded(statement, self._before(start, line))
        return replace(statement, sides=sides, source=original, line=line, worded=worded)

    def _is_worded(self, statement: Statement, before: str) -> bool:
        """Whether words say what the claim is about: ``the gradient of b = …``."""
        if statement.continued:
            return prose.may_name(before)
        head = statement.sides[0].expression
        named = isinstance(head, Variable) and not isinstance(head, Partial)
        return named and prose.speaks_of_a_gradient(before)

    def _before(self, place: int, line: int) -> str:
        """Return what stands in a line before a formula in it."""
        return self.clean[self.starts[line - 1] : max(place, self.starts[line - 1])]

    def _prose(self, start: int, end: int) -> Prose:
        text = self.text[start:end]
        return Prose(text.strip(), self._line(start + len(text) - len(text.lstrip())))

    def _error(self, error: ReadError, start: int) -> ReadError:
        place = min(max(start + (error.column or 0), 0), len(self.text))
        line = self._line(place)
        return ReadError(
            error.message,
            error.remedy,
            line=line,
            source=self.lines[line - 1],
            column=place - self.starts[line - 1],
        )

    def _line(self, place: int) -> int:
        """Return the number of the line in which a place of the text stands."""
        return min(bisect_right(self.starts, place), len(self.lines))

    # -- text -------------------------------------------------------------------------------

    def _text(self, region: Region) -> Iterator[Item]:
        whole_lines = region.start == 0 or self.clean[region.start - 1 : region.start] in ("\n", "")
        for start, end in self._plain_lines(region):
            if not self.clean[start:end].strip(" \t.,;:"):
                continue
            inner = start == region.start and not whole_lines
            if inner or (end == region.end and end < len(self.clean) and self.clean[end] != "\n"):
                yield self._prose(start, end)
            else:
                yield from self._plain_line(start, end)

    def _plain_lines(self, region: Region) -> Iterator[tuple[int, int]]:
        """Give the lines of a text; one that ends in an operator goes on in the next."""
        at, begun = region.start, -1
        while at <= region.end:
            stop = self.clean.find("\n", at, region.end)
            stop = region.end if stop < 0 else stop
            begun = at if begun < 0 else begun
            goes_on = prose.goes_on(self.clean, begun, stop, region.end)
            if not goes_on:
                yield begun, stop
                begun = -1
            at = stop + 1
        if begun >= 0:
            yield begun, region.end

    def _plain_line(self, start: int, end: int) -> Iterator[Item]:
        line = prose.without_emphasis(self.clean[start:end].replace("\n", " "))
        if prose.is_markup(line):
            yield self._prose(start, end)
            return
        if prose.is_label(line):
            yield self._prose(start, end)
            return
        begin, stop = prose.undecorated(line, self._is_name)
        source = line[begin:stop]
        try:
            for statement in read_statements(source, self.table, self.limits):
                yield self._placed(statement, start + begin)
            return
        except ReadError as error:
            failed = error
        read = self._by_entry(start + begin, source)
        if read and not any(isinstance(item, ReadError) for item in read):
            yield from read
            return
        parts = prose.formulas_in(source, self.table)
        if parts is None or len(parts) > _MOST_IN_A_LINE:
            yield from read or (self._error(failed, start + begin),)
        elif not parts:
            yield self._prose(start, end)
        else:
            for part_start, part_end in parts:
                place = start + begin + part_start
                yield from self._formula(place, start + begin + part_end, mentioned=True)


def claims_something(statement: Statement) -> bool:
    """Say whether a statement has a relation in it."""
    return bool(statement.relations) or statement.continued


def is_mention(statement: Statement) -> bool:
    """Say whether a formula only names something: ``$w_1$`` in a sentence."""
    if claims_something(statement):
        return False
    return isinstance(statement.sides[0].expression, Variable | Number | Constant)


_TOO_LARGE = Text("An answer has at most {most} characters.", "一份答案最多 {most} 個字元。")
_TOO_MANY = Text("An answer has at most {most} lines.", "一份答案最多 {most} 行。")
_TOO_MANY_FORMULAS = Text("An answer has at most {most} formulas.", "一份答案最多 {most} 個式子。")
_NOT_CLOSED = Text("A formula begins here and is not ended.", "從這裡開始的式子沒有結束符號。")
_CLOSE = Text("End it with the mark it began with.", "請用開頭的符號結束。")
