"""The constants that students lose or double: those before a loss, and its exponents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.core.expression import (
    ONE,
    Div,
    Expression,
    Mul,
    Number,
    Pow,
    Role,
    Variable,
    walk,
)
from derive.core.text import Text, same
from derive.spelling.text import text


@dataclass(frozen=True)
class Constant:
    """A constant factor, or an exponent, and how it is spoken of."""

    value: Expression
    said: Text
    is_factor: bool = True


def constants(formula: Expression) -> tuple[Constant, ...]:
    """Return each constant factor of a formula, and each exponent, once."""
    return tuple({constant.said.en: constant for constant in _constants(formula)}.values())


def _constants(formula: Expression) -> Iterator[Constant]:
    for part in walk(formula):
        if isinstance(part, Mul):
            for factor in part.factors:
                yield from _factors(factor)
        elif isinstance(part, Div):
            yield from _factors(part)
        elif isinstance(part, Pow) and _is_number(part.exponent):
            yield Constant(part.exponent, _DOWN.fill(exponent=text(part.exponent)), False)


def _factors(factor: Expression) -> Iterator[Constant]:
    """Yield what is constant in a factor such as ½, 1/n or 1/(2n)."""
    if _is_number(factor):
        yield Constant(factor, same(text(factor)))
    elif isinstance(factor, Div):
        below = factor.denominator
        for part in below.factors if isinstance(below, Mul) else (below,):
            if _is_number(part) or (isinstance(part, Variable) and part.role is Role.CONSTANT):
                inverse = Div(ONE, part)
                yield Constant(inverse, same(text(inverse)))


def _is_number(part: Expression) -> bool:
    return isinstance(part, Number) and part.value not in (0, 1)


_DOWN = Text("the {exponent} from the exponent", "由指數乘到前面的 {exponent}")
