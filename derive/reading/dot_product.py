"""``w^T x`` where the lesson has w_1, w_2 and x_1, x_2: the sum of their products, written out."""

from __future__ import annotations

from dataclasses import replace

from derive.core.expression import Add, Expression, Mul, Variable
from derive.reading.cursor import Grammar
from derive.reading.matrices import TRANSPOSE
from derive.reading.names import Spelled, spelled_at


def dot_product(reader: Grammar) -> Expression | None:
    """Read the product of two columns of names; None where none stands here.

    The columns must have the same subscripts: ``w_1, w_2`` fits ``x_1, x_2`` and nothing longer.
    """
    row = spelled_at(reader.text, reader.start, reader.end)
    if row is None or not row.scripts or not _is_transpose(row):
        return None
    place = reader.start
    reader.go(row.end)
    column = spelled_at(reader.text, reader.start, reader.end)
    pairs = () if column is None else _pairs(reader, _untransposed(row), column)
    if column is None or not pairs:
        reader.go(place)
        return None
    reader.go(column.end)
    terms = tuple(Mul(pair) for pair in pairs)
    return terms[0] if len(terms) == 1 else Add(terms)


def _is_transpose(row: Spelled) -> bool:
    last = row.scripts[-1]
    return last.mark == "^" and TRANSPOSE.fullmatch(last.content) is not None


def _untransposed(row: Spelled) -> Spelled:
    return replace(row, scripts=row.scripts[:-1])


def _pairs(reader: Grammar, row: Spelled, column: Spelled) -> tuple[tuple[Variable, Variable], ...]:
    left = dict(reader.table.spellings.members(row))
    right = dict(reader.table.spellings.members(column))
    if not left or left.keys() != right.keys():
        return ()
    return tuple((left[place], right[place]) for place in left)
