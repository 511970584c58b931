"""Whether decimals agree: half a unit in the last place written, carried through the arithmetic.

``0.7413 · 0.1868 = 0.1385`` is right for whoever rounds what is written down, though not exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from typing import Any

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
from derive.core.expression import (
    Expression,
    Neg,
    Number,
    Variable,
)
from derive.core.text import Text


@dataclass(frozen=True)
class Rounding:
    """How far a written decimal may be from what it stands for.

    Parameters
    ----------
    units : in units of its last place; a half is what rounding does
    cut : the same towards larger numbers, for who cuts digits off instead of rounding; agreement
        is then said to be in all but the last digit
    digits : a decimal with fewer digits is never cut off, and inside a formula it is taken as it
        stands (0.5 is ½) unless some value of the calculation rounds to it
    coarsest : a rounding that changes the value by more than this share decides nothing
    """

    units: float = 0.5
    cut: float = 1.0
    digits: int = 3
    coarsest: float = 0.05


@dataclass(frozen=True)
class NumberJudgement:
    """Whether two numbers agree, how far they are apart, and whether only the last digit is off."""

    verdict: Verdict
    relative_difference: float | None = None
    last_digit: bool = False
    reason: Text | None = None

    @property
    def equal(self) -> bool:
        """Whether the numbers agree as far as they are written."""
        return self.verdict is Verdict.EQUAL


_NORMAL = Rounding()


def compare_number(
    left: Expression,
    right: Expression,
    truth: Mapping[Variable, Any],
    policy: Rounding = _NORMAL,
) -> NumberJudgement:
    """Decide whether two formulas with decimals agree, names having their true values.

    With the step before on the left this is the arithmetic of what was written; with the asked
    name on the left it is the truth.  ``truth`` has the value of every name that may stand there.
    """
    try:
        measured(left), measured(right)
        reading = _Reading(truth, policy)
        return _agreement(left, right, reading)
    except UnanswerableError as problem:
        return NumberJudgement(Verdict.UNDECIDED, reason=problem.reason)
    except RecursionError:
        return NumberJudgement(Verdict.UNDECIDED, reason=TOO_DEEP)
    except (ArithmeticError, ValueError):
        return NumberJudgement(Verdict.UNDECIDED, reason=NOWHERE)


def _agreement(left: Expression, right: Expression, reading: _Reading) -> NumberJudgement:
    sides = left, right
    rounded = [reading.interval(side, _Care.ROUNDED) for side in sides]
    apart = _apart(*rounded)
    if touch(*rounded):
        return NumberJudgement(Verdict.EQUAL, apart)
    if touch(*(reading.interval(side, _Care.CUT) for side in sides)):
        return NumberJudgement(Verdict.EQUAL, apart, last_digit=True)
    if touch(*(reading.interval(side, _Care.COARSE) for side in sides)):
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

    def __init__(self, truth: Mapping[Variable, Any], policy: Rounding) -> None:
        self.truth = truth
        self.policy = policy
        self.values = [abs(value) for value in truth.values() if isinstance(value, float | int)]

    def interval(self, expression: Expression, care: _Care) -> Interval:
        """Return what a formula may stand for; a number that is a whole side was rounded."""

        def of(part: Expression) -> Interval:
            if isinstance(part, Number):
                return self._number(part, care, alone=part is result)
            if isinstance(part, Variable):
                return exactly(self._name(part))
            return combined(part, of)

        result = expression.operand if isinstance(expression, Neg) else expression
        return of(expression)

    def _name(self, name: Variable) -> float:
        value = self.truth.get(name)
        if not isinstance(value, float | int) or not math.isfinite(value):
            raise UnanswerableError(UNKNOWN_NAME.fill(name=name.name))
        return float(value)

    def _number(self, node: Number, care: _Care, alone: bool) -> Interval:
        value = float(node.value)
        unit, digits = last_place(node.text)
        if not unit or not (alone or self._is_rounded(abs(value), unit, digits)):
            return exactly(value)
        near = far = self.policy.units * unit
        if care is _Care.CUT and digits >= self.policy.digits:
            far = self.policy.cut * unit
        if care is not _Care.COARSE:
            most = self.policy.coarsest * abs(value)
            near, far = min(near, most), min(far, most)
        below, above = (near, far) if value > 0 else (far, near)
        return Interval(value - below, value + above, abs(value))

    def _is_rounded(self, value: float, unit: float, digits: int) -> bool:
        if digits >= self.policy.digits:
            return not any(math.isclose(known, value, rel_tol=1e-12) for known in self.values)
        close = [known for known in self.values if abs(known - value) <= unit * (0.5 + 1e-9)]
        exactly = any(math.isclose(known, value, rel_tol=1e-12) for known in close)
        return digits > 1 and bool(close) and not exactly


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
