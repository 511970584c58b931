"""Products in which a factor is a matrix or a column: which kind of product was meant."""

from __future__ import annotations

import re
from itertools import pairwise

from derive.core.expression import (
    Add,
    Call,
    Div,
    Expression,
    Hadamard,
    MatMul,
    Mul,
    Neg,
    Pow,
    Shape,
    SumOver,
    Total,
    Transpose,
    Variable,
)
from derive.core.text import Text
from derive.reading.cursor import Cursor

TRANSPOSE = re.compile(
    r"\s*(?:T|⊤|\\top(?![A-Za-z])|\\intercal(?![A-Za-z])"
    r"|\\(?:mathsf|mathrm|text|mathbf|mathit)\s*(?:\{\s*T\s*\}|T(?![A-Za-z])))\s*"
)

_SQUARE_SIGN = r"(?:\s*\^\s*(?:2|\{\s*2\s*\})|²)"
# the 2 of ‖v‖_2, before or behind the square
NORM_INDEX = re.compile(r"\s*(?:_\s*(?:[2F]|\{\s*[2F]\s*\})|₂)")
NORM_SQUARE = re.compile(rf"{_SQUARE_SIGN}(?:{NORM_INDEX.pattern})?")


def shape(part: Expression) -> Shape | None:
    """Return rows and columns; None for a scalar."""
    if isinstance(part, Variable):
        return part.shape
    if isinstance(part, Transpose):
        inner = shape(part.operand)
        return None if inner is None else (inner[1], inner[0])
    if isinstance(part, MatMul):
        first, last = shape(part.factors[0]), shape(part.factors[-1])
        return None if first is None or last is None else (first[0], last[1])
    if isinstance(part, Add | Neg | Mul | Div | Call | Hadamard | SumOver | Pow):
        return next(filter(None, map(shape, part.children)), None)
    return None


def side_by_side(factors: list[Expression]) -> Expression:
    """Return the product of factors without a sign between them.

    Two or more shaped factors are a matrix product; scalars before and behind stay outside, one
    in between goes with the factor before it, so that the written order is kept.
    """
    shaped = [at for at, factor in enumerate(factors) if shape(factor) is not None]
    if len(shaped) < 2:
        return Mul(tuple(factors))
    first, last = shaped[0], shaped[-1]
    matrices: list[Expression] = []
    for factor in factors[first : last + 1]:
        if shape(factor) is None:
            matrices[-1] = Mul((matrices[-1], factor))
        else:
            matrices.append(factor)
    outside = (*factors[:first], MatMul(tuple(matrices)), *factors[last + 1 :])
    return outside[0] if len(outside) == 1 else Mul(outside)


def times(
    reader: Cursor, left: Expression, right: Expression, sign: str, dotted: bool
) -> tuple[Expression, bool]:
    """Return the product for a written sign, and whether it is a dotted one that may grow."""
    a, b = shape(left), shape(right)
    if a is None or b is None:
        if dotted and isinstance(left, Mul):
            return Mul((*left.factors, right), dot=True), True
        return Mul((left, right), dot=True), True
    if sign == "*" and a == b and (a[1] != b[0] or reader.doubt()):
        return Hadamard((*_entrywise(left), right)), False
    factors = left.factors if isinstance(left, MatMul) else (left,)
    return MatMul((*factors, right)), False


def entrywise(
    reader: Cursor, left: Expression, right: Expression, beside: tuple[bool, bool]
) -> Expression:
    """Return ``left ⊙ right``; ``beside`` says which of them are factors side by side.

    ``A ⊙ B C`` is ``A ⊙ (B C)``, or else ``(A ⊙ B) C``: where the shapes leave two readings, it is
    doubtful.
    """
    before: tuple[Expression, ...] = ()
    behind: tuple[Expression, ...] = ()
    first, second = left, right
    if beside[0] and isinstance(left, MatMul):
        *kept, first = left.factors
        before = tuple(kept)
    if beside[1] and isinstance(right, MatMul):
        second, *rest = right.factors
        behind = tuple(rest)
    readings: list[Expression] = [Hadamard((*_entrywise(left), right))]
    if behind:
        readings.append(MatMul((Hadamard((*_entrywise(left), second)), *behind)))
    if before:
        readings.append(MatMul((*before, Hadamard((first, right)))))
    if before and behind:
        readings.append(MatMul((*before, Hadamard((first, second)), *behind)))
    possible = list(filter(_fits, readings)) or readings
    if len(possible) == 1:
        return possible[0]
    return possible[reader.doubt()]


def _fits(part: Expression) -> bool:
    """Whether the factors of a product have shapes that can be multiplied, so far as known."""
    shapes = [shape(factor) for factor in part.children]
    neighbours = [(one, other) for one, other in pairwise(shapes) if one and other]
    if isinstance(part, Hadamard):
        agree = all(one == other for one, other in neighbours)
    else:
        agree = all(one[1] == other[0] for one, other in neighbours)
    return agree and all(
        _fits(each) for each in part.children if isinstance(each, MatMul | Hadamard)
    )


def _entrywise(part: Expression) -> tuple[Expression, ...]:
    return part.factors if isinstance(part, Hadamard) else (part,)


def norm(reader: Cursor, body: Expression, at: int) -> Expression:
    """Read ``‖v‖^2``, the sum of the squares; any other norm is refused."""
    found = NORM_SQUARE.match(reader.text, reader.start, reader.end)
    if found is None:
        reader.refuse(_NORM, _SQUARE, at)
    reader.go(found.end())
    return Total(Hadamard((body, body)))


_NORM = Text("Only the square of a norm is read.", "只接受範數的平方。")
_SQUARE = Text("Write \\|v\\|^2.", "請寫成 \\|v\\|^2。")
