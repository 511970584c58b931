"""A number such as 2, ½ or 1/n is forgotten."""

from collections.abc import Iterator

from derive.core.expression import Div, Expression, Mul, Number, Role, Variable
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip, each_place, product


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the formula without one of its constant factors."""
    return each_place(formula, _without)


def _without(node: Expression) -> Expression | None:
    if not isinstance(node, Mul) or len(node.factors) < 2 or not _is_constant(node.factors[0]):
        return None
    return product(node.factors[1:], node)


def _is_constant(node: Expression) -> bool:
    if isinstance(node, Div):
        return all(map(_is_constant, node.children))
    if isinstance(node, Variable):
        return node.role is Role.CONSTANT
    return isinstance(node, Number) and node.value != 1


SLIP = Slip("constant_lost", Text("a constant factor is forgotten", "漏了常數倍"), apply)
