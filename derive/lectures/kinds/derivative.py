"""A function of one variable and its derivative, line by line, with its common factor in front."""

from collections.abc import Iterator

from derive.blackboard.chain import Row
from derive.blackboard.factored import factored
from derive.blackboard.ordinary import ordinary
from derive.core.expression import Expression, Partial, Role
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece
from derive.lectures.spec import Spec

SHOWS = Text("a function and its derivative", "函數與它的微分")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the function, then one board for each variable it has."""
    solution = spec.solution()
    graph = solution.lesson.graph
    if len(graph.nodes) != 1:
        raise spec.error(_ONE_EQUATION)
    (node,) = graph.nodes
    rows = [Row(node.formula, FUNCTION, node.output)]
    for name, step in solution.derivation.gradients.items():
        left: Expression | None = Partial(graph.loss, name, Role.ADJOINT)
        for line in step.working:
            rows.append(Row(line.formula, line.rule.title, left))
            left = None
        if (shorter := factored(step.formula)) is not None:
            rows.append(Row(shorter, FACTOR))
    single = len(solution.derivation.gradients) == 1
    yield Derived(tuple(rows), ordinary(graph), plain=single)


FUNCTION = Text("the function", "原函數")
FACTOR = Text("common factor in front", "提出公因數")
_ONE_EQUATION = Text("This is for a lesson of a single equation.", "這裡只能用只有一個式子的教案。")
