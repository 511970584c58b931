"""Several lines over one axis: losses while learning, gradients by layer, costs, errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log10

from derive.core.text import Text, same
from derive.figures.drawing import SERIES, Drawing, Point, Words
from derive.figures.label import spoken
from derive.figures.plots.chart import Axis, Chart, Item, Trace
from derive.figures.plots.draw import drawn
from derive.figures.sentences import filled, joined
from derive.spelling.numbers import show

_DIGITS = 3
_DOTS = 40  # a line with more points than this shows none of them
_LINE = Text(" {label}: from {first} to {last}.", "{label}：由 {first} 到 {last}。")
_OVER = Text("{y} against {x}.", "橫軸：{x}；縱軸：{y}。")


@dataclass(frozen=True)
class Series:
    """One line: its points, and what the legend calls it."""

    points: tuple[Point, ...]
    label: Words


def series(
    lines: Sequence[Series],
    x: Words,
    y: Words,
    title: Text,
    *,
    log_x: bool = False,
    log_y: bool = False,
    whole_x: bool = False,
    highest: float | None = None,
    lowest: float | None = None,
) -> Drawing:
    """Draw up to six lines, which differ by dash as well as by colour.

    Points that are not finite, or not positive on an axis in powers of ten, are left out.
    ``highest`` and ``lowest`` cut the picture: a loss that diverges would flatten all others.
    """
    kept = [Series(_kept(line.points, log_x, log_y), line.label) for line in lines]
    points = [point for line in kept for point in line.points]
    axes = (
        replace(_axis(x, [a for a, _ in points], log_x), whole=whole_x),
        _axis(y, [b for _, b in points], log_y, lowest, highest),
    )
    items: tuple[Item, ...] = tuple(
        Trace(line.points, look, line.label, dots=len(line.points) <= _DOTS)
        for look, line in zip(SERIES, kept, strict=False)
    )
    return drawn(Chart(*axes, items, title, joined(_described(x, y, kept))))


def _kept(points: Sequence[Point], log_x: bool, log_y: bool) -> tuple[Point, ...]:
    return tuple(
        (x, y)
        for x, y in points
        if isfinite(x) and isfinite(y) and (x > 0 or not log_x) and (y > 0 or not log_y)
    )


def _axis(
    label: Words,
    values: Sequence[float],
    log: bool,
    lowest: float | None = None,
    highest: float | None = None,
) -> Axis:
    low = min(values, default=1.0 if log else 0.0) if lowest is None else lowest
    high = max(values, default=10.0 if log else 1.0) if highest is None else highest
    if log:
        room = 0.06 * (log10(high) - log10(low)) or 0.5
        return Axis(label, 10 ** (log10(low) - room), 10 ** (log10(high) + room), True)
    room = 0.06 * (high - low) or 0.5
    return Axis(label, low - room, high + room)


def _described(x: Words, y: Words, lines: Sequence[Series]) -> Iterator[Text]:
    yield filled(_OVER, x=spoken(x), y=spoken(y))
    for line in lines:
        if line.points:
            first, last = (same(show(line.points[end][1], _DIGITS)) for end in (0, -1))
            yield filled(_LINE, label=spoken(line.label), first=first, last=last)
