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
    Look.VALUE: Pen(1.3),
    Look.GRADIENT: Pen(1.3, (6, 4)),
    Look.NOTE: Pen(1.0),
    Look.DOT: Pen(0.5),
}
