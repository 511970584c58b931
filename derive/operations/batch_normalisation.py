"""Batch normalisation of one unit: its sums are brought to mean 0 and variance 1 over the batch.

Four equations, so that forward and backward pass are worked out like those of any other lesson.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from derive.activations import load as load_activation
from derive.core.derivation import Line, Rule
from derive.core.expression import (
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Pow,
    SumOver,
    Variable,
    variables,
)
from derive.core.graph import Node
from derive.core.text import Text
from derive.operations.equation import Equation

KEY = "batch_normalisation"

DEVIATIONS = Rule(
    "deviations_from_the_mean",
    Text("deviations from a mean add up to 0", "與平均的差加總為 0"),
    Text(
        "the mean is chosen such that what lies above it and below it is in balance",
        "平均值兩側的差剛好互相抵消",
    ),
)
MEAN = Text("the mean of the batch", "這個批次的平均")
MEAN_OF_BIASED = Text(
    "the mean of the batch; taking it away takes the bias away, whose gradient is therefore 0",
    "這個批次的平均；減去平均時偏置項也被消去，所以它的梯度為 0",
)
VARIANCE = Text(
    "the variance of the batch, divided by n and not by n - 1",
    "這個批次的變異數（除以 n，不是 n - 1）",
)
NORMALISED = Text(
    "mean 0 and variance 1; ε keeps the root away from 0", "平均 0、變異數 1；ε 避免分母為 0"
)
SHIFTED = Text(
    "γ and β are learnt: the layer may undo the normalisation",
    "γ 與 β 是要學習的參數，必要時可以還原",
)


@dataclass(frozen=True)
class UnitNames:
    """The names of one unit's normalisation; ``output`` and ``normalised`` are sampled."""

    mean: Variable
    variance: Variable
    normalised: Variable
    output: Variable
    scale: Variable
    shift: Variable


def batch_normalisation(
    sums: Variable, names: UnitNames, epsilon: Variable, count: Variable, *, biased: bool = False
) -> tuple[Node, ...]:
    """Return μ, v, ``ẑ = (z - μ)/√(v + ε)`` and ``γẑ + β`` (Ioffe & Szegedy 2015, algorithm 1).

    ``sums`` has one value for each of the ``count`` samples; ``biased`` says that a bias is in it.
    """
    over = Div(ONE, count)
    mean = Mul((over, SumOver("i", count, sums)))
    away = Add((sums, Neg(names.mean)))
    spread = Mul((over, SumOver("i", count, Pow(away, TWO))))
    root = Call(load_activation("sqrt"), (Add((names.variance, epsilon)),))
    shifted = Add((Mul((names.scale, names.normalised)), names.shift))
    variance = Variance(spread, KEY, mean=names.mean)
    return (
        _node(names.mean, Equation(mean, KEY), MEAN_OF_BIASED if biased else MEAN),
        _node(names.variance, variance, VARIANCE),
        _node(names.normalised, Equation(Div(away, root), KEY), NORMALISED),
        _node(names.output, Equation(shifted, KEY), SHIFTED),
    )


def _node(output: Variable, op: Equation, note: Text) -> Node:
    return Node(output, op, variables(op.body), note)


@dataclass(frozen=True, kw_only=True)
class Variance(Equation):
    """``(1/n) Σ (z - μ)²``, which does not change with μ: its partial by the mean is 0."""

    mean: Variable

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression]:
        """Return the partials of the equation, with 0 for the one by the mean."""
        found = super().partials(output, wanted)
        return {name: ZERO if name == self.mean else slope for name, slope in found.items()}

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return the working; by the mean it ends in a sum of deviations."""
        lines = super().lines(output, wrt)
        return (*lines[:-1], Line(ZERO, DEVIATIONS)) if wrt == self.mean else lines
