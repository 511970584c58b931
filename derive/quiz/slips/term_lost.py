"""One term of a sum is forgotten."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Neg, Number
from derive.core.graph import Graph
from derive.core.text import Text
from derive.quiz.slips import Slip


def apply(formula: Expression, graph: Graph) -> Iterator[Expression]:
    """Yield a sum without one of its terms; a difference is left to the slips with signs."""
    if not isinstance(formula, Add) or any(isinstance(term, Neg) for term in formula.terms):
        return
    for place in range(len(formula.terms)):
        rest = formula.terms[:place] + formula.terms[place + 1 :]
        kept = rest[0] if len(rest) == 1 else Add(rest)
        if not isinstance(kept, Number):
            yield kept


SLIP = Slip("term_lost", Text("a term of the sum is missing", "漏了一項"), apply)
