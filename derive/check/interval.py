"""Numbers known up to their last digit: arithmetic with all that they may stand for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from derive.check.program import MOST_EXPONENT, constant
from derive.check.verdict import EXPONENT, UNSUPPORTED, UnanswerableError
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Div,
    E,
    Expression,
    Marked,
    Mul,
    Neg,
    Pow,
    substitute,
)

_SLACK = 1e-11  # of floats, which this is calculated with


@dataclass(frozen=True, slots=True)
class Interval:
    """All that a number with rounded digits may stand for; ``size`` is the largest part of it."""

    low: float
    high: float
    size: float

    @property
    def middle(self) -> float:
        """The number as written."""
        return (self.low + self.high) / 2


Of = Callable[[Expression], Interval]


def touch(a: Interval, b: Interval) -> bool:
    """Whether two numbers may stand for the same."""
    slack = _SLACK * max(a.size, b.size)
    return a.low <= b.high + slack and b.low <= a.high + slack


def exactly(value: float) -> Interval:
    """Return the interval of a number that was not rounded."""
    return Interval(value, value, abs(value))


def _hull(values: Iterable[float], size: float) -> Interval:
    found = list(values)
    low, high = min(found), max(found)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ArithmeticError
    return Interval(low, high, max(size, abs(low), abs(high)))


def combined(part: Expression, of: Of) -> Interval:
    """Return the interval of a formula, given how those of its parts are found.

    Raises UnanswerableError for what has no single number, ArithmeticError or ValueError where it
    is not defined.
    """
    rule = _RULES.get(type(part))
    if rule is None:
        raise UnanswerableError(UNSUPPORTED)
    return rule(part, of)


def _add(node: Add, of: Of) -> Interval:
    terms = [of(term) for term in node.terms]
    size = max(term.size for term in terms)
    return _hull((sum(term.low for term in terms), sum(term.high for term in terms)), size)


def _neg(node: Neg, of: Of) -> Interval:
    inside = of(node.operand)
    return Interval(-inside.high, -inside.low, inside.size)


def _times(a: Interval, b: Interval) -> Interval:
    corners = (x * y for x in (a.low, a.high) for y in (b.low, b.high))
    # what may have cancelled in one factor counts as much in the product
    return _hull(corners, max(a.size * abs(b.middle), b.size * abs(a.middle)))


def _mul(node: Mul, of: Of) -> Interval:
    return reduce(_times, map(of, node.factors))


def _inverse(a: Interval) -> Interval:
    if a.low <= 0 <= a.high:
        raise ZeroDivisionError
    return _hull((1 / a.low, 1 / a.high), a.size / a.middle**2)


def _div(node: Div, of: Of) -> Interval:
    return _times(of(node.numerator), _inverse(of(node.denominator)))


def _pow(node: Pow, of: Of) -> Interval:
    if node.base == E:
        power = of(node.exponent)
        return _hull((math.exp(power.low), math.exp(power.high)), 0.0)
    exponent = constant(node.exponent)
    if exponent is None or exponent.denominator > 1:
        base, power = of(node.base), of(node.exponent)
        corners = (
            math.exp(y * math.log(x))
            for x in (base.low, base.high)
            for y in (power.low, power.high)
        )
        return _hull(corners, 0.0)
    if abs(exponent) > MOST_EXPONENT:
        raise UnanswerableError(EXPONENT)
    base = of(node.base)
    power = reduce(_times, [base] * abs(int(exponent)), exactly(1.0))
    if exponent and exponent % 2 == 0 and base.low <= 0 <= base.high:
        power = Interval(0.0, power.high, power.size)
    return power if exponent >= 0 else _inverse(power)


def _call(node: Call, of: Of) -> Interval:
    function, inside = node.function, [of(argument) for argument in node.arguments]
    if function.is_unknown:
        raise UnanswerableError(UNSUPPORTED)
    if node.order:
        return of(_slope(node))
    if len(inside) == 1:
        points = (inside[0].low, inside[0].middle, inside[0].high)
        return _hull(map(function.scalar, points), 0.0)
    ends = zip(*((each.low, each.high) for each in inside), strict=True)
    return _hull((function.scalar(*end) for end in ends), max(each.size for each in inside))


def _slope(node: Call) -> Expression:
    from derive.activations import derivative, parameters

    if node.order > 1 or len(node.arguments) > 1:
        raise UnanswerableError(UNSUPPORTED)
    return substitute(
        derivative(node.function),
        dict(zip(parameters(node.function), node.arguments, strict=True)),
    )


_RULES: dict[type[Expression], Callable[[Any, Of], Interval]] = {
    Add: _add,
    Neg: _neg,
    Mul: _mul,
    Div: _div,
    Pow: _pow,
    Call: _call,
    Marked: lambda node, of: of(node.body),
    Constant: lambda node, of: exactly({"pi": math.pi, "e": math.e}[node.key]),
}
