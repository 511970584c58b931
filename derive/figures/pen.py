"""How thick a line is and how it is dashed: the signs that do not depend on colour."""

from __future__ import annotations

from dataclasses import dataclass

from derive.figures.drawing import Look


@dataclass(frozen=True, slots=True)
class Pen:
    """A line's width and its dashes (on, off, …), in pixels."""

    width: float
    dash: tuple[float, ...] = ()


PENS = {
    Look.PLAIN: Pen(1.3),
    Look.ASKED: Pen(3.2),
    Look.FAINT: Pen(1.0),
    Look.DEAD: Pen(1.3, (2, 4)),
    Look.GUIDE: Pen(1.0),
    Look.AID: Pen(1.0, (4, 3)),
    Look.VALUE: Pen(1.3),
    Look.GRADIENT: Pen(1.3, (6, 4)),
    Look.NOTE: Pen(1.0),
    Look.GRID: Pen(0.6),
    Look.CONTOUR: Pen(0.9),
    Look.SERIES_1: Pen(2.2),
    Look.SERIES_2: Pen(2.2, (8, 4)),
    Look.SERIES_3: Pen(2.2, (2, 3)),
    Look.SERIES_4: Pen(2.2, (10, 3, 2, 3)),
    Look.SERIES_5: Pen(2.2, (15, 5)),
    Look.SERIES_6: Pen(2.2, (10, 3, 2, 3, 2, 3)),
}
