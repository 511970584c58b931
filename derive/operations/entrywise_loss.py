"""A loss that adds up one term for each entry of the output, for a batch of them at once."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from derive.calculus.differentiate import DEFINITION, SIMPLIFY, derivative, working
from derive.calculus.tidy import tidy
from derive.core.derivation import Line, Rule
from derive.core.expression import Derivative, Expression, Mul, Neg, Total, Variable
from derive.core.graph import Node
from derive.core.text import Text
from derive.operations.elementwise import entrywise

RULE = Rule(
    "entry_by_entry",
    Text("entry by entry", "逐分量微分"),
    Text(
        "every entry of the output appears in one term of the sum only",
        "輸出的每個分量只出現在總和的一項裡",
    ),
)


@dataclass(frozen=True)
class EntrywiseLoss:
    """``scale · Σ term``; ``term`` is that of one entry, and ``scale`` None stands for 1."""

    term: Expression
    target: Variable
    guess: Variable
    scale: Expression | None
    key: str = "entrywise_loss"

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return the sum over the entries of all samples, a minus sign in front of it."""
        if isinstance(self.term, Neg):
            return Neg(self._scaled(Total(entrywise(self.term.operand))))
        return self._scaled(Total(entrywise(self.term)))

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression] | None:
        """Return the slope of every entry, which has the shape of ŷ."""
        return {self.guess: entrywise(tidy(self._scaled(derivative(self.term, self.guess))))}

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the gradient times the adjoint of the loss."""
        return Mul((self._slope(), adjoint))

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the VJP as a lecture writes it, which is as it is run."""
        return self.vjp(adjoint, output, wrt)

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the gradient goes by."""
        return RULE

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return the derivative of one entry, line by line, with what stands before the sum."""
        return tuple(self._lines(wrt))

    def _lines(self, wrt: Variable) -> Iterator[Line]:
        yield Line(Derivative(self.primal(()), wrt), DEFINITION)
        yield Line(self._scaled(Derivative(entrywise(self.term), wrt)), RULE)
        for line in working(self.term, wrt)[1:]:
            if line.rule is not SIMPLIFY:
                yield Line(self._scaled(entrywise(line.formula)), line.rule)
        yield Line(self._slope(), SIMPLIFY)

    def _slope(self) -> Expression:
        return entrywise(tidy(self._scaled(derivative(self.term, self.guess))))

    def _scaled(self, formula: Expression) -> Expression:
        if self.scale is None:
            return formula
        if isinstance(formula, Neg):
            return Neg(self._scaled(formula.operand))
        return Mul((self.scale, formula), dot=True)


def entrywise_loss(
    output: Variable,
    term: Expression,
    target: Variable,
    guess: Variable,
    scale: Expression | None,
) -> Node:
    """Return the node ``output = scale · Σ term``."""
    return Node(output, EntrywiseLoss(term, target, guess, scale), (target, guess))
