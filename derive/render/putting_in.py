"""Numbers put in for the names of a formula, in the order in which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.core.expression import (
    Add,
    Expression,
    Mul,
    Number,
    SumOver,
    Variable,
    rewrite,
    variables,
    without_marks,
)

# beyond this many samples a sum of numbers is shortened with dots
MOST_SAMPLES_SHOWN = 4


DOTS = Variable("⋯", "\\cdots")


def put_in(
    formula: Expression, values: Mapping[Variable, Any], sample: int | None = None
) -> Expression:
    """Replace every variable by its number, in the order in which the formula is written."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, SumOver) and any(name.sampled for name in variables(node.body)):
            return _spread(node, values)
        if isinstance(node, Mul) and not node.dot:
            return _dotted(tuple(put_in(factor, values, sample) for factor in node.factors))
        if not isinstance(node, Variable) or node not in values:
            return None
        value = values[node]
        return Number(float(value[sample] if node.sampled else value))

    return rewrite(formula, change)


def _dotted(factors: tuple[Expression, ...]) -> Mul:
    """Put dots between factors once two of them are numbers: 2e becomes 2 · (-7), not 2(-7)."""
    return Mul(factors, dot=sum(isinstance(factor, Number) for factor in factors) > 1)


def _spread(total: SumOver, values: Mapping[Variable, Any]) -> Expression:
    """Write a sum over samples as the terms it has, with dots where there are many."""
    body = without_marks(total.body)
    count = next(len(values[name]) for name in variables(body) if name.sampled)
    if count <= MOST_SAMPLES_SHOWN:
        shown: list[Expression] = [put_in(body, values, i) for i in range(count)]
    else:
        shown = [put_in(body, values, 0), put_in(body, values, 1), DOTS]
        shown.append(put_in(body, values, count - 1))
    return shown[0] if count == 1 else Add(tuple(shown))
