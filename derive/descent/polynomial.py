"""Polynomials in one variable with exact coefficients: expanding, differentiating, writing out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb

from derive.core.expression import (
    ONE,
    ZERO,
    Add,
    Div,
    Expression,
    Marked,
    Mul,
    Neg,
    Number,
    Pow,
    Variable,
    number,
)

Coefficients = Mapping[int, Fraction]  # exponent -> coefficient, in written order
MOST = 12  # the highest degree that is still worth expanding by hand


def coefficients(body: Expression, of: Variable) -> dict[int, Fraction] | None:
    """Return the coefficients of a formula that is a polynomial in ``of``; None when it is not."""
    match body:
        case Variable():
            return {1: Fraction(1)} if body == of else None
        case Number(value=Fraction() as value):
            return {0: value}
        case Marked(body=inner):
            return coefficients(inner, of)
        case Neg(operand=operand):
            return _scaled(coefficients(operand, of), Fraction(-1))
        case Add(terms=terms):
            return _sum([coefficients(term, of) for term in terms])
        case Mul(factors=factors):
            return _product([coefficients(factor, of) for factor in factors])
        case Div(numerator=top, denominator=bottom):
            below = coefficients(bottom, of)
            if below is None or set(below) != {0} or not below[0]:
                return None
            return _scaled(coefficients(top, of), 1 / below[0])
        case Pow(base=base, exponent=Number(value=Fraction(denominator=1) as times)):
            if 0 <= times <= MOST:
                return _product([coefficients(base, of)] * int(times), {0: Fraction(1)})
    return None


def derivative(of: Coefficients) -> dict[int, Fraction]:
    """Return the coefficients of the derivative."""
    return {power - 1: power * factor for power, factor in of.items() if power}


def value(of: Coefficients, at: float) -> float:
    """Return the value at a number."""
    return float(sum(factor * at**power for power, factor in of.items()))


def written(of: Coefficients, variable: Expression) -> Expression:
    """Return a polynomial as a formula, its terms in the order of the coefficients."""
    return total([monomial(factor, variable, power) for power, factor in of.items()])


def expanded(of: Coefficients, variable: Variable, step: Variable) -> list[Expression]:
    """Return the terms of the polynomial at ``variable + step``, multiplied out."""
    return [
        monomial(factor * comb(power, by), variable, power - by, step, by)
        for power, factor in of.items()
        for by in range(power + 1)
    ]


def monomial(
    factor: Fraction,
    variable: Expression,
    power: int,
    other: Expression = ONE,
    by: int = 0,
) -> Expression:
    """Return ``factor · variable^power · other^by`` the way one writes it."""
    size = abs(factor)
    parts: list[Expression] = [_power(variable, power)] if power else []
    parts += [_power(other, by)] if by else []
    if size != 1 or not parts:
        parts.insert(0, Number(size))
    body = parts[0] if len(parts) == 1 else Mul(tuple(parts))
    return Neg(body) if factor < 0 else body


def total(terms: list[Expression]) -> Expression:
    """Return the sum of terms; 0 for none."""
    if not terms:
        return ZERO
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _power(base: Expression, exponent: int) -> Expression:
    return base if exponent == 1 else Pow(base, number(exponent))


def _scaled(of: dict[int, Fraction] | None, by: Fraction) -> dict[int, Fraction] | None:
    return None if of is None else {power: factor * by for power, factor in of.items()}


def _sum(parts: list[dict[int, Fraction] | None]) -> dict[int, Fraction] | None:
    found: dict[int, Fraction] = {}
    for part in parts:
        if part is None:
            return None
        for power, factor in part.items():
            found[power] = found.get(power, Fraction(0)) + factor
    return _without_zeros(found)


def _product(
    parts: list[dict[int, Fraction] | None], start: dict[int, Fraction] | None = None
) -> dict[int, Fraction] | None:
    found = start or {0: Fraction(1)}
    for part in parts:
        if part is None:
            return None
        more: dict[int, Fraction] = {}
        for left, a in found.items():
            for right, b in part.items():
                more[left + right] = more.get(left + right, Fraction(0)) + a * b
        found = more
        if max(found, default=0) > MOST:
            return None
    return _without_zeros(found)


def _without_zeros(of: dict[int, Fraction]) -> dict[int, Fraction]:
    return {power: factor for power, factor in of.items() if factor} or {0: Fraction(0)}
