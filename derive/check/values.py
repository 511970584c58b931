"""What a formula can be worth at a point: a number, one number a sample, a matrix, a dual number.

The numbers themselves belong to an evaluator: residues, real numbers of sixty digits, degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from derive.check.verdict import ShapeClashError

# int, mpf or Degree, depending on who evaluates
Scalar = Any
Value = Any
Path = tuple[int, ...]


class Samples(tuple[Value, ...]):
    """One value for each sample."""

    __slots__ = ()


class Matrix(tuple[tuple[Scalar, ...], ...]):
    """Rows of numbers.  A matrix of one entry is never made: it is that number."""

    __slots__ = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self), len(self[0])


class Dual:
    """``primal + tangent ε`` with ε² = 0; ``tag`` tells apart the ε of different derivatives."""

    __slots__ = ("primal", "tag", "tangent")

    def __init__(self, primal: Scalar, tangent: Scalar, tag: int) -> None:
        self.primal = primal
        self.tangent = tangent
        self.tag = tag


def matrix(rows: Iterator[tuple[Scalar, ...]]) -> Value:
    """Return the matrix, or its entry if it has only one."""
    made = Matrix(rows)
    return made[0][0] if made.shape == (1, 1) else made


def spread(operation: Callable[..., Scalar], *values: Value) -> Value:
    """Apply an operation on numbers entry by entry.

    What is the same for all samples is repeated; a number, a column or a row is repeated along a
    matrix.  Raises ShapeClashError when the shapes do not fit.
    """
    if any(type(value) is Samples for value in values):
        return each(lambda *parts: spread(operation, *parts), *values)
    if any(type(value) is Matrix for value in values):
        return _over_entries(operation, values)
    return operation(*values)


def sample(value: Value, index: int) -> Value:
    """Return what a value is for one sample."""
    return value[index] if type(value) is Samples else value


def each(operation: Callable[..., Value], *values: Value) -> Value:
    """Apply an operation on numbers and matrices for each sample, or once where there are none."""
    counts = {len(value) for value in values if type(value) is Samples}
    if not counts:
        return operation(*values)
    if len(counts) > 1:
        raise ShapeClashError
    return Samples(operation(*(sample(v, i) for v in values)) for i in range(counts.pop()))


def _over_entries(operation: Callable[..., Scalar], values: tuple[Value, ...]) -> Value:
    shapes = [value.shape for value in values if type(value) is Matrix]
    rows, columns = (max(sizes) for sizes in zip(*shapes, strict=True))
    # one of them must have the full shape: a column plus a row is a mistake, not a table of sums
    if (rows, columns) not in shapes or any(
        high not in (1, rows) or wide not in (1, columns) for high, wide in shapes
    ):
        raise ShapeClashError
    return Matrix(
        tuple(operation(*(_entry(value, i, j) for value in values)) for j in range(columns))
        for i in range(rows)
    )


def _entry(value: Value, row: int, column: int) -> Scalar:
    if type(value) is not Matrix:
        return value
    line = value[row if len(value) > 1 else 0]
    return line[column if len(line) > 1 else 0]


def check_shapes(a: Value, b: Value) -> None:
    """Raise ShapeClashError when two values are matrices of different shape."""
    one, other = (value[0] if type(value) is Samples else value for value in (a, b))
    if type(one) is Matrix and type(other) is Matrix and one.shape != other.shape:
        raise ShapeClashError


def entries(value: Value) -> Iterator[Scalar]:
    """Yield the numbers in a value, in order."""
    if isinstance(value, tuple):
        for part in value:
            yield from entries(part)
    else:
        yield value


def seeded(value: Value, path: Path, one: Scalar, tag: int) -> Value:
    """Return the value with the number at the path made dual, its tangent being one."""
    if not path:
        return Dual(value, one, tag)
    parts = list(value)
    parts[path[0]] = seeded(parts[path[0]], path[1:], one, tag)
    return type(value)(parts)


def tangent(value: Value, tag: int, zero: Scalar) -> Value:
    """Return the tangents of a value, entry by entry."""
    if isinstance(value, tuple):
        return type(value)(tangent(part, tag, zero) for part in value)
    return value.tangent if type(value) is Dual and value.tag == tag else zero


def primal(value: Scalar) -> Scalar:
    """Return the number itself, without tangents of any kind."""
    while type(value) is Dual:
        value = value.primal
    return value
