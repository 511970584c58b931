"""The value of a formula as a residue modulo a secret prime: nothing is rounded, nothing grows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from derive.check.arithmetic import Key
from derive.check.evaluate import Evaluator
from derive.check.field import Level
from derive.check.scope import Scope
from derive.check.values import Dual, Path, Scalar, Value, primal, spread
from derive.check.verdict import UndefinedError
from derive.core.expression import Expression, Variable

if TYPE_CHECKING:
    from derive.check.point import Point


class Residues(Evaluator):
    """Evaluates modulo the prime of one level of the tower.

    e^u takes u from the level below.  On the ground floor, which only networks deeper than the
    tower reach, e^u is a secret random function of u.  So are everywhere ln u, sin u and the like:
    equal arguments give equal values, which proves equality but never difference.
    """

    zero = 0
    one = 1

    def __init__(self, point: Point, height: int, base: Evaluator | None = None) -> None:
        super().__init__(point, base)
        self.height = height
        self.level: Level = point.levels[height]
        self.prime = self.level.prime

    def leaf(self, name: Variable) -> Value:
        return self.point.leaf(name, self._drawn, self.number)

    def _drawn(self, name: Variable, path: Path) -> int:
        return self.point.integer(name, path) % self.prime

    def number(self, value: Fraction) -> int:
        return self.level.number(value)

    def named(self, key: str) -> int:
        if key == "e" and self.height:
            return self.level.generator
        return self.level.random("constant", key)

    def plus(self, a: Value, b: Value) -> Value:
        if type(a) is int and type(b) is int:
            return (a + b) % self.prime
        return super().plus(a, b)

    def times(self, a: Value, b: Value) -> Value:
        if type(a) is int and type(b) is int:
            return a * b % self.prime
        return super().times(a, b)

    def negative(self, a: Value) -> Value:
        if type(a) is int:
            return -a % self.prime
        return super().negative(a)

    def add(self, a: int, b: int) -> int:
        return (a + b) % self.prime

    def multiply(self, a: int, b: int) -> int:
        return a * b % self.prime

    def invert(self, a: int) -> int:
        return self.level.inverse(a)

    def whole_power(self, a: int, exponent: int) -> int:
        if exponent < 0:
            return pow(self.level.inverse(a), -exponent, self.prime)
        return pow(a, exponent, self.prime)

    def unary(self, key: Key, a: int) -> int:
        return self.level.random(key, a)

    def any_power(self, a: int, b: int) -> int:
        return self.level.random("power", a, b)

    def uninterpreted(self, key: str, orders: Path, a: tuple[int, ...]) -> int:
        return self.level.random("function", key, orders, *a)

    def exponential(self, power: Expression, scope: Scope) -> Value:
        if self.height == 0:
            return spread(self._ground, self.value(power, scope))
        below = self.point.residues(self.height - 1)
        result = spread(self.level.power, below.value(power, scope.at(below)))
        return spread(self._with, result, self.value(power, scope)) if scope.depth else result

    def _with(self, result: int, power: Scalar) -> Scalar:
        if type(power) is not Dual:
            return result
        inner = self._with(result, power.primal)
        return Dual(inner, self.times(inner, power.tangent), power.tag)

    def _ground(self, power: Scalar) -> Scalar:
        return self._with(self.level.random("exp", primal(power)), power)

    def ruler(self, expression: Expression, scope: Scope) -> Value:
        real = self.point.real()
        return spread(primal, real.value(expression, scope.at(real)))

    def side(self, ruler: Scalar, exact: Scalar) -> int:
        residue = primal(exact)
        self.point.met(residue, self.prime)
        if abs(ruler) > self.point.real().tiny:
            return 1 if ruler > 0 else -1
        if residue:  # zero as far as one can see, yet not identically zero: not to be decided here
            raise UndefinedError
        return 0
