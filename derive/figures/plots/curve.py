"""A function of one variable with its tangents, and the steps of descents along it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from derive.core.expression import Expression, Number, Variable
from derive.core.text import Text, same
from derive.figures.drawing import SERIES, Caption, Drawing, Look, Point, Words
from derive.figures.label import spoken
from derive.figures.plots.chart import Axis, Chart, Item, Spot, Trace
from derive.figures.plots.draw import drawn
from derive.figures.sentences import filled, joined
from derive.optimizers import timed
from derive.spelling.numbers import show
from derive.spelling.text import text_name

Function = Callable[[float], float]

_SAMPLES = 240
_DIGITS = 4
_WALL = 1.25  # times as high as the highest place of interest: what is shown of a steep wall
_MOST_NAMED = 4  # steps that carry their number; later ones lie too close together

_TITLE = Text("{name} as a function of {variable}", "{name} 隨 {variable} 的變化")
_DESCRIPTION = Text(
    "The curve of {name} for {variable} from {low} to {high}.",
    "{name} 的曲線，{variable} 由 {low} 到 {high}。",
)
_SLOPE = Text("slope ", "斜率 ")
_TANGENT = Text(
    " At {variable} = {at} the tangent has slope {slope}.",
    "在 {variable} = {at} 的切線斜率是 {slope}。",
)
_STEPS = Text(" {label}: {variable} = {places}.", "{label}：{variable} = {places}。")
_DESCENT = Text("gradient descent", "梯度下降")


@dataclass(frozen=True)
class Descent:
    """Where a descent went: the variable after each iteration, and what the legend calls it."""

    places: tuple[float, ...]
    label: Words = ()


def curve(
    function: Function,
    variable: Variable,
    name: Words,
    span: tuple[float, float],
    *,
    tangents: Sequence[tuple[float, float]] = (),
    descents: Sequence[Descent] = (),
    title: Text | None = None,
    highest: float | None = None,
) -> Drawing:
    """Draw a curve, its tangents given as (place, slope), and descents along it.

    ``highest`` is the highest place of interest: steep walls above it would flatten the valleys.
    """
    line = _sampled(function, span)
    items: list[Item] = [Trace(line, Look.PLAIN)]
    for at, slope in tangents:
        items += _tangent((at, function(at)), slope, span)
    for look, descent in zip(SERIES, descents, strict=False):
        items += _descent(function, variable, descent, look)
    chart = Chart(
        Axis((variable,), *span),
        Axis(name, *_range([y for _, y in line], highest)),
        tuple(items),
        title or filled(_TITLE, name=spoken(name), variable=same(text_name(variable))),
        joined(_described(variable, name, span, tangents, descents)),
        caption=_caption(name, variable) if title is None else None,
    )
    return drawn(chart)


def _caption(name: Words, variable: Variable) -> Caption | None:
    (drawn_name, *more) = name
    if more or not isinstance(drawn_name, Expression):
        return None
    return Caption(_TITLE, {"name": drawn_name, "variable": variable})


def _sampled(function: Function, span: tuple[float, float]) -> tuple[Point, ...]:
    low, high = span
    xs = [low + (high - low) * step / _SAMPLES for step in range(_SAMPLES + 1)]
    return tuple((x, function(x)) for x in xs)


def _range(values: Sequence[float], highest: float | None = None) -> tuple[float, float]:
    finite = [value for value in values if isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    if highest is not None and low < highest:
        high = min(high, low + _WALL * (highest - low))
    room = 0.08 * (high - low) or 1.0
    return low - room, high + room


def _tangent(touch: Point, slope: float, span: tuple[float, float]) -> list[Item]:
    reach = (span[1] - span[0]) * 0.2
    (x, y), looks = touch, Look.SERIES_2
    ends = ((x - reach, y - slope * reach), (x + reach, y + slope * reach))
    number = (_SLOPE, Number(float(f"{slope:.{_DIGITS}g}")))
    push = (12.0, -12.0) if slope <= 0 else (-12.0, -12.0)  # inside a bowl
    return [Trace(ends, looks), Spot(touch, looks, number, push)]


def _descent(function: Function, variable: Variable, descent: Descent, look: Look) -> list[Item]:
    points = tuple((place, function(place)) for place in descent.places if isfinite(place))
    items: list[Item] = [Trace(points, look, descent.label, dots=True)]
    if points:
        items.append(Spot(points[0], triangle=True))
    if not descent.label:
        items += [
            Spot(point, look, (_after(variable, step),), (14.0, -8.0))
            for step, point in enumerate(points[:_MOST_NAMED])
        ]
    return items[:1] + items[2:] + items[1:2]  # the triangle last, above the dot


def _after(variable: Variable, step: int) -> Variable:
    """Return the variable after so many iterations, ``w^{(1)}``."""
    return Variable(
        f"{variable.name}^({step})", timed(variable.latex or variable.name, f"({step})")
    )


def _described(
    variable: Variable,
    name: Words,
    span: tuple[float, float],
    tangents: Sequence[tuple[float, float]],
    descents: Sequence[Descent],
) -> Iterator[Text]:
    of = same(text_name(variable))
    low, high = (same(show(end, _DIGITS)) for end in span)
    yield filled(_DESCRIPTION, name=spoken(name), variable=of, low=low, high=high)
    for at, slope in tangents:
        numbers = {"at": same(show(at, _DIGITS)), "slope": same(show(slope, _DIGITS))}
        yield filled(_TANGENT, variable=of, **numbers)
    for descent in descents:
        places = same(" → ".join(show(place, _DIGITS) for place in descent.places[:6]))
        label = spoken(descent.label) if descent.label else _DESCENT
        yield filled(_STEPS, label=label, variable=of, places=places)
