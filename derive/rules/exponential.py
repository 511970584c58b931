"""The derivative of an exponential is itself, times the derivative of the exponent."""

from derive.core.derivation import Rule
from derive.core.expression import Derivative, E, Expression, Mul, Pow, Variable, variables
from derive.core.text import Text

RULE = Rule(
    "exponential",
    Text("exponential rule", "指數函數的微分"),
    Text(
        "an exponential stays as it is and is multiplied by the derivative of its exponent",
        "指數函數微分後不變，再乘上指數的微分",
    ),
)
NODE = Pow
QUIET = False


def apply(body: Pow, wrt: Variable) -> Expression | None:
    """(e^u)' = e^u·u'"""
    if body.base != E or wrt not in variables(body.exponent):
        return None
    return Mul((body, Derivative(body.exponent, wrt)), dot=True)
