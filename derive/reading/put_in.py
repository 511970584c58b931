"""A number put into a function of one variable: ``L(-6)``, ``f'(-6)``, ``∇L(-6)``."""

from __future__ import annotations

from derive.core.expression import (
    Expression,
    Neg,
    Number,
    Partial,
    Role,
    Variable,
    substitute,
    variables,
)
from derive.reading.cursor import Grammar


def put_in(reader: Grammar, found: Variable, slope: bool) -> Expression | None:
    """Read the bracket with a number behind a function of one variable.

    Gives None, and stays where it is, when the name is no such function or something else stands
    in the bracket.
    """
    function = reader.table.of_one.get(found)
    if function is None or reader.kind != "open" or reader.word != "(":
        return None
    place = reader.start
    inside = reader.bracketed()
    if variables(inside):
        reader.go(place)
        return None
    if function.at is not None and _value(inside) == function.at:
        return Partial(found, function.wrt, Role.ADJOINT) if slope else found
    return substitute(function.slope if slope else function.value, {function.wrt: inside})


def _value(inside: Expression) -> float | None:
    if isinstance(inside, Neg):
        value = _value(inside.operand)
        return None if value is None else -value
    return float(inside.value) if isinstance(inside, Number) else None
