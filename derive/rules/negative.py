"""A minus sign stays in front of the derivative."""

from derive.core.derivation import Rule
from derive.core.expression import Derivative, Expression, Neg, Variable
from derive.core.text import Text

RULE = Rule(
    "negative",
    Text("constant multiple rule", "常數倍的微分"),
    Text("the factor -1 stays in front", "係數 -1 留在前面"),
)
NODE = Neg
QUIET = True


def apply(body: Neg, wrt: Variable) -> Expression:
    """(-u)' = -u'"""
    return Neg(Derivative(body.operand, wrt))
