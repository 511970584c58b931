"""From a chart to a drawing: matplotlib finds scales, ticks, contours and what is inside the axes.

It does not set the type.  Its own text would depend on the fonts of the machine, could not show
``∂L/∂w`` in the font of the page, and its colours would be fixed for light paper.  So lines go
through matplotlib, and everything is then drawn and labelled like any other picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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

_TICK, _TEXT, _LABEL = 13.0, 14.0, 15.0
_TOP, _RIGHT, _UNDER = 34.0, 22.0, 58.0  # the margins around the axes
_SAMPLE, _BETWEEN, _ROW = 34.0, 22.0, 22.0  # of the legend
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
        last: list[Label] = []
        for item in self.chart.items:
            for mark in self._item(item):
                if isinstance(mark, Label):
                    last.append(mark)  # no line may run through a label
                else:
                    yield mark
        yield from last

    def _item(self, item: Item) -> Iterator[Mark]:
        match item:
            case Trace():
                yield from self._trace(item)
            case Contours():
                yield from self._contours(item)
            case Arrow():
                for start, *_, end in self._lines((item.start, item.end)):
                    yield Line((start, end), item.look, arrow=True)
                    yield from self._beside(end, item)
            case Spot() if self._is_inside(item.at):
                yield from self._spot(item)

    def _trace(self, trace: Trace) -> Iterator[Mark]:
        for points in self._lines(trace.points):
            yield Line(points, trace.look)
        if trace.dots:
            for point in trace.points:
                if self._is_inside(point):
                    yield Circle(*self._at(point), 3.0, trace.look, solid=True)

    def _is_inside(self, point: Point) -> bool:
        (x, y), chart = point, self.chart
        return chart.x.low <= x <= chart.x.high and chart.y.low <= y <= chart.y.high

    def _contours(self, contours: Contours) -> Iterator[Mark]:
        found = self._axes.contour(
            contours.xs, contours.ys, contours.heights, levels=contours.levels, colors="black"
        )
        for lines in found.allsegs:
            for line in lines:
                for points in self._lines([(float(x), float(y)) for x, y in line]):
                    yield Line(points, Look.CONTOUR)

    def _spot(self, spot: Spot) -> Iterator[Mark]:
        x, y = self._at(spot.at)
        if spot.triangle:
            yield Patch(((x, y - 8), (x - 7.5, y + 5.5), (x + 7.5, y + 5.5)), spot.look)
        else:
            yield Circle(x, y, 4.5, spot.look, solid=True)
        yield from self._beside((x, y), spot)

    def _beside(self, point: Point, item: Arrow | Spot) -> Iterator[Label]:
        """Write a label on the side that it is pushed to, but clear of the axis."""
        if not item.label:
            return
        x, y = point[0] + item.push[0], point[1] + item.push[1]
        half = width(item.label, _TEXT) / 2
        middle = x + half * ((item.push[0] > _NEAR) - (item.push[0] < -_NEAR))
        right = self._left + self._area[0] + _RIGHT - 4
        middle = max(self._left + half + 4, min(middle, right - half))
        yield Label(middle, y, item.label, Anchor.MIDDLE, _TEXT, item.look, halo=True)

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
                    yield Circle(x + _SAMPLE / 2, y, 3.0, trace.look, solid=True)
                yield Label(x + _SAMPLE + 7, y, trace.label, Anchor.START, _TEXT)
                x += _entry(trace.label)


def _entry(label: Words) -> float:
    return _SAMPLE + 7 + width(label, _TEXT) + _BETWEEN


def _ticks(axis: Axis) -> list[float]:
    """Return round values inside an axis, as matplotlib chooses them."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    locator: Any = LogLocator(numticks=_MOST_TICKS)
    if not axis.log:
        locator = MaxNLocator(_MOST_TICKS, steps=[1, 2, 5, 10], integer=axis.whole)
    found: Iterable[float] = map(float, locator.tick_values(axis.low, axis.high))
    slack = 0.0 if axis.log else 1e-9 * (axis.high - axis.low)  # what rounding left of a tick
    return [value for value in found if axis.low - slack <= value <= axis.high + slack]


def _tick(value: float, axis: Axis) -> Words:
    return (_power(value) if axis.log else number(round(value, 12) + 0.0),)


def _power(value: float) -> Expression:
    exponent = round(log10(value))
    return Pow(number(10), number(exponent)) if exponent else number(1)
