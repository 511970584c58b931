"""An activation applied to every entry of a vector or matrix."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from derive.activations import OUTPUT, derivative, parameters, through_output
from derive.core.derivation import Line, Rule
from derive.core.expression import (
    Call,
    Div,
    Expression,
    Hadamard,
    Mul,
    Variable,
    rewrite,
    substitute,
)
from derive.core.function import Function
from derive.core.graph import Node
from derive.core.text import Text

THROUGH_ACTIVATION = Rule(
    "elementwise",
    Text("back through the activation", "通過激勵函數往回傳"),
    Text(
        "every entry is multiplied by the derivative of its own activation",
        "每個分量各自乘上激勵函數在該處的微分",
    ),
)


@dataclass(frozen=True)
class Elementwise:
    """``a = f(z)``, entry by entry."""

    function: Function
    argument: Variable
    key: str = "elementwise"

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return ``f(z)``."""
        return Call(self.function, (self.argument,))

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression] | None:
        """Return None: only the diagonal of the local partial is not zero."""
        return None

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return ``adjoint ⊙ f'(z)``, with the kept output where f' can be had from it."""
        return Hadamard((adjoint, *_factors(self.slope(output))))

    def slope(self, output: Variable) -> Expression:
        """Return ``f'(z)`` entry by entry."""
        (argument,) = parameters(self.function)
        kept = through_output(self.function)
        formula = derivative(self.function) if kept is None else kept
        return entrywise(substitute(formula, {argument: self.argument, OUTPUT: output}))

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the VJP as a lecture writes it, with the prime: ``adjoint ⊙ f'(z)``."""
        return Hadamard((adjoint, Call(self.function, (self.argument,), 1)))

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the VJP goes by."""
        return THROUGH_ACTIVATION

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return no small lines: the VJP is its own explanation."""
        return ()


def elementwise(output: Variable, function: Function, argument: Variable) -> Node:
    """Return the node ``output = f(argument)``."""
    return Node(output, Elementwise(function, argument), (argument,))


def entrywise(formula: Expression) -> Expression:
    """Return a formula of numbers as one of vectors or matrices: products of them with ``⊙``."""

    def change(node: Expression) -> Expression | None:
        if not isinstance(node, Mul):
            return None
        shaped = tuple(entrywise(part) for part in node.factors if _has_shape(part))
        if len(shaped) < 2:
            return None
        plain = tuple(part for part in node.factors if not _has_shape(part))
        over = any(isinstance(part, Div) for part in plain)  # 1/n · a ⊙ b
        return Mul((*plain, Hadamard(shaped)), dot=over) if plain else Hadamard(shaped)

    return rewrite(formula, change)


def _has_shape(formula: Expression) -> bool:
    if isinstance(formula, Variable):
        return formula.shape is not None
    return any(_has_shape(part) for part in formula.children)


def _factors(formula: Expression) -> tuple[Expression, ...]:
    return formula.factors if isinstance(formula, Hadamard) else (formula,)
