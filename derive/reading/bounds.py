"""How large numbers and formulas may be; refused before anybody calculates with them."""

from __future__ import annotations

import math
from fractions import Fraction

from derive.core.expression import (
    Add,
    Constant,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    SumOver,
    Variable,
)
from derive.core.text import Text
from derive.reading.cursor import Cursor


def check_number(reader: Cursor, word: str) -> Fraction:
    """Return the exact value of a decimal; refuses more digits than a calculation ever prints."""
    mantissa, _, power = word.lower().partition("e")
    digits = mantissa.replace(".", "").strip("0")
    if len(digits) > reader.limits.digits or len(mantissa) > 2 * reader.limits.digits + 10:
        reader.refuse(_DIGITS.fill(most=reader.limits.digits), _ROUND)
    if power and abs(int(power[:8])) > reader.limits.exponent * 5:
        reader.refuse(_EXPONENT.fill(most=reader.limits.exponent * 5), _SMALLER)
    value = Fraction(mantissa)
    return value * Fraction(10) ** int(power) if power else value


def check_exponent(
    reader: Cursor, base: Expression, exponent: Expression, at: int | None = None
) -> None:
    """Refuse a power whose exponent is a number out of all proportion."""
    if isinstance(exponent, Number) and abs(float(exponent.value)) <= reader.limits.exponent:
        return
    size = _magnitude(exponent)
    if size is not None and not size <= reader.limits.exponent:
        reader.refuse(_EXPONENT.fill(most=reader.limits.exponent), _SMALLER, at)


def _magnitude(part: Expression) -> float | None:
    """Bound the size of a formula without variables; None when it has some."""
    if isinstance(part, Number):
        return abs(float(part.value))
    if isinstance(part, Constant):
        return 4.0
    if isinstance(part, Neg):
        return _magnitude(part.operand)
    sizes = [_magnitude(child) for child in part.children]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or not sizes:
        return None
    if isinstance(part, Add):
        return sum(known)
    if isinstance(part, Mul):
        return math.prod(known)
    if isinstance(part, Div):
        return known[0] / known[1] if known[1] else math.inf
    if isinstance(part, Pow):
        return _power(known[0], known[1])
    return None


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(max(base, 1.0), exponent)
    except OverflowError:
        return math.inf


def check_tree(reader: Cursor, expression: Expression, start: int) -> None:
    """Refuse a formula with too many parts, too many levels, or too high a degree."""
    nodes, height, towers = 0, 0, 0
    stack = [(expression, 1, 0)]
    while stack:
        part, level, powers = stack.pop()
        nodes += 1
        height = max(height, level)
        if type(part) is Pow:
            powers += 1
            towers = max(towers, powers)
        stack.extend((child, level + 1, powers) for child in part.children)
    limits = reader.limits
    if nodes > limits.nodes:
        reader.refuse(_NODES, _SHORTER, start)
    if height > 3 * limits.depth:
        reader.refuse(_HEIGHT, _SHORTER, start)
    if towers > 1 and _degree(expression) > limits.degree:
        reader.refuse(_DEGREE, _SMALLER, start)


def _degree(part: Expression) -> float:
    """Bound the degree in all names together, numbers counted as one name."""
    if isinstance(part, Variable | Number | Constant):
        return 1.0
    degrees = [_degree(child) for child in part.children]
    if isinstance(part, Pow):
        exponent = part.exponent.operand if isinstance(part.exponent, Neg) else part.exponent
        if isinstance(exponent, Number):
            return degrees[0] * max(1.0, abs(float(exponent.value)))
        return degrees[0] + degrees[1]
    if isinstance(part, Add):
        return max(degrees)
    if isinstance(part, SumOver):
        return degrees[1]
    return sum(degrees)


_DIGITS = Text("A number has at most {most} digits here.", "這裡的數字最多 {most} 位。")
_ROUND = Text("Round it.", "請四捨五入。")
_EXPONENT = Text("An exponent is at most {most} here.", "這裡的指數最大為 {most}。")
_SMALLER = Text("Write a smaller power.", "請寫較小的次方。")
_NODES = Text("This formula has too many parts.", "這個式子的項目太多。")
_HEIGHT = Text("This formula has too many levels.", "這個式子的層數太多。")
_DEGREE = Text("These powers of powers are too high.", "這些次方的次方太高。")
_SHORTER = Text("Give parts of it names of their own.", "請把其中一部分另取名稱。")
