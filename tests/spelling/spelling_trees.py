"""Random formulas for the tests of the printers: every scalar node, deep and shallow."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from derive.activations import load
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Div,
    Expression,
    Marked,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    Role,
    Variable,
    exp,
)

LOSS = Variable("L", "L", Role.LOSS)
NAMES = (
    Variable("x_1", "x_1"),
    Variable("w_{1,1}", "w_{1,1}"),
    Variable("y", "y"),
    Variable(r"\hat{y}", r"\hat{y}"),
    Variable("z_1^1", "z_1^1"),
    Variable(r"\delta_{h1}", r"\delta_{h1}"),
    Variable("net_{o1}", "net_{o1}"),
    Variable(r"\eta", r"\eta"),
)
PARTIALS = (Partial(LOSS, NAMES[1]), Partial(NAMES[3], NAMES[1]), Partial(LOSS, NAMES[3]))
FUNCTIONS = {key: load(key) for key in ("sigmoid", "tanh", "relu", "abs", "max", "sin", "exp")}

_numbers = st.one_of(
    st.integers(-4, 12).map(lambda value: Number(Fraction(value))),
    st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(-3, 4)]).map(Number),
    st.sampled_from([Number(Fraction(1, 10), "0.10"), Number(Fraction(5, 2), "2.5")]),
    st.sampled_from([Number(-1.8), Number(0.25), Number(3.0), Number(2.5e-7)]),
)
_leaves = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(PARTIALS), _numbers, st.just(Constant("pi"))
)


def _over(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    one_argument = st.sampled_from(["sigmoid", "tanh", "relu", "abs", "sin"])
    return st.one_of(
        several.map(Add),
        parts.map(Neg),
        st.builds(Mul, several, st.booleans()),
        st.builds(Div, parts, parts),
        st.builds(Pow, parts, st.integers(2, 3).map(lambda n: Number(Fraction(n)))),
        parts.map(exp),
        st.builds(lambda key, part: Call(FUNCTIONS[key], (part,)), one_argument, parts),
        st.builds(lambda a, b: Call(FUNCTIONS["max"], (a, b)), parts, parts),
        parts.map(lambda part: Call(FUNCTIONS["exp"], (part,))),
        st.builds(Marked, parts, st.sampled_from(PARTIALS)),
    )


formulas = st.recursive(_leaves, _over, max_leaves=12)
values = st.lists(st.floats(-2, 2), min_size=11, max_size=11).map(
    lambda numbers: dict(zip((*NAMES, *PARTIALS), numbers, strict=True))
)
