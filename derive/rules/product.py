"""The product rule: each factor takes its turn."""

from derive.core.derivation import Rule
from derive.core.expression import Add, Derivative, Expression, Mul, Variable, variables
from derive.core.text import Text

RULE = Rule(
    "product",
    Text("product rule", "乘積的微分"),
    Text(
        "each factor is differentiated in turn while the others stay, and the results are added",
        "輪流對每個因子微分、其餘不動，再相加",
    ),
)
NODE = Mul
QUIET = False


def apply(body: Mul, wrt: Variable) -> Expression | None:
    """(u·v)' = u'·v + u·v'"""
    places = [place for place, factor in enumerate(body.factors) if wrt in variables(factor)]
    if len(places) < 2:
        return None
    return Add(tuple(_turn(body.factors, place, wrt) for place in places))


def _turn(factors: tuple[Expression, ...], place: int, wrt: Variable) -> Mul:
    return Mul((*factors[:place], Derivative(factors[place], wrt), *factors[place + 1 :]), dot=True)
