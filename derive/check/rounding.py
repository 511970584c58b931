"""Whether decimals agree: half a unit in the last place written, carried through the arithmetic.

``0.7413 · 0.1868 = 0.1385`` is right for whoever rounds what is written down, though not exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any

from derive.check.figures import Figures
from derive.check.interval import Interval, combined, exactly, touch
from derive.check.program import measured
from derive.check.verdict import (
    NOWHERE,
    TOO_CLOSE,
    TOO_DEEP,
    UNKNOWN_NAME,
    UnanswerableError,
    Verdict,
)
from derive.core.expression import Expression, Mul, Neg, Number, Pow, Variable, walk
from derive.core.text import Text


@dataclass(frozen=True)
class Rounding:
    """How far a written number may be from what it stands for.

    Parameters
    ----------
    units : in units of its last place; a half is what rounding does
    cut : the same towards larger numbers, for who cuts digits off instead of rounding; agreement
        is then said to be in all but the last digit
    digits : a decimal with fewer digits is never cut off; a figure with fewer, of which nobody
        knows what it stands for, is taken as it stands
    coarsest : a rounding that changes a result by more than this share decides nothing
    coarsest_whole : the same for a whole number, beyond which it is simply another number
    """

    units: float = 0.5
    cut: float = 1.0
    digits: int = 3
    coarsest: float = 0.05
    coarsest_whole: float = 0.25


@dataclass(frozen=True)
class NumberJudgement:
    """Whether two numbers agree, and how far they are apart.

    ``last_digit`` says that digits were cut off instead of rounded, ``whole`` that what is written
    is the nearest whole number only.
    """

    verdict: Verdict
    relative_difference: float | None = None
    last_digit: bool = False
    reason: Text | None = None
    whole: bool = False

    @property
    def equal(self) -> bool:
        """Whether the numbers agree as far as they are written."""
        return self.verdict is Verdict.EQUAL


_NORMAL = Rounding()
_MOST_WAYS = 300
# numbers that formulas have by themselves
_PLAIN = frozenset(("", "0", "1", "2", "3", "4", "0.5", ".5", "0.25", ".25"))


def compare_number(
    left: Expression,
    right: Expression,
    truth: Mapping[Variable, Any],
    policy: Rounding = _NORMAL,
    *,
    figures: Figures | None = None,
    as_written: bool | None = None,
) -> NumberJudgement:
    """Decide whether two formulas with decimals agree, names having their true values.

    With the step before on the left this is the arithmetic of what was written; with the asked
    name on the left it is the truth.

    Parameters
    ----------
    truth : the value of every name that may stand there
    figures : the values that come up in the calculation, by default those of the names
    as_written : whether the left side was written by the same hand, so that its figures count as
        they stand unless they round one of ``figures``; by default where there are no names
    """
    figures = Figures(_numbers_in(truth)) if figures is None else figures
    if as_written is None:
        as_written = not any(isinstance(p, Variable) for s in (left, right) for p in walk(s))
    try:
        measured(left), measured(right)
        return _agreement(left, right, _Reading(truth, policy, figures, as_written))
    except UnanswerableError as problem:
        return NumberJudgement(Verdict.UNDECIDED, reason=problem.reason)
    except RecursionError:
        return NumberJudgement(Verdict.UNDECIDED, reason=TOO_DEEP)
    except (ArithmeticError, ValueError):
        return NumberJudgement(Verdict.UNDECIDED, reason=NOWHERE)


def _numbers_in(truth: Mapping[Variable, Any]) -> list[float]:
    return [float(value) for value in truth.values() if isinstance(value, float | int)]


def _agreement(left: Expression, right: Expression, reading: _Reading) -> NumberJudgement:
    rounded = reading.both(left, right, _Care.ROUNDED)
    apart = _apart(*rounded)
    if touch(*rounded) and (not reading.as_written or reading.can_be(left, right, rounded)):
        whole = _is_whole(right) and not touch(*reading.both(left, right, _Care.ROUNDED, 0.0))
        return NumberJudgement(Verdict.EQUAL, apart, whole=whole)
    cut = reading.both(left, right, _Care.CUT)
    if touch(*cut) and (not reading.as_written or reading.can_be(left, right, cut)):
        return NumberJudgement(Verdict.EQUAL, apart, last_digit=True)
    coarse = reading.both(left, right, _Care.COARSE)
    if touch(*coarse) and (reading.as_written or reading.can_be(left, right, coarse)):
        return NumberJudgement(Verdict.UNDECIDED, apart, reason=TOO_CLOSE)
    return NumberJudgement(Verdict.DIFFERENT, apart)


class _Care(Enum):
    """How the digits of a number may have come about."""

    ROUNDED = auto()
    CUT = auto()
    COARSE = auto()


def _apart(a: Interval, b: Interval) -> float:
    scale = max(abs(a.middle), abs(b.middle))
    return abs(a.middle - b.middle) / scale if scale else 0.0


class _Reading:
    """Intervals for formulas, given what the names are worth."""

    def __init__(
        self, truth: Mapping[Variable, Any], policy: Rounding, figures: Figures, as_written: bool
    ) -> None:
        self.truth, self.policy = truth, policy
        self.figures, self.as_written = figures, as_written

    def both(
        self, left: Expression, right: Expression, care: _Care, whole: float = 1.0
    ) -> tuple[Interval, Interval]:
        """Return what two sides may stand for; ``whole`` is the last place of whole numbers.

        A number that is a whole side is a result, and was rounded; of two by the same hand only
        the second is one, and the first stands as it is: 0.08 is not to become 0.0824.
        """
        one, other = result(left), result(right)
        if self.as_written and one is not None and other is not None:
            return self._as_it_stands(left), self.interval(right, care, other, whole)
        if self.as_written and other is not None:
            one = None
        return self.interval(left, care, one, whole), self.interval(right, care, other, whole)

    def _as_it_stands(
        self, side: Expression, chosen: Mapping[str, float] | None = None
    ) -> Interval:
        chosen = chosen or {}

        def of(part: Expression) -> Interval:
            if isinstance(part, Variable):
                return exactly(self._name(part))
            if not isinstance(part, Number):
                return combined(part, of)
            value = float(part.value)
            if part.text in chosen:
                return exactly(math.copysign(chosen[part.text], value))
            return exactly(value) if self.as_written else self._figure(part, _Care.COARSE)

        return of(side)

    def can_be(self, left: Expression, right: Expression, found: tuple[Interval, Interval]) -> bool:
        """Whether a calculation comes to a result with each figure as written, or as it is meant.

        A hand may go on with all digits of some of its figures; what lies between has no reason.
        Where too many figures could be meant in two ways, that is not looked into.
        """
        turned = result(right) is None and (not self.as_written or result(left) is not None)
        calculation, end = (right, found[0]) if turned else (left, found[1])
        if not self.as_written and result(calculation) is not None:
            return True
        meant: dict[str, tuple[float, ...]] = {}
        for part in walk(calculation):
            # what was not typed as digits, ½ or a square, is no figure
            typed = isinstance(part, Number) and part.text and part.text not in meant
            if typed and (ways := self._meant(part)):  # type: ignore[arg-type]
                meant[part.text] = ways  # type: ignore[attr-defined]
        if self.as_written and math.prod(map(len, meant.values())) > _MOST_WAYS:
            return True
        chosen = islice(_choices(meant), _MOST_WAYS)
        return any(touch(self._as_it_stands(calculation, each), end) for each in chosen)

    def _meant(self, node: Number) -> tuple[float, ...]:
        """Return what a figure may stand for, and nothing where nobody knows that."""
        size, (unit, digits) = abs(float(node.value)), last_place(node.text)
        if self.as_written and (node.text in _PLAIN or self.figures.has(size)):
            return (size,)
        known = self._rounded(size, unit, digits, _Care.CUT)
        return (size, *known) if known or self.as_written or not unit else ()

    def _is_settled(self, node: Number, size: float, digits: int) -> bool:
        """Whether a figure needs no explanation: it is exactly what it stands for."""
        known = self.figures.has(size) and (self.as_written or digits < 2)
        return node.text in _PLAIN or known

    def interval(
        self, expression: Expression, care: _Care, end: Number | None, whole: float
    ) -> Interval:
        def of(part: Expression) -> Interval:
            if isinstance(part, Number):
                return self._result(part, care, whole) if part is end else self._figure(part, care)
            if isinstance(part, Variable):
                return exactly(self._name(part))
            return combined(part, of)

        return of(expression)

    def _name(self, name: Variable) -> float:
        value = self.truth.get(name)
        if not isinstance(value, float | int) or not math.isfinite(value):
            raise UnanswerableError(UNKNOWN_NAME.fill(name=name.name))
        return float(value)

    # ---- results: rounded to the last place written -------------------------------------------

    def _result(self, node: Number, care: _Care, whole: float) -> Interval:
        value = float(node.value)
        unit, digits = last_place(node.text)
        most = self.policy.coarsest
        if not unit:
            if node.text and value.is_integer():
                unit = whole * (_trailing(node.text) if care is _Care.COARSE else 1.0)
            most = self.policy.coarsest_whole if care is _Care.COARSE else most
        elif care is _Care.COARSE:
            most = math.inf
        below = above = self.policy.units * unit
        if care is _Care.CUT and digits >= self.policy.digits and last_place(node.text)[0]:
            above = self.policy.cut * unit
        limit = most * abs(value) if most < math.inf else math.inf
        return _between(value, min(below, limit), min(above, limit))

    # ---- figures: what stands in a calculation -----------------------------------------------

    def _figure(self, node: Number, care: _Care) -> Interval:
        """Return all from what is written to what it is a rounding of, so far as that is known.

        Of a figure that rounds nothing known, nothing is known but its last place; by the same
        hand it counts as it stands, as any calculation with it does.
        """
        value = float(node.value)
        size, (unit, digits) = abs(value), last_place(node.text)
        coarse = care is _Care.COARSE
        settled = self._is_settled(node, size, digits)
        if settled and not (coarse and (digits > 1 or not self.as_written)):
            return exactly(value)
        known = self._rounded(size, unit, digits, care)
        if known:
            low, high = min(size, *known), max(size, *known)
            return _between(value, size - low, high - size)
        vague = self.as_written or digits < self.policy.digits
        if not unit or settled or self.figures.has(size) or (vague and not coarse):
            return exactly(value)
        half = self.policy.units * unit
        above = self.policy.cut * unit if care is _Care.CUT else half
        return _between(value, half, above)

    def _rounded(self, size: float, unit: float, digits: int, care: _Care) -> tuple[float, ...]:
        """Return the values that a figure may be a rounding of."""
        half = self.policy.units * (unit or 1.0)
        if not unit:
            half = min(half, self.policy.coarsest * size)
        found = self.figures.near(size, half, half)
        if not found and unit and care is not _Care.ROUNDED and digits >= self.policy.digits:
            found = self.figures.near(size, 0.0, self.policy.cut * unit)
        return found


def _choices(meant: Mapping[str, tuple[float, ...]]) -> Iterator[dict[str, float]]:
    """Yield what figures may stand for together: most as meant or most as written first."""
    written = {text: ways[0] for text, ways in meant.items()}
    several = {text: ways[1:] for text, ways in meant.items() if len(ways) > 1}
    for start in (written, {**written, **{text: ways[0] for text, ways in several.items()}}):
        for count in range(len(several) + 1):
            for texts in combinations(several, count):
                for way in product(*(several[text] for text in texts)):
                    yield {**start, **dict(zip(texts, way, strict=True))}


def _between(value: float, below: float, above: float) -> Interval:
    """Return an interval around a number; ``above`` is away from zero."""
    if value < 0:
        below, above = above, below
    return Interval(value - below, value + above, abs(value))


def result(side: Expression) -> Number | None:
    """Return the number that a side is, perhaps with a minus or a power of ten: a result."""
    if isinstance(side, Neg):
        return result(side.operand)
    if isinstance(side, Mul) and len(side.factors) == 2 and _is_power_of_ten(side.factors[1]):
        return result(side.factors[0])
    return side if isinstance(side, Number) else None


def _is_power_of_ten(factor: Expression) -> bool:
    return isinstance(factor, Pow) and isinstance(factor.base, Number) and factor.base.value == 10


def _is_whole(side: Expression) -> bool:
    end = result(side)
    return end is not None and end.text != "" and not last_place(end.text)[0]


def _trailing(text: str) -> float:
    """Return the unit of the last digit that is not zero: 1,200 may have been rounded to it."""
    whole = text.lower().partition("e")[0].partition(".")[0]
    return 10.0 ** min(len(whole) - len(whole.rstrip("0")), 15)


def last_place(text: str) -> tuple[float, int]:
    """Return the unit of the last digit written, 0 for a whole number, and how many digits count.

    >>> last_place("0.0821"), last_place("2"), last_place("1.50e-3")
    ((0.0001, 3), (0.0, 1), (1e-05, 3))
    """
    mantissa, _, power = text.lower().partition("e")
    whole, point, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("-+0")
    try:
        exponent = int(power or 0)
    except ValueError:
        return 0.0, len(digits)
    if not point or abs(exponent) > 99:
        return 0.0, len(digits)
    return float(Fraction(10) ** (exponent - len(decimals))), len(digits)
