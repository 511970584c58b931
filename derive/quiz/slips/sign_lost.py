"""A minus sign is forgotten, or the two numbers of a difference change places."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Neg
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip, each_place


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the formula with one sign the other way round."""
    return each_place(formula, _other_sign)


def _other_sign(node: Expression) -> Expression | None:
    match node:
        case Neg(operand=Add()):
            return node.operand
        case Add(terms=(first, Neg(operand=second))):
            return Add((second, Neg(first)))
    return None


SLIP = Slip("sign_lost", Text("a sign is wrong", "正負號錯了"), apply)
