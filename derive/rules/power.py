"""The power rule."""

from derive.core.derivation import Rule
from derive.core.expression import ONE, Add, Expression, Mul, Neg, Number, Pow, Variable, variables
from derive.core.text import Text

RULE = Rule(
    "power",
    Text("power rule", "冪次規則"),
    Text("the exponent comes to the front and goes down by one", "指數搬到前面，次方減一"),
)
NODE = Pow
QUIET = False


def apply(body: Pow, wrt: Variable) -> Expression | None:
    """(x^n)' = n·x^(n-1)"""
    if body.base != wrt or wrt in variables(body.exponent):
        return None
    return lowered(body)


def lowered(body: Pow) -> Expression:
    """Return ``n·u^{n-1}``."""
    exponent = body.exponent
    if isinstance(exponent, Number):
        less: Expression = Number(exponent.value - 1)
    else:
        less = Add((exponent, Neg(ONE)))
    return Mul((exponent, body.base if less == ONE else Pow(body.base, less)))
