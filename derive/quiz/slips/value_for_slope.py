"""σ(z) is taken where its derivative σ(z)(1 - σ(z)) is meant."""

from collections.abc import Iterator

from derive.core.expression import ONE, Add, Expression, Mul, Neg
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip, each_place


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the formula with the value of an activation for its slope."""
    return each_place(formula, _value)


def _value(node: Expression) -> Expression | None:
    return node.factors[0] if isinstance(node, Mul) and is_slope(node) else None


def is_slope(node: Expression) -> bool:
    """Whether it is ``a(1 - a)`` for some a."""
    if not (isinstance(node, Mul) and len(node.factors) == 2):
        return False
    value, rest = node.factors
    return rest == Add((ONE, Neg(value)))


SLIP = Slip(
    "value_for_slope",
    Text("the activation is put in for its derivative", "把激勵函數本身當成它的微分"),
    apply,
)
