"""What each kind of formula is in Python: one small function a kind."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from functools import reduce
from typing import Any

from derive.activations import definition, load, parameters
from derive.core.errors import NumericError
from derive.core.expression import (
    TWO,
    Add,
    Call,
    Constant,
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
    walk,
)
from derive.core.function import Function
from derive.core.text import Text
from derive.numeric import tree
from derive.numeric.interpret import FLOATS, slope_of, whole_number
from derive.numeric.writer import Code, Scope, Writer


def write(writer: Writer, formula: Expression, scope: Scope) -> Code:
    """Return the code of a formula, after the statements that must come before it.

    Raises NumericError for what is no assignment: a derivative that is not worked out.
    """
    if isinstance(formula, Variable):
        return scope[formula]
    phrase = _PHRASES.get(type(formula))
    if phrase is None:
        raise NumericError(_NOT_WORKED_OUT)
    return phrase(writer, formula, scope)


def _number(writer: Writer, formula: Number, scope: Scope) -> Code:
    return Code(tree.constant(FLOATS.number(formula.value)))


def _constant(writer: Writer, formula: Constant, scope: Scope) -> Code:
    return Code(tree.constant(FLOATS.constant(formula.key)))


def _marked(writer: Writer, formula: Marked, scope: Scope) -> Code:
    return write(writer, formula.body, scope)


def _negative(writer: Writer, formula: Neg, scope: Scope) -> Code:
    return _minus(writer, write(writer, formula.operand, scope))


def _minus(writer: Writer, code: Code) -> Code:
    if not code.shape:
        return Code(tree.negative(code.tree))
    import numpy as np  # a program on floats does without

    return writer.entrywise(np.negative, code)


def _sum(writer: Writer, formula: Add, scope: Scope) -> Code:
    code = write(writer, formula.terms[0], scope)
    for place, term in enumerate(formula.terms[1:], 1):
        less = isinstance(term, Neg)
        part = write(writer, term.operand if isinstance(term, Neg) else term, scope)
        code = writer.bounded(writer.combined(code, ast.Sub() if less else ast.Add(), part), place)
    return code


def _product(writer: Writer, formula: Mul | Hadamard, scope: Scope) -> Code:
    factors = [write(writer, factor, scope) for factor in formula.factors]
    return writer.folded(
        ast.Mult(), [factor for factor in factors if not _is_one(factor)] or [_ONE]
    )


def _is_one(code: Code) -> bool:
    return isinstance(code.tree, ast.Constant) and code.tree.value == 1.0


def _matrix_product(writer: Writer, formula: MatMul, scope: Scope) -> Code:
    return reduce(
        writer.matrix_product, (write(writer, factor, scope) for factor in formula.factors)
    )


def _fraction(writer: Writer, formula: Div, scope: Scope) -> Code:
    top = write(writer, formula.numerator, scope)
    return writer.combined(top, ast.Div(), write(writer, formula.denominator, scope))


def _power(writer: Writer, formula: Pow, scope: Scope) -> Code:
    if formula.base == E:
        return _value(writer, load("exp"), [write(writer, formula.exponent, scope)])
    base = write(writer, formula.base, scope)
    whole = whole_number(formula.exponent)
    if whole is not None and 0 < abs(whole) <= _MULTIPLIED_OUT:
        repeated = writer.folded(ast.Mult(), [writer.kept(base)] * abs(whole))
        return repeated if whole > 0 else writer.combined(_ONE, ast.Div(), repeated)
    exponent = write(writer, formula.exponent, scope)
    if not (base.shape or exponent.shape):
        return writer.called(math.pow, [base, exponent])
    return writer.combined(base, ast.Pow(), exponent)


def _call(writer: Writer, formula: Call, scope: Scope) -> Code:
    arguments = [write(writer, argument, scope) for argument in formula.arguments]
    if formula.order:
        return _spelled_out(writer, formula.function, slope_of(formula), arguments)
    if formula.function.inline:
        body = definition(formula.function)
        return _spelled_out(writer, formula.function, body, arguments)
    return _value(writer, formula.function, arguments)


def _spelled_out(
    writer: Writer, function: Function, body: Expression, arguments: list[Code]
) -> Code:
    """Return a formula of the function with the arguments in the place of its parameters."""
    if sum(isinstance(part, Variable) for part in walk(body)) > 1:
        arguments = [writer.kept(argument) for argument in arguments]
    return write(writer, body, dict(zip(parameters(function), arguments, strict=True)))


def _value(writer: Writer, function: Function, arguments: list[Code]) -> Code:
    if not any(argument.shape for argument in arguments):
        return writer.called(function.scalar, arguments)
    import numpy as np  # a program on floats does without

    own = getattr(np, function.key, None)  # exp, tanh … can be written over their argument
    if isinstance(own, np.ufunc):
        return writer.entrywise(own, *arguments)
    shape = max((argument.shape for argument in arguments), key=len)
    return writer.called(function.array, arguments, shape)


def _sum_over(writer: Writer, formula: SumOver, scope: Scope) -> Code:
    """Σ u·v is one call of a dot product, several times as fast as product and sum."""
    if isinstance(formula.body, Neg):
        positive = SumOver(formula.index, formula.upper, formula.body.operand)
        return _minus(writer, _sum_over(writer, positive, scope))
    factors = _factors(writer, formula.body, scope)
    moving = [factor for factor in factors if len(factor.shape) == 1]
    fixed = [code for code in factors if len(code.shape) != 1 and not _is_one(code)]
    over = _over_samples(writer, moving) if moving else write(writer, formula.upper, scope)
    return writer.folded(ast.Mult(), [*fixed, over])


def _factors(writer: Writer, body: Expression, scope: Scope) -> list[Code]:
    match body:
        case Mul(factors=parts):
            return [factor for part in parts for factor in _factors(writer, part, scope)]
        case Pow(base=base, exponent=exponent) if exponent == TWO and base != E:
            return [writer.kept(write(writer, base, scope))] * 2
    return [write(writer, body, scope)]


def _over_samples(writer: Writer, factors: list[Code]) -> Code:
    *others, last = factors
    if not others:
        return writer.called(writer.sum_samples, [last])
    import numpy as np  # a program on floats does without

    return writer.called(np.dot, [writer.folded(ast.Mult(), others), last])


def _transpose(writer: Writer, formula: Transpose, scope: Scope) -> Code:
    operand = write(writer, formula.operand, scope)
    return Code(tree.transposed(operand.tree), operand.shape[::-1])


def _total(writer: Writer, formula: Total, scope: Scope) -> Code:
    square = isinstance(formula.operand, Pow) and formula.operand.exponent == TWO
    if square and formula.axis is None:
        base = writer.kept(write(writer, formula.operand.children[0], scope))
        return writer.squares(base) if base.shape else writer.combined(base, ast.Mult(), base)
    operand = write(writer, formula.operand, scope)
    return writer.total(operand) if formula.axis is None else writer.totals(operand, formula.axis)


_PHRASES: dict[type[Expression], Callable[[Writer, Any, Scope], Code]] = {
    Number: _number,
    Constant: _constant,
    Add: _sum,
    Neg: _negative,
    Mul: _product,
    Div: _fraction,
    Pow: _power,
    Call: _call,
    SumOver: _sum_over,
    Marked: _marked,
    MatMul: _matrix_product,
    Hadamard: _product,
    Transpose: _transpose,
    Total: _total,
}
_MULTIPLIED_OUT = 4  # up to this exponent x*x*… is faster than a power
_ONE = Code(tree.constant(1.0))
_NOT_WORKED_OUT = Text(
    "A derivative that is not worked out yet cannot be compiled.",
    "還沒有算出來的微分無法編譯。",
)
