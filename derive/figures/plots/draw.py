"""From a chart to a drawing: matplotlib finds scales, ticks, contours and what is inside the axes.

It does not set the type.  Its own text would depend on the fonts of the machine, could not show
``∂L/∂w`` in the font of the page, and its colours would be fixed for light paper.  So lines go
through matplotlib, and everything is then drawn and labelled like any other picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log10
from typing import Any

from derive.core.expression import Expression, Pow, number
from derive.figures.drawing import (
    Anchor,
    Circle,
    Drawing,
    Label,
    Line,
    Look,
    Mark,
    Patch,
    Point,
    Words,
)
from derive.figures.label import width
from derive.figures.plots.chart import Arrow, Axis, Chart, Contours, Item, Spot, Trace
from derive.figures.plots.thinning import thinned

_TICK, _TEXT, _LABEL = 13.0, 14.0, 15.0
_TOP, _RIGHT, _UNDER = 34.0, 22.0, 58.0  # the margins around the axes
_SAMPLE, _BETWEEN, _ROW = 46.0, 24.0, 22.0  # of the legend
_DOT, _SMALL_DOT, _MANY = 3.0, 2.0, 60  # radius of a point of a path; of one among many
_APART = 5.0  # pixels between the points of a line that a label is to keep clear of
_NEAR = 6.0  # pushed less far to the side than this, a label stands in the middle
_MOST_TICKS = 7


def drawn(chart: Chart) -> Drawing:
    """Return a chart as a drawing.  Only here is matplotlib loaded."""
    return _Sheet(chart).drawing()


@dataclass(frozen=True)
class _Sheet:
    chart: Chart

    def drawing(self) -> Drawing:
        marks = (*self._axes_marks(), *self._items(), *self._legend())
        wide = self._left + self._area[0] + _RIGHT
        return Drawing(
            wide,
            self._legend_top + self._rows * _ROW + 6,
            marks,
            self.chart.title,
            self.chart.description,
            self.chart.caption,
        )

    # ---- geometry: matplotlib's transforms, with y downwards

    @cached_property
    def _area(self) -> Point:
        """The size of what the axes enclose."""
        chart = self.chart
        if not chart.equal:
            return chart.width, chart.height
        across, up = chart.x.high - chart.x.low, chart.y.high - chart.y.low
        scale = min(chart.width / across, 1.4 * chart.height / up)
        return across * scale, up * scale

    @cached_property
    def _axes(self) -> Any:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(self._area[0] / 72, self._area[1] / 72), dpi=72)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xscale("log" if self.chart.x.log else "linear")
        axes.set_yscale("log" if self.chart.y.log else "linear")
        axes.set_xlim(self.chart.x.low, self.chart.x.high)
        axes.set_ylim(self.chart.y.low, self.chart.y.high)
        return axes

    @cached_property
    def _left(self) -> float:
        return 16 + max(width(_tick(value, self.chart.y), _TICK) for value in self._ticks[1])

    def _at(self, point: Point) -> Point:
        x, y = self._axes.transData.transform(point)
        return self._placed(x, y)

    def _placed(self, x: float, y: float) -> Point:
        return self._left + float(x), _TOP + self._area[1] - float(y)

    def _lines(self, points: Sequence[Point]) -> Iterator[tuple[Point, ...]]:
        """Yield the parts of a line that lie inside the axes."""
        from matplotlib.path import Path

        wide, high = self._area
        path = self._axes.transData.transform_path(Path(points))
        for part in path.to_polygons(None, wide, high, closed_only=False):
            if len(part) > 1:
                yield tuple(self._placed(x, y) for x, y in part)

    @cached_property
    def _ticks(self) -> tuple[list[float], list[float]]:
        return _ticks(self.chart.x), _ticks(self.chart.y)

    # ---- axes

    def _axes_marks(self) -> Iterator[Mark]:
        wide, high = self._area
        left, foot = self._left, _TOP + high
        for value in self._ticks[0]:
            x, _ = self._at((value, self.chart.y.low))
            yield Line(((x, _TOP), (x, foot)), Look.GRID)
            yield Label(x, foot + 14, _tick(value, self.chart.x), size=_TICK, look=Look.NOTE)
        for value in self._ticks[1]:
            _, y = self._at((self.chart.x.low, value))
            yield Line(((left, y), (left + wide, y)), Look.GRID)
            words = _tick(value, self.chart.y)
            yield Label(left - 7, y, words, Anchor.END, _TICK, Look.NOTE)
        yield Line(((left, _TOP), (left, foot), (left + wide, foot)), Look.GUIDE)
        yield Label(left + wide / 2, foot + 37, self.chart.x.label, size=_LABEL)
        yield Label(left - 8, _TOP - 19, self.chart.y.label, Anchor.START, _LABEL)

    # ---- what is drawn over them

    def _items(self) -> Iterator[Mark]:
        named: list[tuple[Point, Arrow | Spot]] = []
        for item in self.chart.items:
            yield from self._item(item)
            named += self._named_at(item)
        yield from self._labels(named)  # last: no line may run through a label

    def _item(self, item: Item) -> Iterator[Mark]:
        match item:
            case Trace():
                yield from self._trace(item)
            case Contours():
                yield from self._contours(item)
            case Arrow():
                for start, *_, end in self._lines((item.start, item.end)):
                    yield Line((start, end), item.look, arrow=True)
            case Spot() if self._is_inside(item.at):
                yield self._spot(item)

    def _named_at(self, item: Item) -> Iterator[tuple[Point, Arrow | Spot]]:
        """Yield where on the sheet a name is to be written, with what it names."""
        if not isinstance(item, Arrow | Spot) or not item.label:
            return
        if isinstance(item, Arrow):
            yield from ((line[-1], item) for line in self._lines((item.start, item.end)))
        elif self._is_inside(item.at):
            yield self._at(item.at), item

    def _trace(self, trace: Trace) -> Iterator[Mark]:
        for points in self._lines(trace.points):
            # what has a dot on it stays a point of the line
            yield Line(points if trace.dots else thinned(points), trace.look)
        if trace.dots:
            radius = _DOT if len(trace.points) <= _MANY else _SMALL_DOT
            for point in trace.points:
                if self._is_inside(point):
                    yield Circle(*self._at(point), radius, trace.look, solid=True)

    def _is_inside(self, point: Point) -> bool:
        (x, y), chart = point, self.chart
        return chart.x.low <= x <= chart.x.high and chart.y.low <= y <= chart.y.high

    def _contours(self, contours: Contours) -> Iterator[Mark]:
        if not contours.levels:
            return
        found = self._axes.contour(
            contours.xs, contours.ys, contours.heights, levels=contours.levels, colors="black"
        )
        for lines in found.allsegs:
            for line in lines:
                for points in self._lines([(float(x), float(y)) for x, y in line]):
                    yield Line(thinned(points), Look.CONTOUR)

    def _spot(self, spot: Spot) -> Mark:
        x, y = self._at(spot.at)
        if spot.triangle:
            return Patch(((x, y - 8), (x - 7.5, y + 5.5), (x + 7.5, y + 5.5)), spot.look)
        return Circle(x, y, 4.5, spot.look, solid=True)

    # ---- names beside points

    def _labels(self, named: Sequence[tuple[Point, Arrow | Spot]]) -> Iterator[Label]:
        """Write each name on the side it is pushed to, or where it covers less."""
        placed: list[Label] = []
        for point, item in named:
            choices = [self._beside(point, item, push) for push in _pushes(item.push)]
            placed.append(min(choices, key=lambda label: self._covers(label, placed)))
        yield from placed

    def _beside(self, point: Point, item: Arrow | Spot, push: Point) -> Label:
        """Return a name on one side of a point, but clear of the axis."""
        x, y = point[0] + push[0], point[1] + push[1]
        half = width(item.label, _TEXT) / 2
        middle = x + half * ((push[0] > _NEAR) - (push[0] < -_NEAR))
        right = self._left + self._area[0] + _RIGHT - 4
        middle = max(self._left + half + 4, min(middle, right - half))
        return Label(middle, y, item.label, Anchor.MIDDLE, _TEXT, item.look, halo=True)

    def _covers(self, label: Label, placed: Sequence[Label]) -> float:
        """Return how bad a place is: other names under it are worse than parts of lines."""
        wide, high = width(label.words, label.size) / 2 + 3, 0.65 * label.size
        under = sum(abs(x - label.x) < wide and abs(y - label.y) < high for x, y in self._inked)
        names = sum(
            abs(other.x - label.x) < wide + width(other.words, other.size) / 2
            and abs(other.y - label.y) < 2 * high
            for other in placed
        )
        outside = not _TOP - 4 <= label.y <= _TOP + self._area[1] - high
        return 1000.0 * names + 100.0 * outside + under

    @cached_property
    def _inked(self) -> tuple[Point, ...]:
        """Points of all lines and dots, close enough to one another that none can hide."""
        traces = [item for item in self.chart.items if isinstance(item, Trace)]
        lines = (line for trace in traces for line in self._lines(trace.points))
        return tuple(point for line in lines for point in _dense(line))

    # ---- legend

    @cached_property
    def _named(self) -> list[list[Trace]]:
        """The named lines, in rows no wider than the axes."""
        rows: list[list[Trace]] = [[]]
        room = self._area[0]
        for trace in self.chart.items:
            if isinstance(trace, Trace) and trace.label:
                room -= _entry(trace.label)
                if room < 0 and rows[-1]:
                    rows.append([])
                    room = self._area[0] - _entry(trace.label)
                rows[-1].append(trace)
        return rows if rows[0] else []

    @property
    def _rows(self) -> int:
        return len(self._named)

    @property
    def _legend_top(self) -> float:
        return _TOP + self._area[1] + _UNDER

    def _legend(self) -> Iterator[Mark]:
        for row, traces in enumerate(self._named):
            x, y = self._left, self._legend_top + _ROW * (row + 0.5)
            for trace in traces:
                yield Line(((x, y), (x + _SAMPLE, y)), trace.look)
                if trace.dots:
                    yield Circle(x + _SAMPLE / 2, y, _DOT, trace.look, solid=True)
                yield Label(x + _SAMPLE + 7, y, trace.label, Anchor.START, _TEXT)
                x += _entry(trace.label)


def _entry(label: Words) -> float:
    return _SAMPLE + 7 + width(label, _TEXT) + _BETWEEN


def _pushes(push: Point) -> Iterator[Point]:
    """Yield the ways a name may be pushed, the wanted one first, then the other sides, then far."""
    x, y = push
    for far in (1.0, 2.0):
        yield from ((x, far * y), (-x, far * y), (x, -far * y), (-x, -far * y))


def _dense(line: Sequence[Point]) -> Iterator[Point]:
    yield line[0]
    for (x0, y0), (x1, y1) in pairwise(line):
        parts = int(max(abs(x1 - x0), abs(y1 - y0)) / _APART) + 1
        for part in range(1, parts + 1):
            yield x0 + (x1 - x0) * part / parts, y0 + (y1 - y0) * part / parts


def _ticks(axis: Axis) -> list[float]:
    """Return round values inside an axis, as matplotlib chooses them."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    between = (1.0, 2.0, 5.0) if _is_short(axis) else (1.0,)
    locator: Any = LogLocator(subs=between, numticks=_MOST_TICKS)
    if not axis.log:
        locator = MaxNLocator(_MOST_TICKS, steps=[1, 2, 5, 10], integer=axis.whole)
    found: Iterable[float] = map(float, locator.tick_values(axis.low, axis.high))
    slack = 0.0 if axis.log else 1e-9 * (axis.high - axis.low)  # what rounding left of a tick
    return [value for value in found if axis.low - slack <= value <= axis.high + slack]


def _tick(value: float, axis: Axis) -> Words:
    if _is_short(axis):
        return (number(float(f"{value:.6g}")),)
    return (_power(value) if axis.log else number(round(value, 12) + 0.0),)


def _is_short(axis: Axis) -> bool:
    """Whether an axis in powers of ten has too few of them to be read by those alone."""
    return axis.log and axis.high < 100 * axis.low


def _power(value: float) -> Expression:
    exponent = round(log10(value))
    return Pow(number(10), number(exponent)) if exponent else number(1)
