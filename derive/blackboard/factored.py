"""A sum with its common number in front: ``2w + 2`` as ``2(w + 1)``."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from derive.core.expression import Add, Expression, Mul, Neg, Number


def factored(formula: Expression) -> Expression | None:
    """Return the sum with the greatest whole number in front; None where there is none above 1."""
    if not isinstance(formula, Add):
        return None
    parts = [_split(term) for term in formula.terms]
    numbers = [number for number, _ in parts]
    if not all(number.denominator == 1 for number in numbers):
        return None
    common = gcd(*(number.numerator for number in numbers))
    if common < 2:
        return None
    terms = tuple(_joined(number / common, rest) for number, rest in parts)
    return Mul((Number(Fraction(common)), Add(terms)))


def _split(term: Expression) -> tuple[Fraction, tuple[Expression, ...]]:
    """Return a term as a number and what it is multiplied by."""
    if isinstance(term, Neg):
        number, rest = _split(term.operand)
        return -number, rest
    if isinstance(term, Number) and isinstance(term.value, Fraction):
        return term.value, ()
    if isinstance(term, Mul) and term.factors:
        first, *others = term.factors
        if isinstance(first, Number) and isinstance(first.value, Fraction):
            return first.value, tuple(others)
    return Fraction(1), (term,)


def _joined(number: Fraction, rest: tuple[Expression, ...]) -> Expression:
    size = Number(abs(number))
    body: Expression = size if not rest else rest[0] if len(rest) == 1 else Mul(rest)
    if rest and size.value != 1:
        body = Mul((size, *rest))
    return Neg(body) if number < 0 else body
