"""The squared error of a whole output vector, or of a batch of them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from derive.calculus.differentiate import DEFINITION, SIMPLIFY
from derive.calculus.tidy import tidy
from derive.core.derivation import Line, Rule
from derive.core.expression import (
    ONE,
    TWO,
    Add,
    Derivative,
    Expression,
    Mul,
    Neg,
    Pow,
    Total,
    Variable,
)
from derive.core.graph import Node
from derive.core.text import Text

RULE = Rule(
    "squared_error",
    Text("generalised power rule, entry by entry", "逐分量的廣義冪次規則"),
    Text(
        "every entry of the output appears in one square only",
        "輸出的每個分量只出現在一個平方項裡",
    ),
)


@dataclass(frozen=True)
class SquaredError:
    """``scale · ‖y - ŷ‖²``; ``scale`` None stands for 1."""

    target: Variable
    guess: Variable
    scale: Expression | None
    key: str = "squared_error"

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return ``scale Σ (y - ŷ)²``, over the entries of a sample and over the samples."""
        square = Total(Pow(self._error(), TWO))
        return Mul((self.scale, square)) if self.scale else square

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression] | None:
        """Return ``-2 scale (y - ŷ)``, which has the shape of ŷ."""
        return {self.guess: tidy(self._slope())}

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the gradient times the adjoint of the loss."""
        return Mul((tidy(self._slope()), adjoint))

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the VJP as a lecture writes it, which is as it is run."""
        return self.vjp(adjoint, output, wrt)

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the gradient goes by."""
        return RULE

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return the derivative of the squares, then tidied."""
        slope = self._slope()
        first = Line(Derivative(self.primal(()), wrt), DEFINITION)
        return (first, Line(slope, RULE), Line(tidy(slope), SIMPLIFY))

    def _error(self) -> Expression:
        return Add((self.target, Neg(self.guess)))

    def _slope(self) -> Expression:
        square = (Mul((TWO, self._error())), Neg(ONE))
        return Mul((self.scale, *square) if self.scale else square, dot=True)


def squared_error(
    output: Variable, target: Variable, guess: Variable, scale: Expression | None
) -> Node:
    """Return the node ``output = scale · ‖target - guess‖²``."""
    return Node(output, SquaredError(target, guess, scale), (target, guess))
