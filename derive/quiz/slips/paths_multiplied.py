"""What comes back along several paths is multiplied and not added."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Mul
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the product of all paths."""
    if isinstance(formula, Add) and all(isinstance(term, Mul) for term in formula.terms):
        yield Mul(formula.terms, dot=True)


SLIP = Slip(
    "paths_multiplied",
    Text("paths are multiplied where they are to be added", "各路徑應該相加,卻相乘了"),
    apply,
)
