"""The value of a formula in whatever numbers one likes: floats, arrays, complex, dual …"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from operator import add, matmul, mul
from typing import Any

from derive.activations import definition, derivative, load, parameters
from derive.core.errors import NumericError
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
    Pow,
    SumOver,
    Total,
    Transpose,
    Variable,
)
from derive.core.function import Function
from derive.core.text import Text


class Arithmetic:
    """What a kind of number needs beyond its own ``+ - * / @``.

    Subclass it and say at least what a ``primitive`` is worth; everything that has a definition is
    worked out from it.  A sampled variable is worth an array with one entry for each sample.
    """

    def number(self, value: Fraction | float) -> Any:
        """Return a number of the formula (a weight, an exponent) as a number of this kind."""
        return float(value)

    def constant(self, key: str) -> Any:
        """Return π or e."""
        return {"pi": math.pi, "e": math.e}[key]

    def power(self, base: Any, exponent: Any) -> Any:
        """Return a power; a whole exponent that is written as a number comes as an ``int``."""
        return base**exponent

    def call(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        """Return the value of a function at its arguments."""
        if not function.definition:
            return self.primitive(function, arguments)
        named = dict(zip(parameters(function), arguments, strict=True))
        return evaluate(definition(function), named, self)

    def unknown(self, function: Function, order: int, arguments: tuple[Any, ...]) -> Any:
        """Return the value of a function of which nothing is known, or of a derivative of it."""
        raise NumericError(_UNKNOWN.fill(name=function.name))

    def primitive(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        """Return the value of a function that has no definition by others."""
        raise NotImplementedError(f"{type(self).__name__} does not know {function.key}")

    def derivative(self, body: Expression, wrt: Variable, values: Mapping[Variable, Any]) -> Any:
        """Return ``∂body/∂wrt`` with every other variable held fixed, by dual numbers."""
        from derive.numeric.dual import slope  # dual numbers are themselves an arithmetic

        return slope(body, wrt, values, self)

    def sum_samples(self, body: Any, upper: Any) -> Any:
        """Return the sum over samples; what is the same for every sample counts ``upper`` times."""
        return body.sum() if getattr(body, "ndim", 0) == 1 else upper * body

    def total(self, operand: Any, axis: int | None) -> Any:
        """Return the sum of all entries, with ``axis=1`` that of each row as a column.

        ``axis=0`` is the sum of each column, as a row.
        """
        return operand.sum() if axis is None else operand.sum(axis=axis, keepdims=True)

    def transpose(self, operand: Any) -> Any:
        """Return the matrix with rows and columns exchanged."""
        return operand.T


class Floats(Arithmetic):
    """Floats, and NumPy arrays of them; what grows too large is infinite, as in IEEE 754.

    Dividing by zero or leaving the domain of a function raises ArithmeticError or ValueError; for
    arrays that is up to the caller's ``numpy.errstate``.
    """

    def power(self, base: Any, exponent: Any) -> Any:
        if not (isinstance(base, float) and isinstance(exponent, (float, int))):
            return base**exponent
        try:
            return math.pow(base, exponent)
        except OverflowError:
            return math.copysign(math.inf, base) if exponent % 2 == 1 else math.inf

    def call(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        if any(getattr(argument, "ndim", 0) for argument in arguments):
            return function.array(*arguments)
        try:
            return function.scalar(*arguments)
        except OverflowError:  # all our functions grow upwards only
            return math.inf


FLOATS = Floats()


def evaluate(
    expression: Expression, values: Mapping[Variable, Any], arithmetic: Arithmetic = FLOATS
) -> Any:
    """Return the value of a formula at the given values of its variables.

    Raises NumericError when a variable has no value; what the arithmetic raises comes through.
    """
    if isinstance(expression, Variable):
        try:
            return values[expression]
        except KeyError:
            raise NumericError(_NO_VALUE.fill(name=expression.name)) from None
    return _VALUE[type(expression)](expression, values, arithmetic)


_Values = Mapping[Variable, Any]


def _fold(operation: Callable[[Any, Any], Any]) -> Callable[[Any, _Values, Arithmetic], Any]:
    def value(expression: Expression, values: _Values, arithmetic: Arithmetic) -> Any:
        return reduce(
            operation, (evaluate(part, values, arithmetic) for part in expression.children)
        )

    return value


def _body(expression: Marked, values: _Values, arithmetic: Arithmetic) -> Any:
    return evaluate(expression.body, values, arithmetic)


def _number(expression: Number, values: _Values, arithmetic: Arithmetic) -> Any:
    return arithmetic.number(expression.value)


def _constant(expression: Constant, values: _Values, arithmetic: Arithmetic) -> Any:
    return arithmetic.constant(expression.key)


def _negative(expression: Neg, values: _Values, arithmetic: Arithmetic) -> Any:
    return -evaluate(expression.operand, values, arithmetic)


def _fraction(expression: Div, values: _Values, arithmetic: Arithmetic) -> Any:
    top = evaluate(expression.numerator, values, arithmetic)
    return top / evaluate(expression.denominator, values, arithmetic)


def _power(expression: Pow, values: _Values, arithmetic: Arithmetic) -> Any:
    whole = whole_number(expression.exponent)
    if expression.base == E:
        exponent = evaluate(expression.exponent, values, arithmetic)
        return arithmetic.call(load("exp"), (exponent,))
    base = evaluate(expression.base, values, arithmetic)
    if whole is not None:
        return arithmetic.power(base, whole)
    return arithmetic.power(base, evaluate(expression.exponent, values, arithmetic))


def _call(expression: Call, values: _Values, arithmetic: Arithmetic) -> Any:
    arguments = tuple(evaluate(part, values, arithmetic) for part in expression.arguments)
    function = expression.function
    if function.is_unknown:
        return arithmetic.unknown(function, expression.order, arguments)
    if expression.order == 0:
        return arithmetic.call(function, arguments)
    named = dict(zip(parameters(function), arguments, strict=True))
    return evaluate(slope_of(expression), named, arithmetic)


def _sum_over(expression: SumOver, values: _Values, arithmetic: Arithmetic) -> Any:
    upper = evaluate(expression.upper, values, arithmetic)
    return arithmetic.sum_samples(evaluate(expression.body, values, arithmetic), upper)


def _total(expression: Total, values: _Values, arithmetic: Arithmetic) -> Any:
    return arithmetic.total(evaluate(expression.operand, values, arithmetic), expression.axis)


def _transpose(expression: Transpose, values: _Values, arithmetic: Arithmetic) -> Any:
    return arithmetic.transpose(evaluate(expression.operand, values, arithmetic))


def _derivative(expression: Derivative, values: _Values, arithmetic: Arithmetic) -> Any:
    return arithmetic.derivative(expression.body, expression.wrt, values)


_VALUE: dict[type[Expression], Callable[[Any, _Values, Arithmetic], Any]] = {
    Number: _number,
    Constant: _constant,
    Add: _fold(add),
    Neg: _negative,
    Mul: _fold(mul),
    Div: _fraction,
    Pow: _power,
    Call: _call,
    SumOver: _sum_over,
    Derivative: _derivative,
    Marked: _body,
    MatMul: _fold(matmul),
    Hadamard: _fold(mul),
    Transpose: _transpose,
    Total: _total,
}


def whole_number(expression: Expression) -> int | None:
    """Return the integer that an exponent is, ``-1`` included; None for anything else."""
    if isinstance(expression, Neg):
        whole = whole_number(expression.operand)
        return None if whole is None else -whole
    if not (isinstance(expression, Number) and isinstance(expression.value, Fraction)):
        return None
    return expression.value.numerator if expression.value.denominator == 1 else None


def slope_of(call: Call) -> Expression:
    """Return the formula of ``σ'(z)``, ``σ''(z)`` … in the function's own parameter."""
    if len(call.arguments) != 1:
        raise NumericError(_PRIMES.fill(name=call.function.key))
    formula = derivative(call.function)
    for _ in range(call.order - 1):
        formula = Derivative(formula, parameters(call.function)[0])
    return formula


_NO_VALUE = Text("{name} has no value.", "{name} 沒有數值。")
_UNKNOWN = Text(
    "Nothing is known of the function {name}, so it has no value.",
    "函數 {name} 是未知的任意函數，沒有數值。",
)
_PRIMES = Text(
    "A prime on {name} could mean either of its arguments; write ∂/∂ instead.",
    "{name} 有兩個引數，撇號無法表示對哪一個微分；請改寫成 ∂/∂。",
)
