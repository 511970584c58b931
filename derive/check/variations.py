"""Small changes to a formula, one at a time: a sign turned, a factor or a term left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from derive.core.expression import (
    ONE,
    Add,
    Div,
    Expression,
    Hadamard,
    MatMul,
    Mul,
    Neg,
    Number,
    number,
)

Part = TypeVar("Part")
Change = Callable[[Expression], Iterable[tuple[Expression, Part]]]


def changed_once(formula: Expression, change: Change[Part]) -> Iterator[tuple[Expression, Part]]:
    """Yield the formula with each of its parts in turn changed in every way there is."""
    yield from change(formula)
    parts = formula.children
    for place, part in enumerate(parts):
        for new, what in changed_once(part, change):
            yield formula.with_children((*parts[:place], new, *parts[place + 1 :])), what


def sign_turned(formula: Expression) -> Iterator[Expression]:
    """Yield the formula with one sign turned: its own first, then those inside."""
    yield formula.operand if isinstance(formula, Neg) else Neg(formula)
    for new, _ in changed_once(formula, _sign):
        if new != formula and not (isinstance(formula, Neg) and new == formula.operand):
            yield new


def factor_left_out(formula: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Yield the formula without one factor, and the factor."""
    return changed_once(formula, _factor)


def term_left_out(formula: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Yield the formula without one term, and the term."""
    return changed_once(formula, _term)


def negative(formula: Expression) -> Expression:
    """Return the formula with the other sign, without writing two minus signs."""
    if isinstance(formula, Neg):
        return formula.operand
    if isinstance(formula, Number) and formula.value < 0:
        return number(-formula.value)
    return Neg(formula)


def _sign(part: Expression) -> Iterator[tuple[Expression, None]]:
    if isinstance(part, Neg):
        yield part.operand, None
    elif isinstance(part, Add):
        for place, term in enumerate(part.terms):
            yield Add((*part.terms[:place], negative(term), *part.terms[place + 1 :])), None


def _factor(part: Expression) -> Iterator[tuple[Expression, Expression]]:
    if isinstance(part, Mul | Hadamard | MatMul):
        for place, factor in enumerate(part.factors):
            rest = (*part.factors[:place], *part.factors[place + 1 :])
            yield rest[0] if len(rest) == 1 else part.with_children(rest), factor
    elif isinstance(part, Div):
        if part.numerator != ONE:
            yield Div(ONE, part.denominator), part.numerator
        yield part.numerator, Div(ONE, part.denominator)


def _term(part: Expression) -> Iterator[tuple[Expression, Expression]]:
    if isinstance(part, Add):
        for place, term in enumerate(part.terms):
            rest = (*part.terms[:place], *part.terms[place + 1 :])
            yield rest[0] if len(rest) == 1 else Add(rest), term
