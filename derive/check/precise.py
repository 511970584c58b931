"""The value of a formula as a real number of sixty digits, for what residues cannot decide."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from derive.check.arithmetic import Key
from derive.check.evaluate import Evaluator
from derive.check.scope import Scope
from derive.check.values import Path, Scalar, Value, primal, spread
from derive.check.verdict import UndefinedError
from derive.core.expression import Expression, Variable

if TYPE_CHECKING:
    from derive.check.point import Point

DIGITS = 60
# e to this power still fits into a machine; a tower of exponentials must not fill the memory
LARGEST_POWER = 10**5


@cache
def context(digits: int) -> Any:
    """Return an arithmetic of so many digits, apart from everybody else's settings."""
    from mpmath import mp

    own = mp.clone()
    own.dps = digits
    return own


class Reals(Evaluator):
    """Evaluates in real numbers; raises UndefinedError outside the domain of a function.

    ``rulers`` gathers how far every kink is from this point, in the order of evaluation.
    """

    def __init__(self, point: Point, digits: int = DIGITS, base: Evaluator | None = None) -> None:
        self.context = context(digits)
        self.digits = digits
        self.zero, self.one = self.context.mpf(0), self.context.mpf(1)
        self.tiny = self.context.mpf(10) ** (-digits // 2)
        self.rulers: list[Scalar] = []
        super().__init__(point, base)

    def leaf(self, name: Variable) -> Value:
        return self.point.leaf(name, self._drawn, self.number)

    def _drawn(self, name: Variable, path: Path) -> Scalar:
        return self.number(self.point.rational(name, path))

    def number(self, value: Fraction) -> Scalar:
        if value.denominator == 1:
            return self.context.mpf(value.numerator)
        return self.context.mpf(value.numerator) / value.denominator

    def named(self, key: str) -> Scalar:
        return +(self.context.pi if key == "pi" else self.context.e)

    def add(self, a: Scalar, b: Scalar) -> Scalar:
        return a + b

    def multiply(self, a: Scalar, b: Scalar) -> Scalar:
        return a * b

    def invert(self, a: Scalar) -> Scalar:
        if not a:
            raise UndefinedError
        return 1 / a

    def unary(self, key: Key, a: Scalar) -> Scalar:
        if isinstance(key, tuple) or key == "log":
            if a <= 0:
                raise UndefinedError
            return self.context.ln(a) if key == "log" else self.context.root(a, key[1])
        if key == "exp":
            return self._exp(a)
        if key == "bell":
            return 2 / self.context.sqrt(self.context.pi) * self._exp(-a * a)
        if abs(a) > LARGEST_POWER:  # reducing a huge angle would need as many digits
            raise UndefinedError
        return getattr(self.context, _NAMES[key])(a)

    def _exp(self, a: Scalar) -> Scalar:
        if abs(a) > LARGEST_POWER:
            raise UndefinedError
        return self.context.exp(a)

    def any_power(self, a: Scalar, b: Scalar) -> Scalar:
        return self._exp(b * self.unary("log", a))

    def uninterpreted(self, key: str, orders: Path, a: tuple[Scalar, ...]) -> Scalar:
        """Return a derivative of α sin(β·a + γ) with random numbers that belong to the key."""
        size, shift, *rates = (
            self.number(self.point.coefficient(key, i)) for i in range(len(a) + 2)
        )
        angle = shift + sum(rate * x for rate, x in zip(rates, a, strict=True))
        for rate, order in zip(rates, orders, strict=True):
            size *= rate**order
        return size * self.unary("sin", angle + sum(orders) * self.context.pi / 2)

    def exponential(self, power: Expression, scope: Scope) -> Value:
        return self.applied("exp", self.value(power, scope))

    def ruler(self, expression: Expression, scope: Scope) -> Value:
        return spread(primal, self.value(expression, scope))

    def side(self, ruler: Scalar, exact: Scalar) -> int:
        self.rulers.append(ruler)
        return self.sign(ruler)

    def sign(self, ruler: Scalar) -> int:
        """Return 1, 0 or -1; what is too small to be told from zero counts as zero."""
        return 0 if abs(ruler) <= self.tiny else 1 if ruler > 0 else -1


_NAMES = {"sin": "sin", "cos": "cos", "erf": "erf"}


def difference(a: Value, b: Value) -> tuple[Scalar, Scalar]:
    """Return how far two values are apart, and how large they are; over all their entries."""
    gap = size = 0

    def measure(x: Scalar, y: Scalar) -> Scalar:
        nonlocal gap, size
        x, y = primal(x), primal(y)
        gap, size = max(gap, abs(x - y)), max(size, abs(x), abs(y))
        return x

    spread(measure, a, b)
    return gap, size
