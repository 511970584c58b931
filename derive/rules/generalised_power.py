"""The power rule and the chain rule in one."""

from derive.core.derivation import Rule
from derive.core.expression import Derivative, Expression, Mul, Pow, Variable, variables
from derive.core.text import Text
from derive.rules.power import lowered

RULE = Rule(
    "generalised_power",
    Text("generalised power rule", "廣義冪次規則"),
    Text(
        "the power rule for what is in the brackets, times the derivative of what is in them",
        "括號整體用冪次規則，再乘上括號內的微分",
    ),
)
NODE = Pow
QUIET = False


def apply(body: Pow, wrt: Variable) -> Expression | None:
    """(u^n)' = n·u^(n-1)·u'"""
    inner = variables(body.base)
    if body.base == wrt or wrt not in inner or wrt in variables(body.exponent):
        return None
    return Mul((lowered(body), Derivative(body.base, wrt)), dot=True)
