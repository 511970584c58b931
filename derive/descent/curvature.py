"""How curved a quadratic loss is, and which learning rates it can bear: those below 2/λ_max."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING, Any

from derive.core.expression import (
    Add,
    Div,
    Expression,
    Marked,
    Mul,
    Neg,
    Number,
    Pow,
    SumOver,
    Variable,
)
from derive.core.graph import Graph
from derive.descent.machine import Machine

if TYPE_CHECKING:
    import numpy as np

MOST = 200  # parameters: beyond this the table of second derivatives is not made


@dataclass(frozen=True)
class Curvature:
    """The second derivatives of a quadratic loss and their eigenvalues, smallest first."""

    hessian: np.ndarray[Any, np.dtype[np.float64]]
    eigenvalues: tuple[float, ...]

    @property
    def sharpest(self) -> float:
        """λ_max: the curvature in the direction in which the loss bends most."""
        return self.eigenvalues[-1]

    @property
    def limit(self) -> float:
        """2/λ_max: with a larger learning rate gradient descent moves away from the minimum."""
        return 2 / self.sharpest if self.sharpest > 0 else inf

    @property
    def best(self) -> float:
        """2/(λ_max + λ_min): the constant learning rate that brings the error down fastest."""
        return 2 / (self.eigenvalues[0] + self.sharpest)

    def lowest(self, slopes: tuple[float, ...]) -> tuple[float, ...]:
        """Return where the gradient is 0, given the gradient at the origin."""
        import numpy as np

        found = np.linalg.solve(self.hessian, -np.asarray(slopes))
        return tuple(float(value) for value in found)


def curvature(machine: Machine) -> Curvature | None:
    """Return the curvature of a loss that is quadratic in what is learnt; None for any other.

    The gradient of a quadratic is linear, so the second derivatives are exactly the differences of
    gradients one unit apart.
    """
    parameters = machine.parameters
    if len(parameters) > MOST or any(name.shape for name in parameters):
        return None
    if degree(machine.lesson.graph, parameters) > 2:
        return None
    import numpy as np

    size = len(parameters)
    origin = np.array(machine.gradient((0.0,) * size)[1:])
    units = np.eye(size)
    hessian = np.array([np.array(machine.gradient(tuple(u.tolist()))[1:]) - origin for u in units])
    values = np.linalg.eigvalsh((hessian + hessian.T) / 2)
    return Curvature(hessian, tuple(float(value) for value in values))


def degree(graph: Graph, learnt: tuple[Variable, ...]) -> float:
    """Return the degree of the loss as a polynomial in what is learnt; infinite when it is none."""
    degrees: dict[Variable, float] = {leaf: float(leaf in learnt) for leaf in graph.leaves}
    for node in graph.nodes:
        degrees[node.output] = _degree(node.formula, degrees)
    return degrees[graph.loss]


def _degree(body: Expression, degrees: Mapping[Variable, float]) -> float:
    match body:
        case Variable():
            return degrees[body]
        case Add() | Neg() | Marked():
            return max(_degree(part, degrees) for part in body.children)
        case SumOver(body=inner):
            return _degree(inner, degrees)
        case Mul(factors=factors):
            return sum(_degree(factor, degrees) for factor in factors)
        case Div(numerator=top, denominator=bottom):
            return inf if _degree(bottom, degrees) else _degree(top, degrees)
        case Pow(base=base, exponent=exponent):
            return _power(_degree(base, degrees), exponent, degrees)
    return inf if any(_degree(part, degrees) for part in body.children) else 0.0


def _power(base: float, exponent: Expression, degrees: Mapping[Variable, float]) -> float:
    match exponent:
        case Number(value=Fraction(denominator=1) as times) if times >= 0:
            return base * int(times)
    return inf if base or _degree(exponent, degrees) else 0.0
