"""The learning rate is forgotten in the update."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Mul, Neg
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip
from derive.quiz.slips.uphill import is_update


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield ``w - ∂L/∂w``."""
    match formula:
        case Add(terms=(parameter, Neg(operand=Mul(factors=(_, gradient))))) if is_update(formula):
            yield Add((parameter, Neg(gradient)))


SLIP = Slip("no_rate", Text("the learning rate is forgotten", "忘了乘學習率"), apply)
