"""A sum over the samples is a sum: it is differentiated term by term."""

from derive.core.derivation import Rule
from derive.core.expression import Derivative, Expression, SumOver, Variable, variables
from derive.core.text import Text

RULE = Rule(
    "sum_over_samples",
    Text("sum over samples", "對樣本求和"),
    Text(
        "every sample contributes its own term; the derivative of one sample's value keeps only "
        "that sample's term",
        "每筆樣本各自貢獻一項；若只對某一筆樣本的量微分，就只剩下該筆的那一項",
    ),
)
NODE = SumOver
QUIET = True


def apply(body: SumOver, wrt: Variable) -> Expression | None:
    """(Σ_i u_i)' = Σ_i u_i'; with respect to the u of sample i only that sample's term is left."""
    if wrt not in variables(body.body):
        return None
    if wrt.sampled:
        return Derivative(body.body, wrt)
    return SumOver(body.index, body.upper, Derivative(body.body, wrt))
