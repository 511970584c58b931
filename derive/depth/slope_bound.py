"""How large the slope of an activation can get: σ' is at most ¼, found where its own slope is 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from derive.activations import OUTPUT, load, parameters, through_output
from derive.blackboard.chain import Board, Row
from derive.calculus.differentiate import working
from derive.calculus.tidy import tidy
from derive.core.expression import (
    TWO,
    ZERO,
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    substitute,
    walk,
)
from derive.core.function import Function
from derive.core.text import Text
from derive.numeric.interpret import Arithmetic, evaluate
from derive.spelling.text import text

KEPT = Text("the derivative through the output a", "以輸出 a 表示的微分")
FLAT = Text("at a maximum the slope is 0", "最大值處的斜率為 0")
SOLVED = Text("solved for it", "解出")
BENDS = Text("below 0: it bends down, so this is a maximum", "小於 0，曲線向下彎，所以是最大值")
AT_MOST = Text("put in where it is largest", "代入最大值的位置")
WORKED = Text("worked out", "算出來")
DECIMAL = Text("as a decimal", "寫成小數")
SQUARE = Text("completing the square", "配方")
NEVER_NEGATIVE = Text(
    "a square is at least 0, and here it is 0 where {at}", "平方至少是 0，在 {at} 時剛好為 0"
)
TIMES = Text("two layers multiply two of them", "兩層就乘上兩個")


@dataclass(frozen=True)
class SlopeBound:
    """The largest slope of an activation whose derivative is quadratic in its output.

    ``at`` is the output a at which the slope is ``largest``; ``board`` finds it where the slope's
    own derivative is 0, and ``square`` by completing the square.
    """

    function: Function
    at: Fraction
    largest: Fraction
    board: Board
    square: Board


def slope_bound(key: str = "sigmoid") -> SlopeBound:
    """Derive ``σ'(z) = a(1 - a) ≤ ¼`` in lines; ValueError where the slope has no such form."""
    function = load(key)
    slope = through_output(function)
    if slope is None or not _has_top(slope):
        raise ValueError(f"the slope of {key} is not a quadratic in its output")
    lines = working(slope, OUTPUT)
    second = working(lines[-1].formula, OUTPUT)
    at = _root(lines[-1].formula)
    largest = _value(slope, at)
    name, first = Call(function, parameters(function), 1), lines[-1].formula
    rows = [
        Row(slope, KEPT, name),
        *_differentiated(slope),
        Row(ZERO, FLAT, first),
        Row(Number(at), SOLVED, OUTPUT),
        Row(second[-1].formula, BENDS, Derivative(first, OUTPUT)),
        Row(substitute(slope, {OUTPUT: Number(at)}), AT_MOST, name, "≤"),
        Row(Number(largest), WORKED),
    ]
    if largest.denominator > 1:
        rows.append(Row(Number(float(largest)), DECIMAL))
    square = Board(tuple(_completed(name, slope, at, largest)))
    return SlopeBound(function, at, largest, Board(tuple(rows)), square)


def layers_multiplied(largest: Fraction, layers: int) -> Row:
    """Return ``0.25 · 0.25 = 0.0625``: what several layers leave of a gradient at most."""
    factor = Number(float(largest))
    product: Expression = factor if layers == 1 else Mul((factor,) * layers, dot=True)
    return Row(Number(float(largest) ** layers), TIMES, product)


def _has_top(slope: Expression) -> bool:
    """Whether a formula in a is a parabola that opens downwards, from its values at 0, 1, 2, 3."""
    if any(isinstance(part, Call | Div | Constant) for part in walk(slope)):
        return False
    values = [_value(slope, Fraction(place)) for place in range(4)]
    first = [after - before for before, after in pairwise(values)]
    second = [after - before for before, after in pairwise(first)]
    return second[0] == second[1] < 0


def _completed(
    name: Expression, slope: Expression, at: Fraction, largest: Fraction
) -> Iterator[Row]:
    """Yield ``a(1 - a) = ¼ - (a - ½)² ≤ ¼``."""
    yield Row(slope, KEPT, name)
    away = tidy(Add((OUTPUT, Neg(Number(at)))))
    bend = largest - _value(slope, at + 1)  # one unit away from the top
    square = tidy(Add((Number(largest), Neg(Mul((Number(bend), Pow(away, TWO)))))))
    if square != slope:
        yield Row(square, SQUARE)
    yield Row(Number(largest), NEVER_NEGATIVE.fill(at=f"a = {_plain(at)}"), None, "≤")


def _plain(value: Fraction) -> str:
    return text(Number(value))


def _differentiated(slope: Expression) -> list[Row]:
    lines = working(slope, OUTPUT)[1:]
    left = [Derivative(slope, OUTPUT), *[None] * (len(lines) - 1)]
    return [
        Row(line.formula, line.rule.title, name) for line, name in zip(lines, left, strict=True)
    ]


def _root(line: Expression) -> Fraction:
    """Return where ``c_0 + c_1 a`` is 0; exact, from its values at 0 and 1."""
    at_zero, at_one = _value(line, Fraction(0)), _value(line, Fraction(1))
    return at_zero / (at_zero - at_one)


def _value(formula: Expression, at: Fraction) -> Fraction:
    return Fraction(evaluate(formula, {OUTPUT: at}, _Exact()))


class _Exact(Arithmetic):
    """Fractions: what is found with them is no rounding of something else."""

    def number(self, value: Fraction | float) -> Fraction:
        return Fraction(value)
