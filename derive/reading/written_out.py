"""Functions that answers may call and lessons do not have: each is read as what it stands for.

Written in exponentials, ``sech^2 z`` is decided exactly against ``1 - tanh^2 z``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from derive.core.expression import Add, Call, Div, E, Expression, Neg, Number, Pow
from derive.core.function import Function

Writing = Callable[[Expression], Expression]
_ONE, _TWO = Number(Fraction(1)), Number(Fraction(2))


def _sum(z: Expression) -> Expression:
    return Add((Pow(E, z), Pow(E, Neg(z))))


def _difference(z: Expression) -> Expression:
    return Add((Pow(E, z), Neg(Pow(E, Neg(z)))))


_HYPERBOLIC: Mapping[str, Writing] = {
    "cosh": lambda z: Div(_sum(z), _TWO),
    "sinh": lambda z: Div(_difference(z), _TWO),
    "sech": lambda z: Div(_TWO, _sum(z)),
    "csch": lambda z: Div(_TWO, _difference(z)),
    "coth": lambda z: Div(_sum(z), _difference(z)),
}


def writing(word: str, function: Callable[[str], Function | None]) -> Writing | None:
    """Return how a function is written out; None where it has no such form."""
    if word in _HYPERBOLIC:
        return _HYPERBOLIC[word]
    sine, cosine = function("sin"), function("cos")
    if sine is None or cosine is None:
        return None
    circular: Mapping[str, Writing] = {
        "tan": lambda z: Div(Call(sine, (z,)), Call(cosine, (z,))),
        "cot": lambda z: Div(Call(cosine, (z,)), Call(sine, (z,))),
        "sec": lambda z: Div(_ONE, Call(cosine, (z,))),
    }
    return circular.get(word)
