"""A plot as data: two axes and what is drawn over them, in the units of the axes."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.text import Text
from derive.figures.drawing import Caption, Look, Point, Words


@dataclass(frozen=True)
class Axis:
    """One axis: what it measures, from where to where, in powers of ten or in whole numbers."""

    label: Words
    low: float
    high: float
    log: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Trace:
    """A line through points, and what the legend says of it.  ``dots`` marks each point."""

    points: tuple[Point, ...]
    look: Look = Look.SERIES_1
    label: Words = ()
    dots: bool = False


@dataclass(frozen=True)
class Contours:
    """The lines on which a function has one value: ``heights[row][column]`` at ``(x, y)``."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    heights: tuple[tuple[float, ...], ...]
    levels: tuple[float, ...]


@dataclass(frozen=True)
class Arrow:
    """An arrow with a label beside its head, moved by ``push`` pixels."""

    start: Point
    end: Point
    look: Look = Look.PLAIN
    label: Words = ()
    push: Point = (0.0, 0.0)


@dataclass(frozen=True)
class Spot:
    """A marked point; a triangle is where a descent starts."""

    at: Point
    look: Look = Look.PLAIN
    label: Words = ()
    push: Point = (0.0, -14.0)
    triangle: bool = False


Item = Trace | Contours | Arrow | Spot


@dataclass(frozen=True)
class Chart:
    """A plot.  ``equal`` gives both axes one scale, so that directions are what they look like."""

    x: Axis
    y: Axis
    items: tuple[Item, ...]
    title: Text
    description: Text
    equal: bool = False
    caption: Caption | None = None
    width: float = 500.0
    height: float = 300.0
