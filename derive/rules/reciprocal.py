"""The quotient rule for a constant above the bar."""

from derive.core.derivation import Rule
from derive.core.expression import (
    TWO,
    Derivative,
    Div,
    Expression,
    Mul,
    Neg,
    Pow,
    Variable,
    variables,
)
from derive.core.text import Text

RULE = Rule(
    "reciprocal",
    Text("reciprocal rule", "倒數的微分"),
    Text(
        "the quotient rule with a constant numerator: minus c over the square, times the inner "
        "derivative",
        "分子為常數的商的微分：負的分子除以分母平方，再乘上分母的微分",
    ),
)
NODE = Div
QUIET = False


def apply(body: Div, wrt: Variable) -> Expression | None:
    """(c/v)' = -c/v² · v'"""
    if wrt in variables(body.numerator) or wrt not in variables(body.denominator):
        return None
    outer = Neg(Div(body.numerator, Pow(body.denominator, TWO)))
    if body.denominator == wrt:
        return outer
    return Mul((outer, Derivative(body.denominator, wrt)), dot=True)
