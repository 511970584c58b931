"""An activation function and its derivative over the same axis, the derivative's maximum marked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import nan

from derive.core.expression import Call, Expression, Number, Variable, number
from derive.core.function import Function
from derive.core.text import Text, same
from derive.figures.drawing import Drawing, Look, Point
from derive.figures.plots.chart import Axis, Chart, Item, Spot, Trace
from derive.figures.plots.draw import drawn
from derive.figures.sentences import filled
from derive.spelling.numbers import show

_SAMPLES = 400
_NEAR = 1e-9

_TITLE = Text("{title} and its derivative", "{title}：函數與微分")
_DESCRIPTION = Text(
    "{title} (solid) and its derivative (dashed) for z from {low} to {high}.",
    "{title}（實線）與其微分（虛線），z 由 {low} 到 {high}。",
)
_PEAK = Text(
    " The derivative is largest at z = {at}, where it is {value}.",
    "微分在 z = {at} 有最大值 {value}。",
)
_LARGEST = Text("largest: ", "最大值 ")


def activation(
    function: Function,
    derivative: Callable[[float], float],
    span: tuple[float, float] = (-6.0, 6.0),
) -> Drawing:
    """Draw a function of one argument and its derivative."""
    z = Variable("z", "z")
    xs = [span[0] + (span[1] - span[0]) * step / _SAMPLES for step in range(_SAMPLES + 1)]
    values = tuple((x, function.scalar(x)) for x in xs)
    slopes = tuple((x, derivative(x)) for x in xs if x not in function.kinks)
    items: list[Item] = [
        Trace(values, Look.SERIES_1, (Call(function, (z,)),)),
        Trace(_broken(slopes, function.kinks), Look.SERIES_2, (Call(function, (z,), 1),)),
    ]
    description = filled(
        _DESCRIPTION.fill(low=show(span[0]), high=show(span[1])), title=function.title
    )
    if (peak := _peak(slopes)) is not None:
        items.append(Spot(peak, Look.SERIES_2, (_LARGEST, *_exact(peak[1])), (10.0, -12.0)))
        said = _PEAK.fill(at=show(peak[0], 4), value=show(peak[1], 4))
        description = Text(description.en + said.en, description.zh + said.zh)
    heights = [y for _, y in (*values, *slopes)]
    room = 0.12 * (max(heights) - min(heights)) or 1.0
    chart = Chart(
        Axis((z,), *span),
        Axis((), min(heights) - room, max(heights) + room),
        tuple(items),
        filled(_TITLE, title=function.title),
        description,
    )
    return drawn(chart)


def _broken(points: tuple[Point, ...], kinks: tuple[float, ...]) -> tuple[Point, ...]:
    """Return a line with a gap at each kink, where the derivative jumps."""
    return tuple(sorted((*points, *((kink, nan) for kink in kinks)), key=lambda point: point[0]))


def _peak(slopes: tuple[Point, ...]) -> Point | None:
    """Return the largest slope when it is taken at a single place inside the span."""
    at, largest = max(slopes, key=lambda point: point[1])
    same = [x for x, slope in slopes if slope > largest - _NEAR]
    inside = slopes[0][0] < at < slopes[-1][0]
    return (at, largest) if inside and len(same) == 1 else None


def _exact(value: float) -> tuple[Expression | Text, ...]:
    """Return a simple fraction and its decimal where it is one, ``1/4 = 0.25``; else the decimal.

    A whole number is written once.
    """
    fraction = Fraction(value).limit_denominator(16)
    if abs(float(fraction) - value) >= _NEAR:
        return (number(float(f"{value:.4g}")),)
    if fraction.denominator == 1:
        return (Number(fraction),)
    return Number(fraction), same(f" = {show(value, 4)}")
