"""One fully connected layer at once: ``z = W a + b``, samples as columns."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from derive.core.derivation import Line, Rule
from derive.core.expression import Add, Expression, MatMul, Total, Transpose, Variable
from derive.core.graph import Node
from derive.core.text import Text

BY_WEIGHT = Rule(
    "affine_weight",
    Text("gradient of a weight matrix", "權重矩陣的梯度"),
    Text(
        "every weight gets the δ of the unit it leads to times the value it carries",
        "每個權重的梯度，等於它所連到的神經元的 δ 乘上它傳遞的值",
    ),
)
BY_INPUT = Rule(
    "affine_input",
    Text("back through the weights", "沿權重往回傳"),
    Text(
        "what flows back to a unit is added over all units it feeds, so the matrix is transposed",
        "傳回某個神經元的梯度，要對它流向的所有神經元加總，所以矩陣取轉置",
    ),
)
BY_BIAS = Rule(
    "affine_bias",
    Text("gradient of a bias", "偏置項的梯度"),
    Text("the bias is added with the factor 1", "偏置項是直接相加，係數為 1"),
)


@dataclass(frozen=True)
class Affine:
    """``W a + b``; W has one row a unit, a one column a sample (Goodfellow et al. 2016, §6.5.6)."""

    weight: Variable
    below: Variable
    bias: Variable | None
    key: str = "affine"

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return ``W a + b``."""
        product = MatMul((self.weight, self.below))
        return Add((product, self.bias)) if self.bias else product

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression] | None:
        """Return None: the local partial of a matrix product is a tensor nobody writes down."""
        return None

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return ``δ aᵀ`` for W, ``Wᵀ δ`` for a, and for b δ summed over the samples."""
        if wrt == self.weight:
            return MatMul((adjoint, Transpose(self.below)))
        if wrt == self.below:
            return MatMul((Transpose(self.weight), adjoint))
        samples = (adjoint.shape or (0, 1))[1]
        return adjoint if samples == 1 else Total(adjoint, axis=1)

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the VJP as a lecture writes it, which is as it is run."""
        return self.vjp(adjoint, output, wrt)

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the VJP goes by."""
        return {self.weight: BY_WEIGHT, self.below: BY_INPUT}.get(wrt, BY_BIAS)

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return no small lines: the VJP is its own explanation."""
        return ()


def affine(output: Variable, weight: Variable, below: Variable, bias: Variable | None) -> Node:
    """Return the node ``output = W a + b``."""
    inputs = (weight, below) if bias is None else (weight, below, bias)
    return Node(output, Affine(weight, below, bias), inputs)
