"""Of several paths only one is followed."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Mul
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield each path alone."""
    if isinstance(formula, Add) and all(isinstance(term, Mul) for term in formula.terms):
        yield from formula.terms


SLIP = Slip("path_lost", Text("a path is missing from the sum", "漏加了一條路徑"), apply)
