"""Where in a line the mistake shows: the smallest part that has to be another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from derive.check.dictionary import Dictionary, Key
from derive.check.environment import DepthError, Environment
from derive.check.rerun import IMPOSSIBLE, Changes
from derive.core.errors import ReadError
from derive.core.expression import Expression, Number, number, rewrite, walk
from derive.reading import ANSWER, NameTable, Statement
from derive.reading.parser import Reader

_MOST_PARTS = 80


@dataclass(frozen=True)
class Part:
    """A part of a formula and its place in the line."""

    formula: Expression
    start: int
    end: int


@dataclass(frozen=True)
class Repair:
    """A part, what it is worth, and what it would have to be worth to make the line right."""

    part: Part
    worth: Key
    needed: Key


class _Tracing(Reader):
    """Reads a formula and notes where each part of it stands."""

    parts: list[Part]

    def factor(self) -> Expression:
        return self._noted(super().factor)

    def group(self) -> Expression:
        return self._noted(super().group)

    def product(self) -> Expression:
        return self._noted(super().product)

    def term(self) -> Expression:
        return self._noted(super().term)

    def expression(self) -> Expression:
        return self._noted(super().expression)

    def _noted(self, read: Callable[[], Expression]) -> Expression:
        start = self.start
        found = read()
        self.parts.append(Part(found, start, self.behind))
        return found


def parts_of(statement: Statement, side: int, table: NameTable) -> list[Part]:
    """Return the parts of one formula of a line, the smallest first, itself last."""
    place = statement.sides[side]
    whole = Part(place.expression, place.start, place.end)
    try:
        reader = _Tracing(statement.source, table, ANSWER, start=place.start, end=place.end)
        reader.parts = []
        reader.expression()
    except (ReadError, RecursionError):
        return [whole]
    found = {(part.start, part.end): part for part in reader.parts}
    return sorted(found.values(), key=lambda part: (part.end - part.start, part.start)) or [whole]


class Locator:
    """Finds the place of a mistake about one target.

    Parameters
    ----------
    parts : the formula's parts, the smallest first, itself last
    dictionary : what the target is worth
    environment : where the student's own names are known
    canonical : brings a formula into the lesson's names
    """

    def __init__(
        self,
        parts: Sequence[Part],
        dictionary: Dictionary,
        environment: Environment,
        canonical: Callable[[Expression], Expression],
    ) -> None:
        self.parts = parts if len(parts) <= _MOST_PARTS else parts[-1:]
        self.dictionary, self.environment = dictionary, environment
        self.canonical = canonical

    def slipped(self, changes: Changes) -> Part | None:
        """Return the part that is what the known mistake puts in the place of the right step."""
        for wrong in changes.values():
            key = self._key(wrong)
            for part in self.parts:
                if key is not None and self._key(part.formula) == key:
                    return part
        return None

    def repairs(self) -> Iterator[Repair]:
        """Yield the parts of which one could be changed so that all is right, smallest first."""
        whole = self.parts[-1].formula
        for part in self.parts[:-1]:
            worth = self._key(part.formula)
            if worth is not None and _occurs_once(part.formula, whole):
                needed = self._needed(part, whole)
                if needed is not None:
                    yield Repair(part, worth, needed)

    def _needed(self, part: Part, whole: Expression) -> Key | None:
        """Return what the part would have to be worth, if the formula is linear in it."""
        tried = [self._key(_with(whole, part.formula, number(value))) for value in range(3)]
        columns = [key for key in (*tried, self.dictionary.right) if key is not None]
        if len(columns) < 4:
            return None
        found = []
        for values, prime in zip(zip(*columns, strict=True), self.dictionary.primes, strict=True):
            needed = _solved(values, prime)
            if needed is None:
                return None
            found.append(needed)
        return tuple(found)

    def _key(self, formula: Expression) -> Key | None:
        try:
            return self.dictionary.key(self.canonical(formula), self.environment)
        except (*IMPOSSIBLE, DepthError):
            return None


def _solved(values: tuple[object, ...], prime: int) -> int | None:
    """Solve a linear equation, given its values at 0, 1 and 2 and the one that is wanted."""
    zero, one, two, wanted = values
    if not (
        isinstance(zero, int)
        and isinstance(one, int)
        and isinstance(two, int)
        and isinstance(wanted, int)
    ):
        return None
    slope = (one - zero) % prime
    if slope == 0 or (two - one - slope) % prime:
        return None
    return (wanted - zero) * pow(slope, -1, prime) % prime


def _occurs_once(part: Expression, whole: Expression) -> bool:
    if isinstance(part, Number):
        return False
    return sum(node is part for node in walk(whole)) == 1


def _with(whole: Expression, part: Expression, new: Expression) -> Expression:
    return rewrite(whole, lambda node: new if node is part else None)
