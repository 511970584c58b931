"""Whether two formulas of an answer agree: as formulas, or as numbers where numbers were put in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

from derive.check.equality import compare
from derive.check.figures import Figures
from derive.check.program import reads
from derive.check.reference import Reference, as_float
from derive.check.rounding import compare_number, last_place
from derive.check.verdict import TOO_CLOSE, Verdict
from derive.core.errors import DeriveError
from derive.core.expression import (
    Derivative,
    Expression,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    SumOver,
    Variable,
    number,
    rewrite,
    size,
    substitute,
    variables,
    walk,
)
from derive.core.text import Text
from derive.numeric.interpret import evaluate

_PLAIN_FRACTIONS = ((0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (1, 3), (1, 4))
# numbers that formulas have by themselves; any other stands for a value of the lesson
_PLAIN = frozenset(Fraction(top, bottom) for top, bottom in _PLAIN_FRACTIONS)
_MOST_KEPT = 20_000
_COARSE = 0.25
_MOST_COMPARED = 1_500  # of one student's; a page of derivation has some fifty
_MOST_COMBINATIONS = 64
_MOST_NUMBERS = 12
_MOST_FIGURES = 400
_MOST_WRITTEN_OUT = 2_000


Times = tuple[int, ...]
_NOW: Times = (0,)


@dataclass(frozen=True)
class Agreement:
    """The answer, and what there is to say about it.

    ``time`` says after how many updates it holds, where it holds for numbers only.
    """

    verdict: Verdict
    note: Text | None = None
    numeric: bool = False
    time: int = 0
    apart: float | None = None

    @property
    def equal(self) -> bool:
        """Whether the formulas agree."""
        return self.verdict is Verdict.EQUAL

    @property
    def different(self) -> bool:
        """Whether they do not."""
        return self.verdict is Verdict.DIFFERENT


class Agreements:
    """Decides for one answer, with the names that it has defined so far."""

    def __init__(
        self, reference: Reference, later: Mapping[Variable, tuple[Variable, int]] | None = None
    ) -> None:
        self.reference = reference
        self.later = later or {}
        self.environment = reference.environment
        self.fixed = reference.fixed
        self.with_targets = reference.with_targets
        self.definitions: dict[Variable, Expression] = {}
        self.written: tuple[float, ...] = ()  # values of what was written, with all their digits
        self._truths: dict[int, dict[Variable, Any]] = {}
        self._compared_so_far = 0

    def define(self, name: Variable, formula: Expression) -> None:
        """Add a name; raises UnanswerableError where that makes no sense."""
        plain = self.expanded(formula)
        self.environment = self.environment.define({name: plain})
        if self.fixed is not None:
            self.fixed = self.fixed.define({name: plain})
        if self.with_targets is not None:
            self.with_targets = self.with_targets.define({name: plain})
        self.definitions[name] = plain
        self._truths.clear()

    def expanded(self, formula: Expression) -> Expression:
        """Write out w', which is not a name of its own for the comparison."""
        return substitute(formula, self.reference.moved)

    def agree(self, left: Expression, right: Expression, times: Times = _NOW) -> Agreement:
        """Decide; ``times`` are how many updates may have been made, where numbers are meant."""
        found = self._found(left, right, times)
        if found.equal or not found.numeric or not self.written:
            return found
        one, other = self.expanded(left), self.expanded(right)
        refined = self._as_numbers(one, other, found, times, self.written)
        return refined if refined.equal else found

    def note(self, side: Expression) -> None:
        """Remember what the parts of a calculation come to: later lines may round it."""
        if len(self.written) < _MOST_FIGURES and not _names(side):
            self.written += tuple(islice(_values(side), _MOST_NUMBERS))

    def _found(self, left: Expression, right: Expression, times: Times) -> Agreement:
        if self.definitions and not self._is_common(left, right):
            return self._agree(left, right, times)
        # what reads no names of the student's own is the same for a whole class
        known = self.reference.agreed
        key = left, right, times, digits(left), digits(right)
        found: Agreement = known.get(key) or self._agree(left, right, times)
        if found.note is not TOO_MUCH:
            if len(known) >= _MOST_KEPT:
                known.clear()
            known[key] = found
        return found

    def _is_common(self, *sides: Expression) -> bool:
        return not any(name in self.definitions for side in sides for name in reads(side))

    def _agree(self, left: Expression, right: Expression, times: Times) -> Agreement:
        self._compared_so_far += 1
        if self._compared_so_far > _MOST_COMPARED:
            return Agreement(Verdict.UNDECIDED, TOO_MUCH)
        left, right = self.expanded(left), self.expanded(right)
        found = self._as_formulas(left, right)
        if found.equal:
            return found
        kinds = written_in(left), written_in(right)
        if kinds == (NAMES, NAMES):
            return self._with_given_numbers(left, right, found)
        if MIXED in kinds and NUMBERS not in kinds:
            return self._mixed(left, right, found)
        return self._as_numbers(left, right, found, times)

    def _as_formulas(self, left: Expression, right: Expression) -> Agreement:
        judgement = compare(left, right, self.environment)
        if not judgement.equal and self.fixed is not None:
            fixed = compare(left, right, self.fixed)
            if fixed.equal:
                return Agreement(Verdict.EQUAL, CONSTANTS)
            if judgement.undecided:
                judgement = fixed
        points = self.with_targets if judgement.different else None
        if points and self._puts_in(left, right) and compare(left, right, points).equal:
            return Agreement(Verdict.EQUAL, TARGETS)
        return Agreement(judgement.verdict, judgement.reason)

    def _puts_in(self, left: Expression, right: Expression) -> bool:
        """Whether the right side may have the numbers of the targets in it: it reads none."""
        if written_in(right) == NUMBERS:
            return False
        known = [name for name in reads(right) if name not in self.definitions]
        direct = {name for name in variables(right) if not isinstance(name, Partial)}
        return bool(known) and direct.isdisjoint(self.reference.targets)

    # ---- numbers -----------------------------------------------------------------------------

    def _as_numbers(
        self,
        left: Expression,
        right: Expression,
        found: Agreement,
        times: Times,
        written: tuple[float, ...] = (),
    ) -> Agreement:
        sides = (left, right)
        if not self.reference.truths and any(map(_names, sides)):
            plain = all(map(_only_plain_numbers, sides))
            return found if plain else Agreement(Verdict.UNDECIDED, NO_NUMBERS)
        first = None
        for time in times:
            if time and time >= len(self.reference.truths):
                continue
            judged = self._compared(left, right, time, written)
            first = first or judged
            if judged.equal:
                return judged
        return first or Agreement(Verdict.UNDECIDED, NO_NUMBERS)

    def _compared(
        self, left: Expression, right: Expression, time: int, written: tuple[float, ...]
    ) -> Agreement:
        sides = [self.for_numbers(side, time) for side in (left, right)]
        if None in sides:
            return Agreement(Verdict.UNDECIDED, NO_NUMBERS)
        one, other = (side for side in sides if side is not None)
        figures = self.figures(time)
        judged = compare_number(
            one,
            other,
            self.truth(time),
            figures=figures.with_more(written) if written else figures,
            as_written=not any(map(_names, (left, right))),
        )
        apart = judged.relative_difference
        if judged.equal and apart is not None and apart > _COARSE:
            # what is left when digits cancel may stand for anything
            return Agreement(Verdict.UNDECIDED, TOO_CLOSE, True, time, apart)
        note = LAST_DIGIT if judged.last_digit else WHOLE if judged.whole else judged.reason
        return Agreement(judged.verdict, note, True, time, apart)

    def figures(self, time: int) -> Figures:
        """Return what a figure may be a rounding of: all that comes up, and the own numbers."""
        own = [
            value
            for name in self.definitions
            if isinstance(value := self.truth(time).get(name), float)
        ]
        known = self.reference.figures(time)
        return known.with_more(own) if own else known

    def for_numbers(self, side: Expression, time: int = 0) -> Expression | None:
        """Return a formula that can be compared digit by digit; None where it has no value."""
        side = substitute(side, self._rounded_definitions())
        if not any(_needs_value(part) for part in walk(side)):
            self._add_partials(side, time)
            return side
        value = self._worth(side, time)
        return None if value is None else number(value)

    def _worth(self, side: Expression, time: int) -> float | None:
        if time == 0:
            return self.reference.number(side, self.definitions)
        try:
            value = float(evaluate(side, self.truth(time)))
        except (DeriveError, ArithmeticError, ValueError, TypeError):
            return None
        return value if math.isfinite(value) else None

    def written_out(self, side: Expression) -> Expression | None:
        """Return a formula without the student's own names; None when it gets too long."""
        for name in reversed(self.definitions):
            side = substitute(side, {name: self.definitions[name]})
            if size(side) > _MOST_WRITTEN_OUT:
                return None
        return side

    def _rounded_definitions(self) -> dict[Variable, Expression]:
        """Return the definitions that are mere numbers: they keep the digits they were given."""
        return {name: formula for name, formula in self.definitions.items() if is_number(formula)}

    def truth(self, time: int) -> dict[Variable, Any]:
        """Return what every name is worth after so many updates."""
        if time not in self._truths:
            numbers = self.reference.numbers
            values = dict(numbers[time]) if numbers else {}
            for name, (of, after) in self.later.items():
                if after < len(numbers) and of in numbers[after]:
                    values[name] = numbers[after][of]
            for name, formula in self.definitions.items():
                try:
                    values[name] = as_float(evaluate(formula, values))
                except (DeriveError, ArithmeticError, ValueError, TypeError, NotImplementedError):
                    continue
            self._truths[time] = values
        return self._truths[time]

    def _add_partials(self, side: Expression, time: int) -> None:
        truth = self.truth(time)
        for part in walk(side):
            if isinstance(part, Partial) and part not in truth and time == 0:
                value = self.reference.number(part, self.definitions)
                if value is not None:
                    truth[part] = value

    # ---- names and numbers in one formula ----------------------------------------------------

    def _with_given_numbers(
        self, left: Expression, right: Expression, found: Agreement
    ) -> Agreement:
        """See whether a plain 1 or 2 stands for a value of the lesson that happens to be 1 or 2."""
        if not self.reference.truths or not found.different:
            return found
        sides = (left, right)
        if not any(isinstance(part, Number) for side in sides for part in walk(side)):
            return found
        if not self._as_numbers(left, right, found, _NOW).equal:
            return found
        if self._named(left, right, ones=False):
            return Agreement(Verdict.EQUAL, None, True)
        if self._named(left, right, masks=True):
            return Agreement(Verdict.EQUAL, None, True)
        # a factor of 1 is more often the derivative of something than x_1 = 1 put in
        doubtful = self._named(left, right)
        return Agreement(Verdict.UNDECIDED, MIXTURE, True) if doubtful else found

    def _mixed(self, left: Expression, right: Expression, found: Agreement) -> Agreement:
        """Decide where some names have been replaced by their numbers.

        To agree with the lesson's numbers is not enough: x_1 may be 1 and be missing.
        """
        judged = self._as_numbers(left, right, found, _NOW)
        if judged.equal and not self._named(left, right):
            return Agreement(Verdict.UNDECIDED, MIXTURE, True)
        return judged

    def _named(
        self, left: Expression, right: Expression, ones: bool = True, masks: bool = False
    ) -> bool:
        """Whether the formulas are equal with names in the place of numbers, in some way.

        With ``masks`` a factor of 1 stands for the slope of a ReLU or the like, and nothing else.
        """
        ways = islice(self._namings(left, right, ones, masks), _MOST_COMBINATIONS)
        return any(compare(one, other, self.environment).equal for one, other in ways)

    def _namings(
        self, left: Expression, right: Expression, ones: bool, masks: bool
    ) -> Iterator[tuple[Expression, Expression]]:
        found = [pair for side in (left, right) for pair in _numbers(side)]
        numbers = [part for part, _ in found][:_MOST_NUMBERS]
        choices = [
            self._slopes(part) if masks and factor else self._meanings(part, factor and ones)
            for part, factor in found[:_MOST_NUMBERS]
        ]
        for meanings in product(*choices):
            chosen = {id(part): new for part, new in zip(numbers, meanings, strict=True)}

            def put(node: Expression, chosen: dict[int, Expression] = chosen) -> Expression | None:
                return chosen.get(id(node))

            yield rewrite(left, put), rewrite(right, put)

    def _slopes(self, written: Number) -> list[Expression]:
        """Return a number and, of a 1, the slopes of kinked functions that are 1."""
        kinked = set(self.environment.program.names_with_kinks()) if written.value == 1 else set()
        found = (
            name
            for name, value in self.truth(0).items()
            if isinstance(name, Partial) and name.of in kinked and value == 1
        )
        return [*found, written]

    def _meanings(self, written: Number, factor: bool) -> list[Expression]:
        """Return what a number may stand for: names that round to it, their negatives, itself.

        The 1 of 1 - a stands for nothing but 1; a factor of 1 may be x_1.
        """
        plain = Fraction(written.value) in _PLAIN
        if written.value in (0, 1) and not factor:
            return [written]
        found: list[Expression] = []
        size = abs(float(written.value))
        unit, _ = last_place(written.text)
        near = max(unit, size * 1e-12)
        for name, value in self.truth(0).items():
            if isinstance(value, float) and abs(abs(value) - size) <= near:
                found.append(name if (value < 0) == (written.value < 0) else Neg(name))
        return [written, *found] if plain else [*found, written]


NAMES, MIXED, NUMBERS = "names", "mixed", "numbers"


def written_in(side: Expression) -> str:
    """Say whether a formula is written in names, in numbers, or in both."""
    if not _names(side):
        return NUMBERS
    return NAMES if _only_plain_numbers(side) else MIXED


def digits(side: Expression | None) -> tuple[str, ...]:
    """Return how the numbers of a formula were typed: 0.10 equals 0.1 but is rounded elsewhere."""
    parts = walk(side) if side is not None else ()
    return tuple(part.text for part in parts if isinstance(part, Number))


def is_number(side: Expression) -> bool:
    """Whether a formula is one number, perhaps with a minus."""
    return isinstance(side.operand if isinstance(side, Neg) else side, Number)


def _values(side: Expression) -> Iterator[float]:
    """Yield what a calculation and its parts come to, the first factors of a product too."""
    for part in walk(side):
        if isinstance(part, Number):
            continue
        firsts = (
            (Mul(part.factors[:i]) for i in range(2, len(part.factors)))
            if isinstance(part, Mul)
            else ()
        )
        for each in (part, *firsts):
            try:
                yield abs(float(evaluate(each, {})))
            except (DeriveError, ArithmeticError, ValueError, TypeError):
                continue


def _numbers(side: Expression, factor: bool = True) -> Iterator[tuple[Number, bool]]:
    """Yield the numbers of a formula but its exponents, and whether each is a factor."""
    if isinstance(side, Number):
        yield side, factor
    for part in side.children[: 1 if isinstance(side, Pow) else None]:
        yield from _numbers(part, isinstance(side, Mul) or (factor and isinstance(side, Neg)))


def _names(side: Expression) -> bool:
    return any(isinstance(part, Variable | Derivative) for part in walk(side))


def _only_plain_numbers(side: Expression) -> bool:
    numbers = (part.value for part in walk(side) if isinstance(part, Number))
    return all(math.isfinite(value) and Fraction(value) in _PLAIN for value in numbers)


def _needs_value(part: Expression) -> bool:
    if isinstance(part, SumOver | Derivative):
        return True
    return isinstance(part, Variable) and (part.sampled or part.shape is not None)


CONSTANTS = Text("Here the lesson's constants are put in.", "這裡代入了題目給定的常數。")
TARGETS = Text("Here values that the lesson gives are put in.", "這裡代入了題目給定的數值。")
WHOLE = Text(
    "It is rounded to a whole number; give some decimals.", "這裡四捨五入到整數；請寫出小數。"
)
LAST_DIGIT = Text("Only the last digit is off.", "只有最後一位數字有差。")
NO_NUMBERS = Text(
    "The lesson has no numbers for this, so it cannot be compared.",
    "題目沒有給出相關的數值，無法比較。",
)
TOO_MUCH = Text(
    "The answer is too long for its last lines to be checked.", "答案太長，最後幾行無法檢查。"
)
MIXTURE = Text(
    "Names and numbers are mixed here in a way that cannot be followed; write one or the other.",
    "這裡混用了符號與數值，無法判斷；請擇一書寫。",
)
