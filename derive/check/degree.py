"""How often a formula multiplies what was drawn at random: what the error bound is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.check.arithmetic import Key
from derive.check.evaluate import Evaluator
from derive.check.scope import Scope
from derive.check.values import Dual, Path, Scalar, Value, primal, spread
from derive.core.expression import Expression, Variable


@dataclass(frozen=True, slots=True, order=True)
class Degree:
    """Bounds on the degrees of numerator and denominator of a fraction."""

    top: int
    bottom: int


_NUMBER, _LETTER, _LETTER_OR_INVERSE = Degree(0, 0), Degree(1, 0), Degree(1, 1)


class Degrees(Evaluator):
    """Evaluates degrees: every formula is a fraction in the leaves, the exponentials and the
    values of functions, each of which counts as one more letter.
    """

    zero = _NUMBER
    one = _NUMBER

    def leaf(self, name: Variable) -> Value:
        return self.point.leaf(name, lambda _name, _path: _LETTER, self.number)

    def number(self, value: Fraction) -> Degree:
        return _NUMBER

    def named(self, key: str) -> Degree:
        return _LETTER

    def add(self, a: Degree, b: Degree) -> Degree:
        return Degree(max(a.top + b.bottom, b.top + a.bottom), a.bottom + b.bottom)

    def multiply(self, a: Degree, b: Degree) -> Degree:
        return Degree(a.top + b.top, a.bottom + b.bottom)

    def invert(self, a: Degree) -> Degree:
        return Degree(a.bottom, a.top)

    def unary(self, key: Key, a: Degree) -> Degree:
        return _LETTER

    def any_power(self, a: Degree, b: Degree) -> Degree:
        return _LETTER

    def uninterpreted(self, key: str, orders: Path, a: tuple[Degree, ...]) -> Degree:
        return _LETTER

    def exponential(self, power: Expression, scope: Scope) -> Value:
        return spread(self._exp, self.value(power, scope))

    def _exp(self, power: Scalar) -> Scalar:
        if type(power) is not Dual:
            return _LETTER_OR_INVERSE
        inner = self._exp(power.primal)
        return Dual(inner, self.times(inner, power.tangent), power.tag)

    def ruler(self, expression: Expression, scope: Scope) -> Value:
        return spread(primal, self.value(expression, scope))

    def side(self, ruler: Scalar, exact: Scalar) -> int:
        return 1

    def pick(self, sign: int, ruler_a: Scalar, ruler_b: Scalar, a: Scalar, b: Scalar) -> Scalar:
        """Return the branch of higher degree, whichever it will be."""
        return max(a, b, key=_size)


def _size(value: Scalar) -> int:
    degree = primal(value)
    return int(degree.top + degree.bottom)


def largest(value: Value) -> int:
    """Return the highest degree among the entries of a value."""
    worst = 0

    def see(number: Scalar) -> Scalar:
        nonlocal worst
        worst = max(worst, primal(number).top)
        return number

    spread(see, value)
    return worst
