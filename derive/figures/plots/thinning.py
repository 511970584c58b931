"""A line with the points left out that nobody would miss.

Ramer 1972, Computer Graphics and Image Processing 1(3), 244-256; Douglas & Peucker 1973,
Cartographica 10(2), 112-122.
"""

from __future__ import annotations

from math import hypot

from derive.figures.drawing import Point

TOLERANCE = 0.15  # pixels: a tenth of what the thinnest line is thick


def thinned(points: tuple[Point, ...], tolerance: float = TOLERANCE) -> tuple[Point, ...]:
    """Return the line's ends and as few points between as keep it where it is, in pixels."""
    kept = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        chord = (points[first], points[last])
        farthest = max(range(first + 1, last), key=lambda at: _distance(points[at], *chord))
        if _distance(points[farthest], *chord) > tolerance:
            kept.add(farthest)
            open_parts += [(first, farthest), (farthest, last)]
    return tuple(points[at] for at in sorted(kept))


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the piece of line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x, y = point[0] - start[0], point[1] - start[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
    return hypot(x - along * dx, y - along * dy)
