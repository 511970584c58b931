"""A power with the variable in its exponent, by way of the logarithm."""

from derive.core.derivation import Rule
from derive.core.expression import (
    Call,
    Derivative,
    E,
    Expression,
    Mul,
    Pow,
    Variable,
    variables,
)
from derive.core.text import Text

RULE = Rule(
    "general_exponential",
    Text("logarithmic differentiation", "對數微分法"),
    Text(
        "u^v is e^(v ln u), so it stays and is multiplied by the derivative of v ln u",
        "u^v 就是 e^(v ln u)，所以本身不變，再乘上 v ln u 的微分",
    ),
)
NODE = Pow
QUIET = False


def apply(body: Pow, wrt: Variable) -> Expression | None:
    """(u^v)' = u^v·(v·ln u)'"""
    if body.base == E or wrt not in variables(body.exponent):
        return None
    from derive.activations import load  # a function's file is read when a formula needs it

    logarithm = Call(load("log"), (body.base,))
    return Mul((body, Derivative(Mul((body.exponent, logarithm)), wrt)), dot=True)
