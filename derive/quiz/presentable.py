"""A wrong answer as a student would write it: ``2x/2`` is x, and ``2x · x`` is 2x²."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.core.expression import (
    ONE,
    Add,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    SumOver,
    Variable,
    rewrite,
    variables,
    walk,
)


def presentable(formula: Expression) -> Expression:
    """Return the formula with numbers divided out and equal letters gathered; its value stays."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Div) and isinstance(node.denominator, Number):
            return _divided(presentable(node.numerator), node.denominator)
        if isinstance(node, Mul) and node.dot:
            return _gathered(tuple(map(presentable, node.factors)))
        return None

    return rewrite(formula, change)


def is_odd(formula: Expression) -> bool:
    """Whether nobody would write it: sums of bare numbers, ``n/(n - 1)``, Σ over i in Σ over i."""
    return any(map(_is_odd, walk(formula))) or any(_nested(formula, frozenset()))


def without_ones(formula: Expression) -> Expression:
    """Return the formula without factors of 1."""

    def change(node: Expression) -> Expression | None:
        if not isinstance(node, Mul) or ONE not in node.factors:
            return None
        kept = tuple(without_ones(factor) for factor in node.factors if factor != ONE) or (ONE,)
        return kept[0] if len(kept) == 1 else Mul(kept, node.dot)

    return rewrite(formula, change)


def _divided(top: Expression, bottom: Number) -> Expression:
    """Return ``top/bottom`` with the number in front of the top divided by the bottom."""
    if not isinstance(bottom.value, Fraction) or bottom.value == 0:
        return Div(top, bottom)
    if isinstance(top, Neg):
        return Neg(_divided(top.operand, bottom))
    number, rest, dot = _front(top)
    if number is None and bottom.value.denominator == 1:
        return Div(top, bottom)
    left = (number if number is not None else Fraction(1)) / bottom.value
    if left == 1 and rest:
        return rest[0] if len(rest) == 1 else Mul(rest, dot)
    factors = (Number(left), *rest)
    return factors[0] if len(factors) == 1 else Mul(factors, dot)


def _front(formula: Expression) -> tuple[Fraction | None, tuple[Expression, ...], bool]:
    """Return the exact number in front of a product, what is behind it, and whether it has dots."""
    if isinstance(formula, Number) and isinstance(formula.value, Fraction):
        return formula.value, (), False
    if isinstance(formula, Mul) and formula.factors:
        first, *rest = formula.factors
        if isinstance(first, Number) and isinstance(first.value, Fraction):
            return first.value, tuple(rest), formula.dot
    return None, (formula,), False


def _gathered(factors: tuple[Expression, ...]) -> Expression:
    """Join ``2 · 2x`` to 4x and ``2x · x`` to 2x²; other factors stay where they are."""
    row: list[Expression] = []
    for factor in factors:
        joined = _joined(row[-1], factor) if row else None
        if joined is None:
            row.append(factor)
        else:
            row[-1] = joined
    if len(row) == 1:
        return row[0]
    is_short = len(row) == 2 and isinstance(row[0], Number) and isinstance(row[1], Variable)
    return Mul(tuple(row), dot=not is_short or row[0] == ONE)


def _joined(left: Expression, right: Expression) -> Expression | None:
    number, rest, dot = _front(right)
    if isinstance(left, Number) and isinstance(left.value, Fraction) and number is not None:
        whole = Number(left.value * number)
        return Mul((whole, *rest), dot) if rest and left != ONE else None
    if isinstance(right, Variable):
        if left == right:
            return Pow(left, Number(Fraction(2)))
        if isinstance(left, Mul) and not left.dot and left.factors[-1] == right:
            return Mul((*left.factors[:-1], Pow(right, Number(Fraction(2)))))
    return None


def _is_odd(node: Expression) -> bool:
    if isinstance(node, Add):
        return all(not list(variables(term)) for term in node.terms) and len(node.terms) > 1
    if isinstance(node, Div) and isinstance(node.numerator, Variable):
        return isinstance(node.denominator, Add) and node.numerator in node.denominator.terms
    return False


def _nested(formula: Expression, indices: frozenset[str]) -> Iterator[bool]:
    if isinstance(formula, SumOver):
        yield formula.index in indices
        indices |= {formula.index}
    for part in formula.children:
        yield from _nested(part, indices)
