"""Where brackets, minus signs and dots go: decided once here, for every way of writing a formula.

A printer walks the tree from left to right.  ``lead`` says that a formula stands at the very
beginning (of a line, a bracket, a numerator), where a minus sign may stand bare; anywhere else it
gets brackets: ``3 - (-2)``, ``½ · 2(y - ŷ) · (-1)``.  The one exception is the slides' own
``h_1 · -(y - ŷ)``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from derive.core.expression import (
    Add,
    Call,
    Constant,
    Derivative,
    Div,
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
    size,
    walk,
)
from derive.spelling import form
from derive.spelling.form import bare
from derive.spelling.numbers import decimal, typed
from derive.spelling.target import Mark, Target, counted

__all__ = ["Mark", "Printer", "Target", "counted"]

_LONGEST_OVER_A_BAR = 16  # nodes: a longer body goes beside ∂/∂x, not on top of it


class Printer(Target):
    """The walk.  A target says how each sign is set; it never decides where one stands."""

    def write(self, node: Expression, lead: bool = True) -> str:
        """Write a formula; not at the ``lead``, a minus sign in front is put in brackets."""
        writer = _WRITERS.get(type(node)) or _inherited(type(node))
        return writer(self, node, lead)

    def part(self, node: Expression, lead: bool, bracket: bool) -> str:
        """Write a part, with brackets around it if asked; a box goes around its brackets."""
        if not bracket:
            return self.write(node, lead)
        if type(node) is Marked:
            return self.marked(node.variable, self.part(node.body, lead, bracket))
        return self.brackets(self.write(node))

    def signed(self, negative: bool, written: str, lead: bool) -> str:
        """Put a minus sign in front, and brackets around it where it is not at the lead."""
        if not negative:
            return written
        return self.NEGATIVE + written if lead else self.brackets(self.NEGATIVE + written)

    # leaves

    def _number(self, node: Number, lead: bool) -> str:
        return self.signed(node.value < 0, self._size(node), lead)

    def _size(self, node: Number) -> str:
        if literal := typed(node):
            return self.digits_of(literal)
        value = node.value
        if isinstance(value, Fraction):
            return self._rational(abs(value))
        mantissa, exponent = decimal(value, self.digits)
        if exponent is None:
            return self.digits_of(mantissa)
        return self.scientific(mantissa, exponent)

    def _rational(self, value: Fraction) -> str:
        top = self.digits_of(str(value.numerator))
        if value.denominator == 1:
            return top
        return self.fraction(top, self.digits_of(str(value.denominator)), True)

    def _constant(self, node: Constant, lead: bool) -> str:
        return self.constant(node.key)

    def _variable(self, node: Variable, lead: bool) -> str:
        return self.name(node)

    def _partial(self, node: Partial, lead: bool) -> str:
        return self.marked(node, self.partial(node))

    def partial(self, node: Partial) -> str:
        """Write a partial derivative without its box: by its letter if it has one."""
        if node.latex:
            return self.name(node)
        wrt = [node.wrt]
        of = node.of
        while isinstance(of, Partial) and not of.latex:
            wrt.append(of.wrt)
            of = of.of
        return self.quotient(of, tuple(wrt))

    def variable(self, node: Variable) -> str:
        """Write a variable of any kind, without a box."""
        return self.partial(node) if isinstance(node, Partial) else self.name(node)

    def _marked(self, node: Marked, lead: bool) -> str:
        if node.body == node.variable:
            return self.write(node.body, lead)  # a partial draws its own box
        return self.marked(node.variable, self.write(node.body, lead))

    # sums

    def _add(self, node: Add, lead: bool) -> str:
        if not node.terms:
            return self.digits_of("0")
        return self.write(node.terms[0], lead) + "".join(map(self._term, node.terms[1:]))

    def _term(self, term: Expression) -> str:
        return self.SPACE + self._signed_term(term)

    def _signed_term(self, term: Expression) -> str:
        if type(term) is Neg:
            return self.MINUS + self._summand(term.operand)
        if type(term) is Marked and type(bare(term)) is Neg:
            return self.marked_term(term.variable, self._signed_term(term.body))
        return self.PLUS + self._summand(term)

    def _summand(self, node: Expression) -> str:
        return self.part(node, False, type(bare(node)) is Add)

    def _neg(self, node: Neg, lead: bool) -> str:
        return self.signed(True, self._summand(node.operand), lead)

    # products

    def _mul(self, node: Mul, lead: bool) -> str:
        factors = node.factors
        if len(factors) < 2:
            return self.write(factors[0], lead) if factors else self.digits_of("1")
        pieces = [self._factor(factors[0], lead, True)]
        for place, (before, factor) in enumerate(pairwise(factors), 2):
            link = self.link(node.dot, before, factor)
            pieces.append(link)
            bare_minus = link == self.DOT and form.is_negated_sum(bare(factor))
            pieces.append(self._factor(factor, bare_minus, place < len(factors)))
        return "".join(pieces)

    def _factor(self, factor: Expression, lead: bool, more: bool) -> str:
        kind = type(bare(factor))
        bracket = kind is Add or kind is Hadamard or (more and form.is_open(factor))
        return self.part(factor, lead, bracket)

    def link(self, dot: bool, before: Expression, factor: Expression) -> str:
        """Return what stands between two factors: a dot, a gap or nothing."""
        left, right = form.last(before), form.first(factor)
        if form.is_operator(left):
            return self.TAKEN
        if dot or self._needs_dot(left, right, factor) or _is_dotted(before) or _is_dotted(factor):
            return self.DOT
        if form.starts_with_bracket(right):
            return self.CLOSE
        if self._is_plain(left):
            return self.gap(left, right) if form.is_word(right) else self.CLOSE
        return self.gap(left, right)

    def _needs_dot(self, left: Expression, right: Expression, factor: Expression) -> bool:
        """Whether factors side by side would be misread: ``2 3``, ``x -y``, ``2½``, ``a/b c``."""
        if form.starts_with_digit(factor) or form.is_negated_sum(right):
            return True
        if form.is_negative(right):
            return not self._is_plain(left)  # 0.1(-10) is clear; x(-2) looks like a function of -2
        if self._is_plain(left) and (type(right) is Div or form.is_ratio(right)):
            return True
        return self.flat and (self._has_bar(left) or self._has_bar(right))

    def _has_bar(self, node: Expression) -> bool:
        return form.is_quotient(node) and not form.is_half(node)

    def _is_plain(self, node: Expression) -> bool:
        return form.is_plain_number(node, self.digits)

    def _links(self, node: Mul) -> list[str]:
        return [self.link(node.dot, *pair) for pair in pairwise(node.factors)]

    # fractions and powers

    def _div(self, node: Div, lead: bool) -> str:
        plain = not (node.numerator.children or node.denominator.children)
        if not self.flat:
            return self.fraction(self.write(node.numerator), self.write(node.denominator), plain)
        if form.is_half(node):
            return self._rational(Fraction(1, 2))
        top = self.part(node.numerator, lead, not self._fits_above(node.numerator))
        bottom = self.part(node.denominator, False, not self._fits_below(node.denominator))
        return self.fraction(top, bottom, plain)

    def _fits_above(self, node: Expression) -> bool:
        """Whether it can stand before a slash without brackets: ``2x/n``."""
        node = bare(node)
        if type(node) is Neg:
            return self._fits_above(node.operand)
        if type(node) is Mul:
            return self.DOT not in self._links(node) and not form.is_open(node)
        return self._fits_below(node) or form.is_negative(node)

    def _fits_below(self, node: Expression) -> bool:
        """Whether it can stand behind a slash without brackets: ``1/x²``, ``Δy/Δx``."""
        if type(node) is Mul and len(node.factors) == 2 and form.is_operator(node.factors[0]):
            return True
        node = bare(node)
        if isinstance(node, Variable):
            return not form.is_quotient_name(node)
        return type(node) in (Constant, Call, Pow) or self._is_plain(node)

    def _pow(self, node: Pow, lead: bool) -> str:
        base, exponent = bare(node.base), self.write(node.exponent)
        if self._is_function_power(base, node.exponent):
            return self._call(base, lead, exponent)  # type: ignore[arg-type]
        fits = form.takes_exponent(base, self.digits)
        inner = node.exponent.operand if type(node.exponent) is Neg else node.exponent
        return self.power(self.part(node.base, True, not fits), exponent, not inner.children)

    def _is_function_power(self, base: Expression, exponent: Expression) -> bool:
        """Whether it is written ``tanh²(z)``; ``tanh⁻¹`` would mean another function."""
        return (
            isinstance(base, Call)
            and base.order == 0
            and len(base.arguments) == 1
            and base.function.key not in ("abs", "sqrt", "exp", "step")
            and isinstance(exponent, Number)
            and isinstance(exponent.value, Fraction)
            and exponent.value.denominator == 1
            and exponent.value > 1
        )

    # functions, sums over samples, derivatives

    def _call(self, node: Call, lead: bool, exponent: str = "") -> str:
        key = node.function.key
        if node.order == 0 and key in ("abs", "sqrt", "exp", "step", "norm"):
            (argument,) = node.arguments
            inside = self.write(argument)
            if key == "norm":
                return self.norm(inside)
            if key == "step":
                return self.indicator(inside)
            if key == "abs":
                return self.absolute(inside)
            if key == "sqrt":
                return self.root(inside)
            return self.power(self.constant("e"), inside, not argument.children)
        arguments = self.COMMA.join(map(self.write, node.arguments))
        plain = len(node.arguments) == 1 and not node.arguments[0].children
        return self.call(node.function, node.order, arguments, exponent, plain)

    def _sum_over(self, node: SumOver, lead: bool) -> str:
        return self.summed(node.index, self.write(node.upper), self._summed_body(node.body))

    def _summed_body(self, body: Expression) -> str:
        return self.part(body, False, type(bare(body)) in (Add, Hadamard))

    def _derivative(self, node: Derivative, lead: bool) -> str:
        if type(node.body) is Marked and self.mark:
            return self.operator(node.wrt) + self.SPACE + self.write(node.body)
        body = bare(node.body)
        if isinstance(body, Variable) and not form.is_quotient_name(body):
            return self.quotient(body, (node.wrt,))
        return self.derivative(self.write(node.body), node.wrt, _is_long(body))

    # matrices

    def _mat_mul(self, node: MatMul, lead: bool) -> str:
        return self._row(node.factors, lead, self.GAP, (Add, Hadamard))

    def _hadamard(self, node: Hadamard, lead: bool) -> str:
        return self._row(node.factors, lead, self.ODOT, (Add,))

    def _row(
        self,
        factors: tuple[Expression, ...],
        lead: bool,
        link: str,
        bracketed: tuple[type[Expression], ...],
    ) -> str:
        pieces = []
        for place, factor in enumerate(factors):
            inner = bare(factor)
            bracket = (
                type(inner) in bracketed
                or (type(inner) is Mul and self.DOT in self._links(inner))
                or (self.flat and self._has_bar(inner) and not self._stands_before(link, inner))
                or (place < len(factors) - 1 and form.is_open(inner))
            )
            pieces.append(self.part(factor, lead and place == 0, bracket))
        return link.join(pieces)

    def _stands_before(self, link: str, node: Expression) -> bool:
        """Whether a ∂L/∂a may stand bare in a row: before a sign, but not side by side."""
        return link != self.GAP and form.is_quotient_name(node)

    def _transpose(self, node: Transpose, lead: bool) -> str:
        return self.transposed(self._with_exponent(node.operand))

    def _with_exponent(self, node: Expression) -> str:
        base = bare(node)
        return self.part(node, True, not (isinstance(base, Variable) and form.takes_exponent(base)))

    def _total(self, node: Total, lead: bool) -> str:
        if node.axis is None and (base := form.squared(node.operand)):
            return self.power(self.norm(self.write(base)), self.digits_of("2"), True)
        if node.axis is None:
            return self.summed("", "", self._summed_body(node.operand))
        row = self._row((node.operand,), lead, self.GAP, (Add, Hadamard))
        if node.axis == 1:
            return row + self.GAP + self.ones()
        return self.transposed(self.ones()) + self.GAP + row


def _is_dotted(node: Expression) -> bool:
    node = bare(node)
    return type(node) is Mul and node.dot


def _is_long(body: Expression) -> bool:
    return size(body) > _LONGEST_OVER_A_BAR or any(
        isinstance(node, SumOver | Total | Derivative)
        or (isinstance(node, Div) and bool(node.denominator.children))
        for node in walk(body)
    )


Writer = Callable[[Any, Any, bool], str]

_WRITERS: dict[type[Expression], Writer] = {
    Number: Printer._number,
    Constant: Printer._constant,
    Variable: Printer._variable,
    Partial: Printer._partial,
    Marked: Printer._marked,
    Add: Printer._add,
    Neg: Printer._neg,
    Mul: Printer._mul,
    Div: Printer._div,
    Pow: Printer._pow,
    Call: Printer._call,
    SumOver: Printer._sum_over,
    Derivative: Printer._derivative,
    MatMul: Printer._mat_mul,
    Hadamard: Printer._hadamard,
    Transpose: Printer._transpose,
    Total: Printer._total,
}


def _inherited(kind: type[Expression]) -> Writer:
    for parent in kind.__mro__:
        if parent in _WRITERS:
            return _WRITERS[parent]
    raise TypeError(f"no printer writes a {kind.__name__}")
