"""How a formula begins and ends on paper: what a printer must know to place a bracket or a dot."""

from __future__ import annotations

from fractions import Fraction

from derive.core.expression import (
    DELTA,
    DIFFERENTIAL,
    NABLA,
    TWO,
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    Expression,
    Hadamard,
    Marked,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    SumOver,
    Total,
    Variable,
)
from derive.spelling.numbers import decimal, typed
from derive.spelling.script import name_of, parsed
from derive.spelling.symbols import symbol

_HALF = Fraction(1, 2)


def bare(node: Expression) -> Expression:
    """Return what is in the box, if the formula is a ``Marked`` one."""
    while type(node) is Marked:
        node = node.body
    return node


def is_operator(node: Expression) -> bool:
    """Whether it stands close to what it is taken of: ∇ and Δ."""
    return isinstance(node, Variable) and node in (NABLA, DELTA, DIFFERENTIAL)


def is_negative(node: Expression) -> bool:
    """Whether it is written with a minus sign in front of all of it."""
    return isinstance(node, Neg) or (isinstance(node, Number) and node.value < 0)


def is_negated_sum(node: Expression) -> bool:
    """Whether it is ``-(a + b)``, whose brackets make others unnecessary."""
    return isinstance(node, Neg) and type(bare(node.operand)) is Add


def is_ratio(node: Expression) -> bool:
    """Whether it is a number written as a fraction of two whole ones."""
    return (
        isinstance(node, Number)
        and isinstance(node.value, Fraction)
        and node.value.denominator != 1
        and not typed(node)
    )


def is_half(node: Expression) -> bool:
    """Whether it is one half, written ``½`` on one line."""
    if isinstance(node, Div):
        return _is_whole(node.numerator, 1) and _is_whole(node.denominator, 2)
    return is_ratio(node) and isinstance(node, Number) and node.value == _HALF


def _is_whole(node: Expression, value: int) -> bool:
    return isinstance(node, Number) and node.value == value and not node.text.strip("0123456789")


def is_quotient_name(node: Expression) -> bool:
    """Whether it is a variable written ``∂L/∂w``, not by a letter of its own such as δ."""
    return isinstance(node, Partial) and not node.latex


def is_quotient(node: Expression) -> bool:
    """Whether it is written with a fraction bar."""
    return is_quotient_name(node) or isinstance(node, Div | Derivative) or is_ratio(node)


def is_plain_number(node: Expression, digits: int = 6) -> bool:
    """Whether it is written with digits and a point alone: no sign, no bar, no power of ten."""
    if not isinstance(node, Number) or node.value < 0 or is_ratio(node):
        return False
    return isinstance(node.value, Fraction) or decimal(node.value, digits)[1] is None


def is_word(node: Expression) -> bool:
    """Whether it begins with a name of several letters, which must not touch its neighbour."""
    if isinstance(node, Call):
        special = node.order == 0 and node.function.key in ("abs", "sqrt", "exp", "step")
        return not special and _is_long(node.function.latex)
    return isinstance(node, Variable) and not is_quotient_name(node) and _is_long(node.latex)


def _is_long(latex: str) -> bool:
    return len(symbol(parsed(latex).base)) > 1


def first(node: Expression) -> Expression:
    """Return the factor that a product begins with."""
    node = bare(node)
    while type(node) is Mul and node.factors:
        node = bare(node.factors[0])
    return node


def last(node: Expression) -> Expression:
    """Return the factor that a product ends with."""
    node = bare(node)
    while type(node) is Mul and node.factors:
        node = bare(node.factors[-1])
    return node


def starts_with_digit(node: Expression) -> bool:
    """Whether its first character is a digit, which must not touch another number."""
    start = first(node)
    if type(start) is Pow:
        start = first(start.base)
    if isinstance(start, Call) and start.function.key == "step":  # the 𝟏 of an indicator
        return True
    return isinstance(start, Number) and start.value >= 0


def is_open(node: Expression) -> bool:
    """Whether it ends in a ``Σ …`` that would take in whatever is written behind it."""
    node = last(node)
    while type(node) is Neg:
        node = last(node.operand)
    if isinstance(node, Total):
        return node.axis is None and squared(node.operand) is None
    return type(node) is SumOver


def starts_with_bracket(factor: Expression) -> bool:
    """Whether it is written, as a factor, with a round bracket in front: ``(a + b)²``."""
    if type(factor) is Pow:
        return not takes_exponent(bare(factor.base))
    return type(factor) in (Add, Hadamard)


def squared(entries: Expression) -> Expression | None:
    """Return v where the entries of v are squared, so that their sum is ``‖v‖²``."""
    entries = bare(entries)
    if isinstance(entries, Pow) and entries.exponent == TWO:
        return entries.base
    if isinstance(entries, Hadamard) and len(entries.factors) == 2:
        first_factor, second = entries.factors
        return first_factor if first_factor == second else None
    return None


def takes_exponent(node: Expression, digits: int = 6) -> bool:
    """Whether an exponent may be written at it without brackets."""
    if isinstance(node, Constant):
        return True
    if isinstance(node, Variable):
        return not is_quotient_name(node) and not has_superscript(node)
    if isinstance(node, Call):
        return node.order > 0 or node.function.key not in ("exp", "sqrt")
    return is_plain_number(node, digits)


def has_superscript(node: Expression) -> bool:
    """Whether it is a name with a superscript or a prime: ``z^{[1]}``."""
    if not isinstance(node, Variable) or is_quotient_name(node):
        return False
    name = name_of(node)
    return bool(name.superscript or name.primes)
