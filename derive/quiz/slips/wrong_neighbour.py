"""The input, weight or output of a neighbour is taken: x_2 for x_1."""

from collections.abc import Iterator

from derive.core.expression import Expression, Role, Variable
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip, each_place


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the formula with one name replaced by another that the same equations read."""
    return each_place(formula, lambda node: _neighbour(node, graph))


def _neighbour(node: Expression, graph: Graph) -> Expression | None:
    if not isinstance(node, Variable) or node.role in (Role.CONSTANT, Role.LOSS):
        return None
    for reader in graph.consumers.get(node, ()):
        others = [name for name in dict.fromkeys(reader.inputs) if name != node]
        alike = [name for name in others if name.role is node.role]
        if alike and reader.output != graph.loss:
            return alike[0]
    return None


SLIP = Slip("wrong_neighbour", Text("the neighbour's value is used", "用到隔壁單元的值"), apply)
