"""A constant below the bar stays below the bar."""

from derive.core.derivation import Rule
from derive.core.expression import Derivative, Div, Expression, Variable, variables
from derive.core.text import Text

RULE = Rule(
    "constant_denominator",
    Text("constant multiple rule", "常數倍的微分"),
    Text("a constant denominator is a constant factor and stays", "分母是常數，直接留下"),
)
NODE = Div
QUIET = True


def apply(body: Div, wrt: Variable) -> Expression | None:
    """(u/c)' = u'/c"""
    if wrt in variables(body.denominator):
        return None
    return Div(Derivative(body.numerator, wrt), body.denominator)
