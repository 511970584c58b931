"""One factor of the chain is left out."""

from collections.abc import Iterator

from derive.core.expression import ONE, Expression, Mul
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip, product


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield the product without one of its factors."""
    if not isinstance(formula, Mul):
        return
    for place, factor in enumerate(formula.factors):
        if factor != ONE and len(formula.factors) > 1:
            yield product(formula.factors[:place] + formula.factors[place + 1 :], formula)


SLIP = Slip("missing_factor", Text("a factor of the chain is missing", "漏乘了一個因子"), apply)
