"""The value of a formula at one point, in any arithmetic; derivatives come by dual numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial as bound
from functools import reduce
from math import isfinite
from typing import TYPE_CHECKING, Any

from derive.check.program import constant
from derive.check.scope import Frame, Names, Scope
from derive.check.values import (
    Dual,
    Matrix,
    Path,
    Samples,
    Scalar,
    Value,
    entries,
    matrix,
    sample,
    spread,
    tangent,
)
from derive.check.verdict import (
    JACOBIAN,
    PRIMES,
    SAMPLES,
    UNKNOWN_FUNCTION,
    UNSUPPORTED,
    ShapeClashError,
    UnanswerableError,
)
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    E,
    Expression,
    Hadamard,
    Marked,
    MatMul,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    SumOver,
    Total,
    Transpose,
    Variable,
)

if TYPE_CHECKING:
    from derive.check.point import Point

Key = str | tuple[str, int]
MINUS_ONE = Fraction(-1)


class Evaluator:
    """Gives every formula its value at a point.

    A kind of number is made by a subclass that says how numbers are added, multiplied, inverted
    and so on; samples, matrices and dual numbers are dealt with here.
    """

    zero: Scalar
    one: Scalar

    def __init__(self, point: Point, base: Evaluator | None = None) -> None:
        self.point = point
        self.program = point.program
        self.names: Names = Names(self, base.names if base else None)
        self.directly: Names = Names(self, base.directly if base else None, direct=True)

    def value(self, expression: Expression, scope: Scope | None = None) -> Value:
        """Return the value of a formula; see ``verdict`` for what may be raised."""
        try:
            rule = _RULES[type(expression)]
        except KeyError:
            raise UnanswerableError(UNSUPPORTED) from None
        return rule(self, expression, scope or self.names)

    def computed(self, name: Variable, scope: Scope) -> Value:
        """Return the value of a computed name; kinks met on the way are the lesson's own."""
        formula = self.program.formulas[name]
        if name in self.program.own:
            return self.value(formula, scope)
        with self.point.learning():
            return self.value(formula, scope)

    # ---- what a kind of number has to say -------------------------------------------------

    def leaf(self, name: Variable) -> Value:
        """Return the value drawn for a leaf."""
        raise NotImplementedError

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

    def exponential(self, power: Expression, scope: Scope) -> Value:
        """Return e^power."""
        raise NotImplementedError

    def ruler(self, expression: Expression, scope: Scope) -> Value:
        """Return the real value that decides on which side of a kink this point lies."""
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
            return _each(self.product, a, b)
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
            return _each(self.entrywise, a, b)
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

    def _extreme(self, sign: int, arguments: tuple[Expression, ...], scope: Scope) -> Value:
        best, ruler = self.value(arguments[0], scope), self.ruler(arguments[0], scope)
        for argument in arguments[1:]:
            other, other_ruler = self.value(argument, scope), self.ruler(argument, scope)
            best = spread(bound(self.pick, sign), ruler, other_ruler, best, other)
            ruler = spread(max if sign > 0 else min, ruler, other_ruler)
        return best

    def _sides(self, arguments: tuple[Expression, ...], scope: Scope) -> tuple[Value, Value]:
        inside = self.value(arguments[0], scope)
        return spread(self.side, self.ruler(arguments[0], scope), inside), inside

    def _absolute(self, arguments: tuple[Expression, ...], scope: Scope) -> Value:
        sides, inside = self._sides(arguments, scope)
        return self.times(self._signs(sides), inside)

    def _signs(self, sides: Value) -> Value:
        return spread(lambda side: self.number(Fraction(side)), sides)

    # ---- formulas, kind by kind -----------------------------------------------------------

    def _number(self, node: Number, scope: Scope) -> Value:
        if not isfinite(node.value):
            raise UnanswerableError(UNSUPPORTED)
        return self.number(Fraction(node.value))

    def _constant(self, node: Constant, scope: Scope) -> Value:
        return self.named(node.key)

    def _variable(self, node: Variable, scope: Scope) -> Value:
        return scope.find(node)

    def _add(self, node: Add, scope: Scope) -> Value:
        return reduce(self.plus, [self.value(term, scope) for term in node.terms])

    def _neg(self, node: Neg, scope: Scope) -> Value:
        return self.negative(self.value(node.operand, scope))

    def _mul(self, node: Mul | MatMul, scope: Scope) -> Value:
        return reduce(self.product, [self.value(factor, scope) for factor in node.factors])

    def _div(self, node: Div, scope: Scope) -> Value:
        below = self.inverse(self.value(node.denominator, scope))
        return self.times(self.value(node.numerator, scope), below)

    def _pow(self, node: Pow, scope: Scope) -> Value:
        if node.base == E:
            return self.exponential(node.exponent, scope)
        exponent = constant(node.exponent)
        base = self.value(node.base, scope)
        if exponent is None:
            return spread(self.general_power, base, self.value(node.exponent, scope))
        if exponent.denominator > 1:
            base = self.applied(("root", exponent.denominator), base)
        return self.raised(base, exponent.numerator)

    def _call(self, node: Call, scope: Scope) -> Value:
        plain = scope is self.names and all(type(a) is Variable for a in node.arguments)
        key = (node.function, node.order, node.arguments) if plain else id(node)
        return scope.once(node, key, lambda: self._called(node, scope))

    def _called(self, node: Call, scope: Scope) -> Value:
        function = node.function
        if node.order and len(node.arguments) > 1:
            raise UnanswerableError(PRIMES)
        if function in self.program.opaque:
            orders = (node.order,) + (0,) * (len(node.arguments) - 1)
            inside = [self.value(argument, scope) for argument in node.arguments]
            return spread(bound(self.unknown, function.key, orders), *inside)
        if node.order or function.definition:
            return self._by_definition(node, scope)
        if function.key not in _PRIMITIVES or len(node.arguments) != len(function.arguments):
            raise UnanswerableError(UNKNOWN_FUNCTION.fill(name=function.key))
        return _PRIMITIVES[function.key](self, node.arguments, scope)

    def _by_definition(self, node: Call, scope: Scope) -> Value:
        parameters = [Variable(name, name) for name in node.function.arguments]
        if len(parameters) != len(node.arguments):
            raise UnanswerableError(UNKNOWN_FUNCTION.fill(name=node.function.key))
        arguments: dict[Variable, Expression] = dict(zip(parameters, node.arguments, strict=True))
        frame = Frame(self, scope, arguments, node.order)
        result = self.value(self.program.definition(node.function), frame)
        for tag in range(frame.depth, scope.depth, -1):
            result = tangent(result, tag, self.zero)
        return result

    def _sum_over(self, node: SumOver, scope: Scope) -> Value:
        body = self.value(node.body, scope)
        if type(body) is not Samples:
            return self.times(self.value(node.upper, scope), body)
        terms = body[: self._terms(node.upper, len(body))]
        return reduce(self.plus, terms, self.zero)

    def _terms(self, upper: Expression, samples: int) -> int:
        if isinstance(upper, Variable) and upper in self.program.counts:
            return samples
        count = constant(upper)
        if count is None or count.denominator != 1 or not 0 <= count <= samples:
            raise UnanswerableError(SAMPLES)
        return int(count)

    def _marked(self, node: Marked, scope: Scope) -> Value:
        return self.value(node.body, scope)

    def _hadamard(self, node: Hadamard, scope: Scope) -> Value:
        return reduce(self.entrywise, [self.value(factor, scope) for factor in node.factors])

    def _transpose(self, node: Transpose, scope: Scope) -> Value:
        return _each(_turned, self.value(node.operand, scope))

    def _total(self, node: Total, scope: Scope) -> Value:
        return _each(bound(self._summed, node.axis), self.value(node.operand, scope))

    def _summed(self, axis: int | None, value: Value) -> Value:
        if type(value) is not Matrix:
            return value
        if axis is None:
            return reduce(self.plus, entries(value))
        if axis == 0:
            return _turned(self._summed(1, _turned(value)))
        return matrix((reduce(self.plus, row),) for row in value)

    # ---- derivatives ----------------------------------------------------------------------

    def _partial(self, node: Partial, scope: Scope) -> Value:
        found = scope.partials.get(node)
        if found is None:
            if isinstance(scope, Names) and scope.base is not None and scope.shared(node):
                found = scope.base.evaluator.value(node, scope.base)
            elif scope.direct and self.program.two_ways(node):
                formula = self.program.formulas[node.of]
                found = self._gradient(formula, node.wrt, scope, carried=False)
            else:
                found = self._gradient(node.of, node.wrt, scope, carried=True)
            scope.partials[node] = found
        self.point.fresh = self.point.fresh or bool(self.names.fresh)
        return found

    def _derivative(self, node: Derivative, scope: Scope) -> Value:
        return self._gradient(node.body, node.wrt, scope, carried=not scope.direct)

    def _gradient(self, body: Expression, wrt: Variable, scope: Scope, carried: bool) -> Value:
        if isinstance(wrt, Partial):
            raise UnanswerableError(UNSUPPORTED)

        def along(value: Value, path: Path) -> Value:
            if type(value) is Samples:
                parts = [along(part, (*path, i)) for i, part in enumerate(value)]
                return Samples(sample(part, i) for i, part in enumerate(parts))
            if type(value) is Matrix:
                return _arranged(
                    [along(number, (*path, i, j)) for j, number in enumerate(row)]
                    for i, row in enumerate(value)
                )
            inside = scope.along(wrt, path, carried)
            return tangent(self.value(body, inside), inside.depth, self.zero)

        return along(scope.find(wrt), ())


def _arranged(rows: Any) -> Value:
    table = [list(row) for row in rows]
    numbers = [number for row in table for number in row]
    counts = {len(number) for number in numbers if type(number) is Samples}
    if any(type(number) is Matrix for number in numbers):
        raise UnanswerableError(JACOBIAN)
    if not counts:
        return Matrix(tuple(row) for row in table)
    return Samples(
        _arranged([[sample(number, i) for number in row] for row in table])
        for i in range(counts.pop())
    )


def _split(a: Scalar, b: Scalar) -> tuple[int, Scalar, Scalar, Scalar, Scalar]:
    tag_a = a.tag if type(a) is Dual else 0
    tag_b = b.tag if type(b) is Dual else 0
    tag = max(tag_a, tag_b)
    pa, ta = (a.primal, a.tangent) if tag_a == tag else (a, None)
    pb, tb = (b.primal, b.tangent) if tag_b == tag else (b, None)
    return tag, pa, ta, pb, tb


def _each(operation: Callable[..., Value], *values: Value) -> Value:
    counts = {len(value) for value in values if type(value) is Samples}
    if not counts:
        return operation(*values)
    if len(counts) > 1:
        raise ShapeClashError
    return Samples(operation(*(sample(v, i) for v in values)) for i in range(counts.pop()))


def _turned(value: Value) -> Value:
    return Matrix(zip(*value, strict=True)) if type(value) is Matrix else value


def _one_more(orders: Path, place: int) -> Path:
    return (*orders[:place], orders[place] + 1, *orders[place + 1 :])


def _bell_slope(evaluator: Evaluator, a: Scalar) -> Scalar:
    twice = evaluator.times(evaluator.number(Fraction(-2)), a)
    return evaluator.times(twice, evaluator.applied("bell", a))


# "bell" is the derivative of erf, 2/√π e^{-a²}
_SLOPES: dict[str, Callable[[Evaluator, Scalar], Scalar]] = {
    "log": lambda evaluator, a: evaluator.inverse(a),
    "sin": lambda evaluator, a: evaluator.applied("cos", a),
    "cos": lambda evaluator, a: evaluator.negative(evaluator.applied("sin", a)),
    "exp": lambda evaluator, a: evaluator.applied("exp", a),
    "erf": lambda evaluator, a: evaluator.applied("bell", a),
    "bell": _bell_slope,
}

_Primitive = Callable[[Any, tuple[Expression, ...], Scope], Value]


def _one_argument(key: Key) -> _Primitive:
    return lambda evaluator, a, scope: evaluator.applied(key, evaluator.value(a[0], scope))


_PRIMITIVES: dict[str, _Primitive] = {
    "exp": lambda evaluator, a, scope: evaluator.exponential(a[0], scope),
    "log": _one_argument("log"),
    "sin": _one_argument("sin"),
    "cos": _one_argument("cos"),
    "erf": _one_argument("erf"),
    "sqrt": _one_argument(("root", 2)),
    "abs": lambda evaluator, a, scope: evaluator._absolute(a, scope),
    "sign": lambda evaluator, a, scope: evaluator._signs(evaluator._sides(a, scope)[0]),
    "max": lambda evaluator, a, scope: evaluator._extreme(1, a, scope),
    "min": lambda evaluator, a, scope: evaluator._extreme(-1, a, scope),
}

_RULES: dict[type[Expression], Callable[[Any, Any, Scope], Value]] = {
    Number: Evaluator._number,
    Constant: Evaluator._constant,
    Variable: Evaluator._variable,
    Partial: Evaluator._partial,
    Add: Evaluator._add,
    Neg: Evaluator._neg,
    Mul: Evaluator._mul,
    Div: Evaluator._div,
    Pow: Evaluator._pow,
    Call: Evaluator._call,
    SumOver: Evaluator._sum_over,
    Derivative: Evaluator._derivative,
    Marked: Evaluator._marked,
    MatMul: Evaluator._mul,
    Hadamard: Evaluator._hadamard,
    Transpose: Evaluator._transpose,
    Total: Evaluator._total,
}
