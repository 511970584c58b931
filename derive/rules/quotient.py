"""The quotient rule, for a fraction with the variable above and below the bar."""

from derive.core.derivation import Rule
from derive.core.expression import (
    TWO,
    Add,
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
    "quotient",
    Text("quotient rule", "商的微分"),
    Text(
        "bottom times derivative of top minus top times derivative of bottom, over bottom squared",
        "分母乘分子的微分，減去分子乘分母的微分，再除以分母的平方",
    ),
)
NODE = Div
QUIET = False


def apply(body: Div, wrt: Variable) -> Expression | None:
    """(u/v)' = (u'·v - u·v') / v²"""
    top, bottom = body.numerator, body.denominator
    if wrt not in variables(top) or wrt not in variables(bottom):
        return None
    gain = Mul((Derivative(top, wrt), bottom), dot=True)
    loss = Mul((top, Derivative(bottom, wrt)), dot=True)
    return Div(Add((gain, Neg(loss))), Pow(bottom, TWO))
