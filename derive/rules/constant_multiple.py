"""A factor that does not contain the variable stays in front of the derivative."""

from derive.core.derivation import Rule
from derive.core.expression import Derivative, Expression, Mul, Variable, variables
from derive.core.text import Text

RULE = Rule(
    "constant_multiple",
    Text("constant multiple rule", "常數倍的微分"),
    Text(
        "what does not contain the variable is a constant factor and stays",
        "不含該變數的因子視為常數，直接留下",
    ),
)
NODE = Mul
QUIET = True


def apply(body: Mul, wrt: Variable) -> Expression | None:
    """(c·u)' = c·u'"""
    varying = [wrt in variables(factor) for factor in body.factors]
    if sum(varying) != 1:
        return None
    pairs = zip(body.factors, varying, strict=True)
    return Mul(tuple(Derivative(f, wrt) if varies else f for f, varies in pairs), dot=True)
