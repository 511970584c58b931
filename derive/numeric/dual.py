"""Forward-mode derivatives by dual numbers: every value carries its own slope along with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.activations import derivative, load, parameters
from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.numeric.interpret import Arithmetic, evaluate


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """``value + tangent ε`` with ε² = 0; both may be numbers of any kind, arrays too."""

    value: Any
    tangent: Any

    __array_ufunc__ = None  # an array on the left leaves the operation to us

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.tangent)

    def __add__(self, other: Any) -> Dual:
        other = lifted(other)
        return Dual(self.value + other.value, self.tangent + other.tangent)

    def __sub__(self, other: Any) -> Dual:
        return self + -lifted(other)

    def __mul__(self, other: Any) -> Dual:
        other = lifted(other)
        tangent = self.tangent * other.value + self.value * other.tangent
        return Dual(self.value * other.value, tangent)

    def __truediv__(self, other: Any) -> Dual:
        other = lifted(other)
        ratio = self.value / other.value
        return Dual(ratio, (self.tangent - ratio * other.tangent) / other.value)

    def __matmul__(self, other: Any) -> Dual:
        other = lifted(other)
        tangent = _product(self.tangent, other.value) + _product(self.value, other.tangent)
        return Dual(self.value @ other.value, tangent)

    def __radd__(self, other: Any) -> Dual:
        return lifted(other) + self

    def __rsub__(self, other: Any) -> Dual:
        return lifted(other) - self

    def __rmul__(self, other: Any) -> Dual:
        return lifted(other) * self

    def __rtruediv__(self, other: Any) -> Dual:
        return lifted(other) / self

    def __rmatmul__(self, other: Any) -> Dual:
        return lifted(other) @ self


def lifted(value: Any) -> Dual:
    """Return a constant as a dual number without slope."""
    return value if isinstance(value, Dual) else Dual(value, 0)


def _product(left: Any, right: Any) -> Any:
    # the tangent of a constant is the plain number 0, which has no matrix product
    return 0 if _is_zero(left) or _is_zero(right) else left @ right


def _is_zero(value: Any) -> bool:
    return isinstance(value, int) and value == 0


class Duals(Arithmetic):
    """Dual numbers over another arithmetic.

    With ``per_sample`` the slope of a sum over samples stays one slope a sample: the derivative by
    the variable of sample i, which appears in the i-th term only.
    """

    def __init__(self, base: Arithmetic, per_sample: bool = False) -> None:
        self.base, self.per_sample = base, per_sample

    def number(self, value: Fraction | float) -> Any:
        return self.base.number(value)

    def constant(self, key: str) -> Any:
        return self.base.constant(key)

    def power(self, base: Any, exponent: Any) -> Any:
        """(u^n)' = n u^(n-1) u', and u^v = e^(v ln u) where the exponent has a slope of its own."""
        if isinstance(exponent, Dual):
            logarithm = self.call(load("log"), (base,))
            return self.call(load("exp"), (exponent * logarithm,))
        if not isinstance(base, Dual):
            return self.base.power(base, exponent)
        less = self.base.power(base.value, exponent - 1)
        return Dual(self.base.power(base.value, exponent), exponent * less * base.tangent)

    def call(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        if not any(isinstance(argument, Dual) for argument in arguments):
            return self.base.call(function, arguments)
        return super().call(function, arguments)

    def primitive(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        duals = [lifted(argument) for argument in arguments]
        values = tuple(dual.value for dual in duals)
        named = dict(zip(parameters(function), values, strict=True))
        tangent: Any = 0
        for place, dual in enumerate(duals):
            if not _is_zero(dual.tangent):
                slope = evaluate(derivative(function, place), named, self.base)
                tangent = tangent + slope * dual.tangent
        return Dual(self.base.call(function, values), tangent)

    def sum_samples(self, body: Any, upper: Any) -> Any:
        if not isinstance(body, Dual):
            return self.base.sum_samples(body, upper)
        value = self.base.sum_samples(body.value, upper)
        if self.per_sample:
            return Dual(value, body.tangent)
        return Dual(value, self.base.sum_samples(body.tangent + 0 * body.value, upper))

    def total(self, operand: Any, axis: int | None) -> Any:
        if not isinstance(operand, Dual):
            return self.base.total(operand, axis)
        tangent = operand.tangent + 0 * operand.value
        return Dual(self.base.total(operand.value, axis), self.base.total(tangent, axis))

    def transpose(self, operand: Any) -> Any:
        if not isinstance(operand, Dual):
            return self.base.transpose(operand)
        tangent = operand.tangent + 0 * operand.value
        return Dual(self.base.transpose(operand.value), self.base.transpose(tangent))


def slope(
    body: Expression, wrt: Variable, values: Mapping[Variable, Any], arithmetic: Arithmetic
) -> Any:
    """Return ``∂body/∂wrt`` for a ``wrt`` that is a single number, or one for each sample."""
    seeded = {**values, wrt: Dual(values[wrt], arithmetic.number(1))}
    found = lifted(evaluate(body, seeded, Duals(arithmetic, per_sample=wrt.sampled)))
    zero = 0 * found.value if wrt.sampled else arithmetic.number(0)
    return found.tangent + zero
