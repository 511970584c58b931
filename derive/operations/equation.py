"""One scalar equation as its author wrote it: the op from which whole networks are made."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from derive.calculus.differentiate import DEFINITION, SIMPLIFY, slopes, working
from derive.calculus.tidy import tidy
from derive.core.derivation import Line, Rule
from derive.core.expression import Call, Expression, Mul, Variable, substitute, variables
from derive.core.graph import Node
from derive.core.text import Text

THROUGH_OUTPUT = Rule(
    "through_output",
    Text("use the kept output", "使用記錄下來的輸出"),
    Text(
        "the forward pass has already computed this value, so the derivative is read off it",
        "這個值在前向傳遞時已經算過並記錄下來，直接取用",
    ),
)


@dataclass(frozen=True)
class Equation:
    """``output = body``.  Works for scalars, and for sampled variables sample by sample."""

    body: Expression
    key: str = "equation"

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return the formula; it already names its inputs."""
        return self.body

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return ``∂output/∂wrt · adjoint``."""
        return Mul((self.partials(output, {wrt})[wrt], adjoint), dot=True)

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression]:
        """Return ``∂output/∂v`` for every wanted v that the equation reads.

        Where an activation's derivative can be had from its value, it reads ``output``.
        """
        if (slope := self._through(output)) is None:
            return slopes(self.body, wanted)
        (argument,) = self.body.children
        if isinstance(argument, Variable):
            return {argument: slope} if argument in wanted else {}
        inner = slopes(argument, wanted)
        return {name: tidy(Mul((slope, factor))) for name, factor in inner.items()}

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the VJP as a lecture writes it, which is as it is run."""
        return self.vjp(adjoint, output, wrt)

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the local partial goes by."""
        return THROUGH_OUTPUT if self._through(wrt) is not None else DEFINITION

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return the working from ``∂[body]/∂wrt`` to what ``partials`` computes."""
        lines = working(self.body, wrt)
        result = self.partials(output, {wrt})[wrt]
        if lines[-1].formula != result:
            kept = self._through(output) is not None
            lines = (*lines, Line(result, THROUGH_OUTPUT if kept else SIMPLIFY))
        return lines

    def _through(self, output: Variable) -> Expression | None:
        if not isinstance(self.body, Call) or len(self.body.arguments) != 1:
            return None
        from derive.activations import through_output

        formula = through_output(self.body.function)
        if formula is None:
            return None
        argument = Variable(self.body.function.arguments[0], "z")
        return substitute(formula, {OUTPUT: output, argument: self.body.arguments[0]})


# the name by which an activation's file speaks of its own value
OUTPUT = Variable("a", "a")


def equation(output: Variable, body: Expression) -> Node:
    """Return the node ``output = body``."""
    return Node(output, Equation(body), variables(body))
