"""The derivative of a sum is the sum of the derivatives."""

from derive.core.derivation import Rule
from derive.core.expression import Add, Derivative, Expression, Variable
from derive.core.text import Text

RULE = Rule(
    "sum",
    Text("sum rule", "和的微分"),
    Text("a sum is differentiated term by term", "和的微分等於各項微分的和"),
)
NODE = Add
QUIET = True


def apply(body: Add, wrt: Variable) -> Expression:
    """(u + v)' = u' + v'"""
    return Add(tuple(Derivative(term, wrt) for term in body.terms))
