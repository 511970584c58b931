"""Sums with ``Σ``: over the samples, over numbered names (written out), over a letter index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from derive.core.errors import ReadError
from derive.core.expression import (
    Add,
    Expression,
    Neg,
    Number,
    Role,
    SumOver,
    Variable,
    variables,
)
from derive.core.text import Text
from derive.reading.cursor import Grammar
from derive.reading.names import spelled_at, whole_name

_LOWER = re.compile(
    r"\s*_\s*(?:\{\s*([A-Za-z])\s*(?:=\s*(\d{1,4})\s*)?\}|\(\s*([A-Za-z])\s*=\s*(\d{1,4})\s*\)|([A-Za-z]))"
)
_LOWER_RAISED = {"ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₒ": "o", "ₕ": "h"}
_UPPER = re.compile(
    r"\s*\^\s*(?:\{([^{}]{1,40}(?:\{[^{}]{0,20}\})?)\}|\(([^(){}]{1,20})\)|(\d+|[A-Za-z]))"
)
_UPPER_RAISED = {"ⁿ": "n", "ᵐ": "m", "ᵏ": "k"}
_NAME_START = re.compile(r"[^\x00-@\[\]^_`{-\x7f]")  # a letter of any script, or a command


_MOST_LOOKED_AT = 6  # names in which the values of an index are looked for
_PRICE = 50  # tokens that one try at a sum's body costs, so that nested sums cannot multiply


@dataclass(frozen=True, slots=True)
class _Range:
    """Index, first value, and the last: a number, a formula, or None where nothing was written."""

    index: str
    lower: int
    upper: Expression | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a reader stood, so that another reading of the same text can begin there."""

    start: int
    depth: int
    bars: int
    doubts: int

    @classmethod
    def of(cls, reader: Grammar) -> _Place:
        return cls(reader.start, reader.depth, reader.bars, reader.doubts)

    def restore(self, reader: Grammar) -> None:
        reader.depth, reader.bars, reader.doubts = self.depth, self.bars, self.doubts
        reader.go(self.start)


def summed(reader: Grammar, stop: int | None = None) -> Expression:
    """Read a sum from its sign; it reaches to the end of the product behind it."""
    place = reader.start
    reader.enter()
    reader.go(reader.stop if stop is None else stop)
    over = _range(reader)
    result = _of_range(reader, over, place)
    reader.leave()
    return result


def _range(reader: Grammar) -> _Range:
    index, lower, upper = "", 1, None
    text, at = reader.text, reader.start
    for _ in range(2):
        if text[at : at + 1] in _LOWER_RAISED and not index:
            index, at = _LOWER_RAISED[text[at]], at + 1
        elif text[at : at + 1] in _UPPER_RAISED and upper is None:
            upper, at = _upper(reader, at, at + 1, _UPPER_RAISED[text[at]]), at + 1
        elif not index and (found := _LOWER.match(text, at, reader.end)):
            index, at = found[1] or found[3] or found[5], found.end()
            lower = int(found[2] or found[4] or 1)
        elif upper is None and (found := _UPPER.match(text, at, reader.end)):
            number = next(n for n in (1, 2, 3) if found[n])
            upper, at = _upper(reader, *found.span(number), found[number]), found.end()
    reader.go(at)
    if reader.kind == "mark" and reader.word in "_^":
        reader.refuse(_RANGE, _WRITE_RANGE)
    return _Range(index, lower, upper)


def _upper(reader: Grammar, start: int, end: int, written: str) -> Expression | None:
    if written.strip().isdigit():
        return Number(Fraction(written)) if len(written) < 6 else reader.refuse(_RANGE, None)
    inner = reader.slice(start, end)
    try:
        return inner.whole()
    except ReadError:
        if written.strip().isalpha() and len(written.strip()) == 1:
            return None  # the sum itself says what the letter counts
        raise


def _of_range(reader: Grammar, over: _Range, place: int) -> Expression:
    table, start = reader.table, _Place.of(reader)
    index = over.index or table.sample_index
    if index in reader.bindings:
        reader.refuse(_TWICE.fill(index=index), None, place)
    failed: ReadError | None = None
    try:
        body = _body(reader, index, index)
        if _is_sampled(body) and (index == table.sample_index or not over.index):
            return SumOver(index, _count(reader, over), body)
        if over.index and _has_index(body, index):
            return SumOver(index, _count(reader, over), body)
    except ReadError as error:
        failed = error
    after = _Place.of(reader)
    if (
        table.sampled
        and index != table.sample_index
        and (found := _over_samples(reader, over, start))
    ):
        return found
    if over.index and (written := _written_out(reader, over, start, failed)):
        return written
    if failed is not None:
        if not reader.trying:
            start.restore(reader)
            # fails again, and now says which names it might have been
            _body(reader, index, index, trying=False)
        raise failed
    if over.upper is None:
        reader.refuse(_NO_INDEX.fill(index=index), _WRITE_RANGE, place)
    after.restore(reader)
    return SumOver(index, _count(reader, over), body)


def _body(reader: Grammar, index: str, value: str, trying: bool = True) -> Expression:
    outer, tried = reader.bindings, reader.trying
    reader.bindings, reader.trying = {**outer, index: value}, trying
    reader.fuel -= _PRICE
    try:
        return reader.term()
    finally:
        reader.bindings, reader.trying = outer, tried


def _is_sampled(body: Expression) -> bool:
    return any(variable.sampled for variable in variables(body))


def _has_index(body: Expression, index: str) -> bool:
    return any(index in _scripts(variable) for variable in variables(body))


def _scripts(variable: Variable) -> str:
    spelled = whole_name(variable.latex or variable.name)
    return "".join(script.content for script in spelled.scripts) if spelled else ""


def _count(reader: Grammar, over: _Range) -> Expression:
    if over.upper is None:
        return reader.table.count or Variable("n", "n", Role.CONSTANT)
    upper = over.upper
    if over.lower == 0 and isinstance(upper, Add) and len(upper.terms) == 2:
        last = upper.terms[1]
        if isinstance(last, Neg) and last.operand == Number(Fraction(1)):
            return upper.terms[0]
    return upper


def _over_samples(reader: Grammar, over: _Range, start: _Place) -> Expression | None:
    """Try the index as another letter for the number of the sample."""
    start.restore(reader)
    try:
        body = _body(reader, over.index, reader.table.sample_index)
    except ReadError:
        return None
    if _is_sampled(body):
        return SumOver(reader.table.sample_index, _count(reader, over), body)
    return None


# -- written out term by term ------------------------------------------------------------------


def _written_out(
    reader: Grammar, over: _Range, start: _Place, failed: ReadError | None
) -> Expression | None:
    strict = isinstance(over.upper, Number)
    values = _values(reader, over, start)
    terms: list[Expression] = []
    after = start
    for value in values:
        start.restore(reader)
        try:
            terms.append(_body(reader, over.index, value))
            after = _Place.of(reader)
        except ReadError:
            if strict and (terms or failed is None):
                raise
    if not terms:
        return None
    after.restore(reader)
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _values(reader: Grammar, over: _Range, start: _Place) -> list[str]:
    most = reader.limits.terms
    if isinstance(over.upper, Number):
        last = int(over.upper.value)
        if last - over.lower >= most:
            reader.refuse(_TERMS.fill(most=most), _NAME_IT, start.start)
        return [str(value) for value in range(over.lower, last + 1)]
    return values_of(reader, over.index, start.start)


def values_of(reader: Grammar, index: str, start: int = 0) -> list[str]:
    """Return what an index may stand for, by the first name behind a place that has it."""
    at, until = start, min(reader.end, start + 400)
    looked_at = 0
    while looked_at < _MOST_LOOKED_AT and (found := _NAME_START.search(reader.text, at, until)):
        at = found.start() + 1
        spelled = spelled_at(reader.text, found.start(), reader.end)
        if spelled is None:
            continue
        at = max(at, spelled.stop)
        if not any(index in script.content for script in spelled.scripts):
            continue
        looked_at += 1
        if values := reader.table.spellings.index_values(spelled, index, reader.bindings):
            return list(values[: reader.limits.terms])
    return []


def index_value(reader: Grammar) -> Expression | None:
    """Read the index itself where the sum is written out: the k of ``Σ_k k x_k``."""
    value = reader.bindings.get(reader.word)
    if value is None or not value.isdigit():
        return None
    reader.next()
    return Number(Fraction(value))


_RANGE = Text("The range of the sum cannot be read.", "無法讀取加總的範圍。")
_WRITE_RANGE = Text("Write \\sum_{i=1}^{n}.", "請寫成 \\sum_{i=1}^{n}。")
_TWICE = Text(
    "{index} is already the index of a sum around this one.", "{index} 已經是外層加總的下標。"
)
_NO_INDEX = Text(
    "Nothing behind this sum has the index {index}.", "這個加總後面沒有任何項帶有下標 {index}。"
)
_TERMS = Text("A sum is written out to at most {most} terms.", "加總最多展開 {most} 項。")
_NAME_IT = Text("Write the terms with a letter index.", "請用字母下標表示各項。")
