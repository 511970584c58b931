"""Known functions in the place of unknown ones: how a formula with "any f" is tried in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from derive.core.derivation import Derivation, Step
from derive.core.expression import Call, Expression, rewrite
from derive.core.function import Function

StandIn = Callable[[Function], Function]


def interpreted(formula: Expression, stand_in: StandIn) -> Expression:
    """Return the formula with a known function for each unknown one; ``f'`` becomes its slope."""

    def change(node: Expression) -> Expression | None:
        if not (isinstance(node, Call) and node.function.is_unknown):
            return None
        inside = tuple(interpreted(argument, stand_in) for argument in node.arguments)
        return Call(stand_in(node.function), inside, node.order)

    return rewrite(formula, change)


def interpreted_derivation(derivation: Derivation, stand_in: StandIn) -> Derivation:
    """Return the derivation with a known function for each unknown one in its results."""

    def steps() -> Iterable[Step]:
        for step in derivation.steps:
            result = interpreted(step.result, stand_in)
            yield step if result is step.result else replace(step, result=result)

    return replace(derivation, steps=tuple(steps()))
