"""Only 1 - σ(z) is left of σ(z)(1 - σ(z))."""

from collections.abc import Iterator

from derive.core.expression import Expression, Mul
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip, each_place
from derive.quiz.slips.value_for_slope import is_slope


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the formula with half a slope."""
    return each_place(formula, _second)


def _second(node: Expression) -> Expression | None:
    return node.factors[1] if isinstance(node, Mul) and is_slope(node) else None


SLIP = Slip(
    "half_a_slope",
    Text("only 1 - σ is left of σ(1 - σ)", "σ(1 - σ) 只寫了 1 - σ"),
    apply,
)
