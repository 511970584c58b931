"""The softmax of a whole layer for a batch: each column is divided by its sum."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from derive.core.derivation import Line, Rule
from derive.core.expression import (
    ONE,
    Add,
    Div,
    Expression,
    Hadamard,
    Neg,
    Role,
    Total,
    Variable,
    exp,
    rewrite,
)
from derive.core.graph import Node
from derive.core.text import Text

KEY = "softmax_columns"
BACK = Rule(
    KEY,
    Text("back through the softmax", "通過 softmax 往回傳"),
    Text(
        "a share grows with its own z and shrinks with every z of its column: the Jacobian of a "
        "column is diag(ŷ) - ŷ ŷᵀ",
        "每個輸出隨自己的 z 增加，也隨同一行其他的 z 減少：一行的 Jacobian 是 diag(ŷ) - ŷ ŷᵀ",
    ),
)
NOTE = Text("softmax: each column is divided by its sum", "softmax：每一行除以該行的總和")
TARGETS = Rule(
    "targets_add_up_to_1",
    Text("targets add up to 1", "目標值加總為 1"),
    Text(
        "every column of y adds up to 1, as one-hot targets do: 𝟏ᵀ y is a row of ones",
        "目標值 y 的每一行加總為 1（例如 one-hot），所以 𝟏ᵀ y 全是 1",
    ),
)


@dataclass(frozen=True)
class SoftmaxColumns:
    """``ŷ = e^z / (𝟏ᵀ e^z)``, column by column; one row a class, one column a sample.

    Bridle 1990, “Probabilistic interpretation of feedforward classification network outputs”.
    """

    logits: Variable
    key: str = KEY

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return the exponentials over the sum of their column."""
        powers = exp(self.logits)
        return Div(powers, Total(powers, axis=0))

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression] | None:
        """Return None: the local partial of each column is a whole matrix."""
        return None

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return ``ŷ ⊙ (∂L/∂ŷ - 𝟏ᵀ(∂L/∂ŷ ⊙ ŷ))``, which is the Jacobian times ∂L/∂ŷ."""
        mean = Total(Hadamard((adjoint, output)), axis=0)
        return Hadamard((output, Add((adjoint, Neg(mean)))))

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the VJP as a lecture writes it, which is as it is run."""
        return self.vjp(adjoint, output, wrt)

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the VJP goes by."""
        return BACK

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return no small lines: the VJP is its own explanation."""
        return ()

    def closing(self, formula: Expression) -> Line | None:
        """Return the last line, ``ŷ - y``, where only the sums of the targets are in the way."""

        def change(node: Expression) -> Expression | None:
            if isinstance(node, Total) and node.axis == 0 and isinstance(node.operand, Variable):
                return ONE if node.operand.role is Role.DATA else None
            if isinstance(node, Hadamard):
                kept = [rewrite(part, change) for part in node.factors]
                kept = [part for part in kept if part != ONE]
                return kept[0] if len(kept) == 1 else Hadamard(tuple(kept))
            return None

        closed = rewrite(formula, change)
        return None if closed == formula else Line(rewrite(closed, _gain_first), TARGETS)


def _gain_first(node: Expression) -> Expression | None:
    """Write ``ŷ - y`` for ``-y + ŷ``."""
    if not (isinstance(node, Add) and isinstance(node.terms[0], Neg)):
        return None
    return Add(tuple(sorted(node.terms, key=lambda term: isinstance(term, Neg))))


def softmax_columns(output: Variable, logits: Variable) -> Node:
    """Return the node ``output = softmax(logits)``."""
    return Node(output, SoftmaxColumns(logits), (logits,), NOTE)
