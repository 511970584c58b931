"""Formulas as Python source: what a student could hand in, and what the project itself runs.

Every name in the source is made here from letters, digits and underscores; no text of a user's
is ever copied into it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from derive.core.expression import (
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
from derive.spelling.identifier import identifier, identifiers

__all__ = ["identifier", "identifiers", "python"]

# how strongly a piece of source holds together; a weaker one inside a stronger needs brackets
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_LONGEST_WHOLE = 10**15  # a longer one is written as a float: whole-number powers must not explode
_PLAIN_EXPONENT = re.compile(r"-?\w+(\.\d+)?")

Source = tuple[str, int]


def python(
    expression: Expression,
    names: Mapping[Variable, str],
    functions: Mapping[Function, str],
    *,
    array: bool,
) -> str:
    """Return a formula as a Python expression.

    It computes in the written order, so that running it gives what evaluating the tree gives.

    Parameters
    ----------
    names : what each variable is called in the source
    functions : what each function is called; its n-th derivative has ``_prime`` n times behind
    array : whether the source may use NumPy as ``np``; else it uses ``math`` and plain floats,
        and a sum over samples or a matrix is a ValueError
    """
    return _Writer(names, functions, array, _has_variables(expression)).write(expression)[0]


@dataclass(frozen=True)
class _Writer:
    names: Mapping[Variable, str]
    functions: Mapping[Function, str]
    array: bool
    whole: bool  # whether 2 may be written 2: where a float is near, which makes the result one

    @property
    def library(self) -> str:
        return "np" if self.array else "math"

    def write(self, node: Expression) -> Source:
        if isinstance(node, Variable):
            return self.names[node], _ATOM
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise ValueError(f"a {type(node).__name__} is not worked out yet and cannot be run")
        return writer(self, node)

    def within(self, node: Expression, least: int) -> str:
        """Write a part, in brackets if it holds together less than ``least``."""
        source, strength = self.write(node)
        return source if strength >= least else f"({source})"

    def number(self, node: Number) -> Source:
        source, strength = self.size(node.value if node.value >= 0 else -node.value)
        return (f"-{source}", min(strength, _SIGN)) if node.value < 0 else (source, strength)

    def size(self, value: Fraction | float) -> Source:
        nearest = _nearest(value)
        if not math.isfinite(nearest):
            return f"{self.library}.{nearest!r}", _ATOM
        if isinstance(value, Fraction) and max(value.as_integer_ratio()) < _LONGEST_WHOLE:
            if value.denominator == 1 and self.whole:
                return str(value.numerator), _ATOM
            if Fraction(repr(nearest)) != value:
                return f"{value.numerator} / {value.denominator}", _PRODUCT
        return repr(nearest), _ATOM

    def constant(self, node: Constant) -> Source:
        return f"{self.library}.{'pi' if node.key == 'pi' else 'e'}", _ATOM

    def marked(self, node: Marked) -> Source:
        return self.write(node.body)

    def add(self, node: Add) -> Source:
        if not node.terms:
            return "0.0", _ATOM
        source = self.write(node.terms[0])[0]
        return source + "".join(map(self.term, node.terms[1:])), _SUM

    def term(self, term: Expression) -> str:
        bare = _bare(term)
        sign, body = ("-", bare.operand) if isinstance(bare, Neg) else ("+", bare)
        return f" {sign} {self.positive(body, _PRODUCT)}"

    def positive(self, node: Expression, least: int) -> str:
        """Write a part in brackets also when it begins with a minus sign."""
        source, strength = self.write(node)
        return f"({source})" if strength < least or source.startswith("-") else source

    def neg(self, node: Neg) -> Source:
        source, strength = self.write(node.operand)
        if strength < _PRODUCT or source.startswith("-"):
            return f"-({source})", _SIGN
        return f"-{source}", min(strength, _SIGN)

    def mul(self, node: Mul | Hadamard) -> Source:
        return self.product(node.children, " * ")

    def mat_mul(self, node: MatMul) -> Source:
        return self.product(node.factors, " @ ")

    def product(self, factors: tuple[Expression, ...], sign: str) -> Source:
        if len(factors) < 2:
            return self.write(factors[0]) if factors else ("1.0", _ATOM)
        first = self.within(factors[0], _PRODUCT)
        return sign.join([first, *map(self.later, factors[1:])]), _PRODUCT

    def later(self, factor: Expression) -> str:
        """Write a factor that is not the first: ``h_1 * -(y - y_hat)``, but ``x * (-1)``."""
        source, strength = self.write(factor)
        bare = source.startswith("-(") or not source.startswith("-")
        return source if bare and strength > _PRODUCT else f"({source})"

    def div(self, node: Div) -> Source:
        top = self.within(node.numerator, _PRODUCT)
        return f"{top} / {self.positive(node.denominator, _POWER)}", _PRODUCT

    def pow(self, node: Pow) -> Source:
        if node.base == E:
            return f"{self.library}.exp({self.write(node.exponent)[0]})", _ATOM
        base = self.alone(node.base).within(node.base, _ATOM)
        exponent = self.write(node.exponent)[0]
        plain = _PLAIN_EXPONENT.fullmatch(exponent)
        return f"{base} ** {exponent if plain else f'({exponent})'}", _POWER

    def call(self, node: Call) -> Source:
        name = self.functions[node.function]
        if node.order:
            name = name.rpartition(".")[2] + "_prime" * node.order
        return f"{name}({', '.join(map(self.argument, node.arguments))})", _ATOM

    def argument(self, node: Expression) -> str:
        return self.alone(node).write(node)[0]

    def alone(self, node: Expression) -> _Writer:
        """Return who writes a part whose value no float outside it touches at once.

        ``max(5, z)`` may return its 5, and ``9 ** 9 ** 9`` of whole numbers would never end.
        """
        return self if _has_variables(node) else replace(self, whole=False)

    def sum_over(self, node: SumOver) -> Source:
        if not _is_sampled(node.body):  # Σ 1 is n
            return self.product((node.upper, node.body), " * ")
        return self.np_sum(self.write(node.body)[0])

    def total(self, node: Total) -> Source:
        keep = "" if node.axis is None else f", axis={int(node.axis)}, keepdims=True"
        return self.np_sum(self.write(node.operand)[0] + keep)

    def np_sum(self, arguments: str) -> Source:
        if not self.array:
            raise ValueError("a sum over samples or entries needs arrays")
        return f"np.sum({arguments})", _ATOM

    def transpose(self, node: Transpose) -> Source:
        return f"{self.within(node.operand, _ATOM)}.T", _ATOM


_WRITERS: dict[type[Expression], Callable[[_Writer, Any], Source]] = {
    Number: _Writer.number,
    Constant: _Writer.constant,
    Marked: _Writer.marked,
    Add: _Writer.add,
    Neg: _Writer.neg,
    Mul: _Writer.mul,
    Div: _Writer.div,
    Pow: _Writer.pow,
    Call: _Writer.call,
    SumOver: _Writer.sum_over,
    MatMul: _Writer.mat_mul,
    Hadamard: _Writer.mul,
    Transpose: _Writer.transpose,
    Total: _Writer.total,
}


def _bare(node: Expression) -> Expression:
    while isinstance(node, Marked):
        node = node.body
    return node


def _nearest(value: Fraction | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _has_variables(expression: Expression) -> bool:
    return any(isinstance(node, Variable) for node in walk(expression))


def _is_sampled(body: Expression) -> bool:
    """Whether it has a value for every sample, once the sums inside it are taken."""
    if isinstance(body, Variable):
        return body.sampled
    if isinstance(body, SumOver):
        return False
    return any(map(_is_sampled, body.children))
