"""The value of a formula at one point, in any arithmetic; derivatives come by dual numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial as bound
from functools import reduce
from math import isfinite
from typing import TYPE_CHECKING, Any

from derive.check.arithmetic import Arithmetic, Key
from derive.check.program import constant
from derive.check.scope import Frame, Names, Scope
from derive.check.values import (
    Matrix,
    Path,
    Samples,
    Value,
    each,
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


class Evaluator(Arithmetic):
    """Gives every formula its value at a point, in the numbers of a subclass.

    ``names`` are the values of the forward pass; ``directly`` the same where every ∂f/∂x is read
    along the direct edge from x to f.
    """

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

    # ---- what a kind of number has to say besides -----------------------------------------

    def leaf(self, name: Variable) -> Value:
        """Return the value drawn for a leaf."""
        raise NotImplementedError

    def exponential(self, power: Expression, scope: Scope) -> Value:
        """Return e^power."""
        raise NotImplementedError

    def ruler(self, expression: Expression, scope: Scope) -> Value:
        """Return the real value that decides on which side of a kink this point lies."""
        raise NotImplementedError

    # ---- kinks ----------------------------------------------------------------------------

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
        if function.is_unknown:  # equal arguments give equal values, no more
            orders = (node.order,) + (0,) * (len(node.arguments) - 1)
            inside = [self.value(argument, scope) for argument in node.arguments]
            return spread(bound(self.unknown, function.key, orders), *inside)
        if node.order or function.definition:
            return self._by_definition(node, scope)
        if function.key not in _PRIMITIVES or len(node.arguments) != len(function.arguments):
            raise UnanswerableError(UNKNOWN_FUNCTION.fill(name=function.name))
        return _PRIMITIVES[function.key](self, node.arguments, scope)

    def _by_definition(self, node: Call, scope: Scope) -> Value:
        parameters = [Variable(name, name) for name in node.function.arguments]
        if len(parameters) != len(node.arguments):
            raise UnanswerableError(UNKNOWN_FUNCTION.fill(name=node.function.name))
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
        return each(_turned, self.value(node.operand, scope))

    def _total(self, node: Total, scope: Scope) -> Value:
        return each(bound(self._summed, node.axis), self.value(node.operand, scope))

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


def _turned(value: Value) -> Value:
    return Matrix(zip(*value, strict=True)) if type(value) is Matrix else value


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
