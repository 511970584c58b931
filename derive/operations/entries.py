"""What is left of a product entry by entry once equal factors cancel: ``ŷ ⊙ (-y/ŷ)`` is ``-y``."""

from __future__ import annotations

from derive.calculus.cancel import CANCEL, cancelling
from derive.calculus.tidy import tidy
from derive.core.derivation import Line
from derive.core.expression import (
    Expression,
    Hadamard,
    MatMul,
    Mul,
    Neg,
    Total,
    Transpose,
    Variable,
    rewrite,
    walk,
    without_marks,
)
from derive.operations.elementwise import entrywise


def left_of_entries(formula: Expression) -> tuple[Line, ...]:
    """Return the lines that lead from a formula of matrices to what is left of it.

    There are none if nothing cancels, or where a matrix product stands in the way.
    """
    plain = without_marks(formula)
    if any(isinstance(part, MatMul | Transpose) for part in walk(plain)):
        return ()
    numbers = _one_entry(plain)
    inside = rewrite(numbers, _total)
    lines = [] if inside == numbers else [Line(tidy(inside), CANCEL)]
    lines += cancelling(tidy(inside))
    return tuple(Line(entrywise(line.formula), line.rule) for line in lines)


def _one_entry(formula: Expression) -> Expression:
    """Return the formula of one entry: products of matrices entry by entry become products."""

    def change(node: Expression) -> Expression | None:
        if not isinstance(node, Hadamard):
            return None
        return Mul(tuple(_one_entry(factor) for factor in node.factors))

    return rewrite(formula, change)


def _total(node: Expression) -> Expression | None:
    """Cancel inside a sum over entries, and bring what is no matrix before it."""
    if not isinstance(node, Total):
        return None
    lines = cancelling(node.operand)
    return _before(lines[-1].formula, node.axis) if lines else None


def _before(inner: Expression, axis: int | None) -> Expression:
    if isinstance(inner, Neg):
        return Neg(_before(inner.operand, axis))
    factors = inner.factors if isinstance(inner, Mul) else (inner,)
    fixed = tuple(factor for factor in factors if not _has_entries(factor))
    moving = tuple(factor for factor in factors if _has_entries(factor))
    if not moving:
        return Total(inner, axis)
    body = moving[0] if len(moving) == 1 else Mul(moving)
    return Mul((*fixed, Total(entrywise(body), axis))) if fixed else Total(entrywise(body), axis)


def _has_entries(formula: Expression) -> bool:
    return any(isinstance(part, Variable) and part.shape is not None for part in walk(formula))
