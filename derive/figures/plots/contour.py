"""A loss of two parameters from above: contours, the gradient as a sum of arrows, descents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from derive.core.expression import Neg, Partial, Variable
from derive.core.text import Text, same
from derive.figures.drawing import SERIES, Caption, Drawing, Look, Point, Words
from derive.figures.label import spoken
from derive.figures.plots.chart import Arrow, Axis, Chart, Contours, Item, Spot, Trace
from derive.figures.plots.draw import drawn
from derive.figures.sentences import filled, joined
from derive.spelling.numbers import show
from derive.spelling.text import text_name

Loss = Callable[[float, float], float]

_GRID = 80  # squares on each side
_LEVELS = 12
_LONGEST = 0.35  # of the picture, for the longer part of the gradient
_NARROW, _WIDE = 0.75, 1.1  # half of the picture, by the extent of what it must show
_DIGITS = 4

_TITLE = Text("Contours of {loss}", "{loss} 的等高線圖")
_DESCRIPTION = Text(
    "Contours of {loss} over {x} and {y}; the further inside, the lower the loss.",
    "{loss} 對 {x} 與 {y} 的等高線，越往內損失越低。",
)
_GRADIENT = Text(
    " At ({x}, {y}) the gradient is ({gx}, {gy}): the sum of an arrow along each axis."
    " The step goes the opposite way.",
    "在 ({x}, {y}) 的梯度是 ({gx}, {gy})，也就是兩個方向的箭號之和；更新往反方向走。",
)
_PATH = Text(" {label} goes from {start} to {end}.", "{label}由 {start} 走到 {end}。")
_DESCENT = Text("the descent", "梯度下降")
_NABLA = Variable("nabla", "\\nabla")
_ETA = Variable("eta", "\\eta")


@dataclass(frozen=True)
class Gradient:
    """The gradient at a point, and the learning rate of the step taken there, if one is shown."""

    at: Point
    slope: Point
    learning_rate: float | None = None

    @property
    def after(self) -> Point:
        """Where the step leads."""
        rate = self.learning_rate or 0.0
        return self.at[0] - rate * self.slope[0], self.at[1] - rate * self.slope[1]


@dataclass(frozen=True)
class Path:
    """The points that a descent went through, and what the legend calls it."""

    points: tuple[Point, ...]
    label: Words = ()


def contour(
    loss: Loss,
    names: tuple[Variable, Variable, Variable],
    *,
    span: tuple[Point, Point] | None = None,
    gradient: Gradient | None = None,
    paths: Sequence[Path] = (),
    title: Text | None = None,
) -> Drawing:
    """Draw the contours of a loss; ``names`` are those of the loss and of its two parameters.

    ``span`` is ((lowest x, highest x), (lowest y, highest y)), by default around what is shown.
    The arrows of a gradient have true directions and one scale; the step has its true length.
    """
    name, x, y = names
    across, up = span or _span(gradient, paths)
    items: list[Item] = [_contours(loss, across, up)]
    for look, path in zip(SERIES, paths, strict=False):
        items += _path(path, look)
    if gradient is not None:
        items += _arrows(gradient, names, _scale(gradient, (across, up)))
    chart = Chart(
        Axis((x,), *across),
        Axis((y,), *up),
        tuple(items),
        title or _TITLE.fill(loss=text_name(name)),
        joined(_described(names, gradient, paths)),
        equal=True,
        caption=Caption(_TITLE, {"loss": name}) if title is None else None,
        width=460,
    )
    return drawn(chart)


def _span(gradient: Gradient | None, paths: Sequence[Path]) -> tuple[Point, Point]:
    points = [point for path in paths for point in path.points if all(map(isfinite, point))]
    if gradient is not None:
        points += [gradient.at, gradient.after]
    points = points or [(-1.0, -1.0), (1.0, 1.0)]
    xs, ys = zip(*points, strict=True)
    half = max(max(xs) - min(xs), max(ys) - min(ys)) * (_WIDE if gradient else _NARROW) or 1.0
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (middle_x - half, middle_x + half), (middle_y - half, middle_y + half)


def _contours(loss: Loss, x: Point, y: Point) -> Contours:
    xs = tuple(x[0] + (x[1] - x[0]) * step / _GRID for step in range(_GRID + 1))
    ys = tuple(y[0] + (y[1] - y[0]) * step / _GRID for step in range(_GRID + 1))
    heights = tuple(tuple(loss(a, b) for a in xs) for b in ys)
    finite = [height for row in heights for height in row if isfinite(height)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    # of a bowl these are equally far apart: the height grows with the square of the distance
    parts = (((step + 0.75) / _LEVELS) ** 2 for step in range(_LEVELS))
    levels = dict.fromkeys(low + (high - low) * part for part in parts)
    # a level loss has no contours
    return Contours(xs, ys, heights, tuple(levels) if len(levels) == _LEVELS else ())


def _path(path: Path, look: Look) -> list[Item]:
    points = tuple(point for point in path.points if all(map(isfinite, point)))
    items: list[Item] = [Trace(points, look, path.label, dots=True)]
    return [*items, Spot(points[0], triangle=True)] if points else items


def _arrows(gradient: Gradient, names: tuple[Variable, ...], scale: float) -> Iterator[Item]:
    loss, x, y = names
    (at_x, at_y), (slope_x, slope_y) = gradient.at, gradient.slope
    right, up = slope_x * scale, slope_y * scale
    corner = (at_x + right, at_y + up)
    side, above = (12.0 if right >= 0 else -12.0), (-13.0 if up >= 0 else 13.0)
    along_x, along_y = (corner[0], at_y), (at_x, corner[1])
    yield Trace((along_x, corner, along_y), Look.AID)
    yield Arrow(gradient.at, along_x, Look.SERIES_1, (Partial(loss, x),), (side, -above))
    yield Arrow(gradient.at, along_y, Look.SERIES_3, (Partial(loss, y),), (-side, 0.0))
    yield Arrow(gradient.at, corner, Look.SERIES_2, (_NABLA, loss), (side, above))
    if gradient.learning_rate is not None:
        step = (Neg(_ETA), _NABLA, loss)
        yield Arrow(gradient.at, gradient.after, Look.ASKED, step, (-side, -above))
    yield Spot(gradient.at, Look.PLAIN, triangle=True)


def _scale(gradient: Gradient, span: tuple[Point, Point]) -> float:
    """Return by how much the gradient is drawn longer or shorter, so that it can be seen whole."""
    limits = [
        min(_LONGEST * (high - low), 0.8 * (high - at if slope > 0 else at - low)) / abs(slope)
        for at, slope, (low, high) in zip(gradient.at, gradient.slope, span, strict=True)
        if slope
    ]
    return max(min(limits, default=0.0), 0.0)


def _described(
    names: tuple[Variable, ...], gradient: Gradient | None, paths: Sequence[Path]
) -> Iterator[Text]:
    loss, x, y = (same(text_name(name)) for name in names)
    yield filled(_DESCRIPTION, loss=loss, x=x, y=y)
    if gradient is not None:
        numbers = (*gradient.at, *gradient.slope)
        spelled = zip(("x", "y", "gx", "gy"), numbers, strict=True)
        yield _GRADIENT.fill(**{key: show(value, _DIGITS) for key, value in spelled})
    for path in paths:
        label = spoken(path.label) if path.label else _DESCENT
        ends = (same(_pair(path.points[end])) for end in (0, -1))
        yield filled(_PATH, label=label, **dict(zip(("start", "end"), ends, strict=True)))


def _pair(point: Point) -> str:
    return f"({show(point[0], _DIGITS)}, {show(point[1], _DIGITS)})"
