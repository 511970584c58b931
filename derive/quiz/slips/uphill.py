"""The update goes up the gradient instead of down."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Mul, Neg, Role, variables
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield ``w + η ∂L/∂w``."""
    match formula:
        case Add(terms=(parameter, Neg(operand=Mul() as step))) if is_update(formula):
            yield Add((parameter, step))


def is_update(formula: Expression) -> bool:
    """Whether a learning rate stands in it."""
    return any(name.role is Role.HYPERPARAMETER for name in variables(formula))


SLIP = Slip("uphill", Text("the step goes up the gradient", "往梯度的方向走(應該往反方向)"), apply)
