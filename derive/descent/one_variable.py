"""One parameter: the slope from the limit, the tangent, and where the slope is 0."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb

from derive.core.derivation import Rule
from derive.core.expression import (
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Variable,
)
from derive.core.function import Function
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent import polynomial
from derive.descent.machine import learned
from derive.descent.polynomial import Coefficients, monomial, total, value, written

STEP = Variable("h", "h")


@dataclass(frozen=True)
class LimitLine:
    """One line of a limit, equal to the line before; ``limit`` says that ``lim h → 0`` is open."""

    formula: Expression
    rule: Rule
    limit: bool


@dataclass(frozen=True)
class Extremum:
    """A place where the slope is 0, with the value there and the slope's own slope."""

    place: float
    value: float
    bend: float
    kind: Text


@dataclass(frozen=True)
class OneVariable:
    """A loss that is a polynomial in one parameter."""

    variable: Variable
    loss: Variable
    body: Expression
    coefficients: Coefficients

    @cached_property
    def function(self) -> Function:
        """The loss as a function that may be called: ``f(w + h)``."""
        return Function(
            key=f"loss {self.loss.name}",
            title=_LOSS,
            latex=self.loss.latex,
            scalar=lambda at: value(self.coefficients, at),
            array=lambda at: value(self.coefficients, at),
            derivatives=("0",),
        )

    def at(self, argument: Expression, order: int = 0) -> Expression:
        """Return ``f(argument)``, or with ``order=1`` ``f'(argument)``."""
        return Call(self.function, (argument,), order)

    @property
    def slope(self) -> Expression:
        """The derivative, written out."""
        return written(polynomial.derivative(self.coefficients), self.variable)

    @property
    def limit(self) -> tuple[LimitLine, ...]:
        """The derivative from the limit of the difference quotient, line by line."""
        w = self.variable
        ahead = Add((w, STEP))
        terms = polynomial.expanded(self.coefficients, w, STEP)
        minus = [
            _negated(monomial(factor, w, power)) for power, factor in self.coefficients.items()
        ]
        shifted = written(self.coefficients, ahead)
        whole = written(self.coefficients, w)
        quotients = (
            (Add((self.at(ahead), Neg(self.at(w)))), DEFINITION),
            (Add((shifted, Neg(whole))), PUT_IN),
            (total(terms + minus), EXPAND),
            (total(self._with_step(0)), CANCEL),
        )
        lines = [LimitLine(Div(top, STEP), rule, True) for top, rule in quotients]
        lines.append(LimitLine(total(self._with_step(1)), DIVIDE, True))
        return (*lines, LimitLine(self.slope, TO_ZERO, False))

    def _with_step(self, divided: int) -> list[Expression]:
        """Return the expanded terms that have the step in them, divided by it so many times."""
        return [
            monomial(factor * binomial, self.variable, power - by, STEP, by - divided)
            for power, factor in self.coefficients.items()
            for by in range(1, power + 1)
            if (binomial := Fraction(comb(power, by)))
        ]

    def tangent(self, at: float) -> Expression:
        """Return ``f(a) + f'(a)(w - a)``: the line that touches the curve at a."""
        slope = value(polynomial.derivative(self.coefficients), at)
        height = value(self.coefficients, at)
        shift = Add((self.variable, Neg(Number(at)) if at >= 0 else Number(-at)))
        part = Mul((Number(abs(slope)), shift))
        return Add((Number(height), Neg(part) if slope < 0 else part))

    @cached_property
    def extrema(self) -> tuple[Extremum, ...]:
        """The places where the slope is 0, from left to right."""
        slope = polynomial.derivative(self.coefficients)
        bend = polynomial.derivative(slope)
        return tuple(
            Extremum(at, value(self.coefficients, at), value(bend, at), _kind(slope, at))
            for at in _roots(slope)
        )


def one_variable(lesson: Lesson) -> OneVariable | None:
    """Return the lesson as a polynomial in its one parameter; None when it is something else."""
    if len(lesson.graph.nodes) != 1 or len(lesson.parameters) != 1 or not lesson.has_values:
        return None
    (variable,) = learned(lesson)
    node = lesson.graph.nodes[0]
    found = polynomial.coefficients(node.formula, variable)
    if found is None or max(found) < 1:
        return None
    return OneVariable(variable, node.output, node.formula, found)


def _negated(term: Expression) -> Expression:
    return term.operand if isinstance(term, Neg) else Neg(term)


def _roots(of: Coefficients) -> list[float]:
    degree = max(of, default=0)
    if degree == 0:
        return []
    if degree == 1:
        return [float(-of.get(0, Fraction(0)) / of[1]) + 0.0]
    import numpy as np

    found = np.roots([float(of.get(power, 0)) for power in range(degree, -1, -1)])
    scale = max(1.0, float(np.abs(found).max()))
    real = sorted(
        _polished(of, float(root.real)) for root in found if abs(root.imag) < 1e-6 * scale
    )
    return [at for place, at in enumerate(real) if place == 0 or at - real[place - 1] > 1e-6]


def _polished(of: Coefficients, at: float) -> float:
    """Take the last steps by Newton's method; a whole number that is a root is taken as it is."""
    bend = polynomial.derivative(of)
    for _ in range(4):
        slope = value(bend, at)
        if slope:
            at -= value(of, at) / slope
    whole = round(at, 6) + 0.0
    return whole if value(of, whole) == 0.0 else at


def _kind(slope: Coefficients, at: float) -> Text:
    """Say what happens where the slope is 0, from its signs on both sides."""
    reach = 1e-3 * max(1.0, abs(at))
    left, right = value(slope, at - reach), value(slope, at + reach)
    if left < 0 < right:
        return MINIMUM
    return MAXIMUM if right < 0 < left else NEITHER


MINIMUM = Text("minimum", "極小值")
MAXIMUM = Text("maximum", "極大值")
NEITHER = Text("neither (a level place)", "都不是（只是平坦處）")
_LOSS = Text("loss", "損失函數")
DEFINITION = Rule(
    "limit",
    Text("definition of the derivative", "導數的定義"),
    Text("the slope of a line through two points that come closer", "兩點逐漸靠近時連線的斜率"),
)
PUT_IN = Rule(
    "limit_put_in",
    Text("put the formula in", "代入式子"),
    Text("once at w + h, once at w", "分別代入 w + h 與 w"),
)
EXPAND = Rule(
    "limit_expand",
    Text("multiply out", "展開"),
    Text("every bracket is multiplied out", "把括號乘開"),
)
CANCEL = Rule(
    "limit_cancel",
    Text("what has no h cancels", "不含 h 的項抵消"),
    Text("every term without h stands there with both signs", "不含 h 的項一正一負，剛好抵消"),
)
DIVIDE = Rule(
    "limit_divide",
    Text("divide by h", "約去 h"),
    Text("every term left has an h", "剩下的每一項都有 h"),
)
TO_ZERO = Rule(
    "limit_zero",
    Text("let h go to 0", "令 h → 0"),
    Text("what still has an h vanishes", "還含有 h 的項趨近於 0"),
)
