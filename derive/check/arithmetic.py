"""Sums, products and functions of values: numbers, dual numbers, samples and matrices alike."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from derive.check.values import (
    Dual,
    Matrix,
    Path,
    Samples,
    Scalar,
    Value,
    each,
    matrix,
    spread,
)
from derive.check.verdict import ShapeClashError

Key = str | tuple[str, int]
MINUS_ONE = Fraction(-1)


class Arithmetic:
    """What can be done with one kind of number, and with everything that is made of it.

    A kind of number is made by a subclass that says how numbers are added, multiplied, inverted
    and so on; samples, matrices and dual numbers are dealt with here.
    """

    zero: Scalar
    one: Scalar

    # ---- what a kind of number has to say -------------------------------------------------

    def number(self, value: Fraction) -> Scalar:
        """Return a rational number."""
        raise NotImplementedError

    def named(self, key: str) -> Scalar:
        """Return π or e."""
        raise NotImplementedError

    def add(self, a: Scalar, b: Scalar) -> Scalar:
        """Return a + b."""
        raise NotImplementedError

    def multiply(self, a: Scalar, b: Scalar) -> Scalar:
        """Return a · b."""
        raise NotImplementedError

    def invert(self, a: Scalar) -> Scalar:
        """Return 1/a."""
        raise NotImplementedError

    def unary(self, key: Key, a: Scalar) -> Scalar:
        """Return ln a, sin a … or for the key ("root", k) the k-th root."""
        raise NotImplementedError

    def any_power(self, a: Scalar, b: Scalar) -> Scalar:
        """Return a^b for numbers of any kind."""
        raise NotImplementedError

    def uninterpreted(self, key: str, orders: Path, a: tuple[Scalar, ...]) -> Scalar:
        """Return the value of a function of which nothing is known, or of its derivative."""
        raise NotImplementedError

    def side(self, ruler: Scalar, exact: Scalar) -> int:
        """Return the sign of a number that is known as a real number and exactly."""
        raise NotImplementedError

    # ---- sums and products ----------------------------------------------------------------

    def plus(self, a: Value, b: Value) -> Value:
        """Return a + b, entry by entry."""
        if isinstance(a, tuple) or isinstance(b, tuple):
            return spread(self.plus, a, b)
        if type(a) is Dual or type(b) is Dual:
            tag, pa, ta, pb, tb = _split(a, b)
            return Dual(self.plus(pa, pb), self._sum(ta, tb), tag)
        return self.add(a, b)

    def times(self, a: Value, b: Value) -> Value:
        """Return a · b, entry by entry."""
        if isinstance(a, tuple) or isinstance(b, tuple):
            return spread(self.times, a, b)
        if type(a) is Dual or type(b) is Dual:
            tag, pa, ta, pb, tb = _split(a, b)
            left = None if ta is None else self.times(ta, pb)
            right = None if tb is None else self.times(pa, tb)
            return Dual(self.times(pa, pb), self._sum(left, right), tag)
        return self.multiply(a, b)

    def _sum(self, a: Scalar | None, b: Scalar | None) -> Scalar:
        if a is None or b is None:
            return b if a is None else a
        return self.plus(a, b)

    def negative(self, a: Value) -> Value:
        """Return -a."""
        return self.times(self.number(MINUS_ONE), a)

    def inverse(self, a: Value) -> Value:
        """Return 1/a, entry by entry."""
        if isinstance(a, tuple):
            return spread(self.inverse, a)
        if type(a) is Dual:
            turned = self.inverse(a.primal)
            slope = self.negative(self.times(turned, turned))
            return Dual(turned, self.times(slope, a.tangent), a.tag)
        return self.invert(a)

    def product(self, a: Value, b: Value) -> Value:
        """Return what a and b written side by side mean: for matrices their matrix product.

        Columns of one shape have none; side by side they can only be meant entry by entry.
        Raises ShapeClashError when the shapes do not fit.
        """
        if type(a) is Samples or type(b) is Samples:
            return each(self.product, a, b)
        if type(a) is not Matrix or type(b) is not Matrix:
            return self.times(a, b)
        if a.shape[1] != b.shape[0]:
            if a.shape == b.shape:
                return self.times(a, b)
            raise ShapeClashError
        columns = tuple(zip(*b, strict=True))
        return matrix(tuple(self._dot(row, column) for column in columns) for row in a)

    def _dot(self, row: tuple[Scalar, ...], column: tuple[Scalar, ...]) -> Scalar:
        return reduce(self.plus, map(self.times, row, column))

    def entrywise(self, a: Value, b: Value) -> Value:
        """Return a ⊙ b; raises ShapeClashError for matrices of different shape."""
        if type(a) is Samples or type(b) is Samples:
            return each(self.entrywise, a, b)
        if type(a) is Matrix and type(b) is Matrix and a.shape != b.shape:
            raise ShapeClashError
        return self.times(a, b)

    def raised(self, a: Value, exponent: int) -> Value:
        """Return a whole power, entry by entry."""
        if isinstance(a, tuple):
            return spread(lambda number: self.raised(number, exponent), a)
        if type(a) is Dual:
            slope = self.times(self.number(Fraction(exponent)), self.raised(a.primal, exponent - 1))
            return Dual(self.raised(a.primal, exponent), self.times(slope, a.tangent), a.tag)
        return self.whole_power(a, exponent)

    def whole_power(self, a: Scalar, exponent: int) -> Scalar:
        """Return a^exponent by repeated squaring."""
        if exponent < 0:
            return self.whole_power(self.invert(a), -exponent)
        result = self.one
        for bit in bin(exponent)[2:]:
            result = self.multiply(result, result)
            if bit == "1":
                result = self.multiply(result, a)
        return result

    # ---- functions ------------------------------------------------------------------------

    def applied(self, key: Key, a: Value) -> Value:
        """Return the value of a function of one argument, entry by entry."""
        if isinstance(a, tuple):
            return spread(lambda number: self.applied(key, number), a)
        if type(a) is Dual:
            slope = self._slope(key, a.primal)
            return Dual(self.applied(key, a.primal), self.times(slope, a.tangent), a.tag)
        return self.unary(key, a)

    def _slope(self, key: Key, a: Scalar) -> Scalar:
        if isinstance(key, tuple):
            share = self.times(self.number(Fraction(1, key[1])), self.inverse(a))
            return self.times(self.applied(key, a), share)
        return _SLOPES[key](self, a)

    def unknown(self, key: str, orders: Path, *a: Scalar) -> Scalar:
        """Return the value of an uninterpreted function at numbers that may be dual."""
        tag = max(number.tag if type(number) is Dual else 0 for number in a)
        if tag == 0:
            return self.uninterpreted(key, orders, a)
        moving = [type(number) is Dual and number.tag == tag for number in a]
        still = tuple(x.primal if moves else x for x, moves in zip(a, moving, strict=True))
        slopes = [
            self.times(self.unknown(key, _one_more(orders, place), *still), a[place].tangent)
            for place, moves in enumerate(moving)
            if moves
        ]
        return Dual(self.unknown(key, orders, *still), reduce(self.plus, slopes), tag)

    def general_power(self, a: Scalar, b: Scalar) -> Scalar:
        """Return a^b for numbers that may be dual."""
        if type(a) is not Dual and type(b) is not Dual:
            return self.any_power(a, b)
        tag, pa, ta, pb, tb = _split(a, b)
        result = self.general_power(pa, pb)
        left = None if ta is None else self.times(self.times(pb, ta), self.inverse(pa))
        right = None if tb is None else self.times(tb, self.applied("log", pa))
        return Dual(result, self.times(result, self._sum(left, right)), tag)

    def pick(self, sign: int, ruler_a: Scalar, ruler_b: Scalar, a: Scalar, b: Scalar) -> Scalar:
        """Return the larger of a and b, or with sign -1 the smaller; a where they are equal."""
        difference = self.plus(b, self.negative(a))
        return b if sign * self.side(ruler_b - ruler_a, difference) > 0 else a


def _split(a: Scalar, b: Scalar) -> tuple[int, Scalar, Scalar, Scalar, Scalar]:
    tag_a = a.tag if type(a) is Dual else 0
    tag_b = b.tag if type(b) is Dual else 0
    tag = max(tag_a, tag_b)
    pa, ta = (a.primal, a.tangent) if tag_a == tag else (a, None)
    pb, tb = (b.primal, b.tangent) if tag_b == tag else (b, None)
    return tag, pa, ta, pb, tb


def _one_more(orders: Path, place: int) -> Path:
    return (*orders[:place], orders[place] + 1, *orders[place + 1 :])


def _bell_slope(numbers: Arithmetic, a: Scalar) -> Scalar:
    twice = numbers.times(numbers.number(Fraction(-2)), a)
    return numbers.times(twice, numbers.applied("bell", a))


# "bell" is the derivative of erf, 2/√π e^{-a²}
_SLOPES: dict[str, Callable[[Arithmetic, Scalar], Scalar]] = {
    "log": lambda numbers, a: numbers.inverse(a),
    "sin": lambda numbers, a: numbers.applied("cos", a),
    "cos": lambda numbers, a: numbers.negative(numbers.applied("sin", a)),
    "exp": lambda numbers, a: numbers.applied("exp", a),
    "erf": lambda numbers, a: numbers.applied("bell", a),
    "bell": _bell_slope,
}
