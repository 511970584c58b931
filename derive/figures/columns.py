"""Columns of neurons: which of many are shown, and at which height each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from derive.core.text import Text
from derive.figures.drawing import Circle, Point

MOST = 7  # a longer column is shortened with dots
_DOTS_ROW = 1.5  # rows between two neurons with dots between them

UNITS = Text("{count} units", "{count} 個神經元")
INPUT_LAYER = Text("input layer", "輸入層")
HIDDEN_LAYER = Text("hidden layer", "隱藏層")
HIDDEN_LAYERS = Text("hidden layer {number}", "隱藏層 {number}")
OUTPUT_LAYER = Text("output layer", "輸出層")


def visible(count: int, wanted: Collection[int] = (), most: int = MOST) -> tuple[int, ...]:
    """Return which units of a column are drawn: all, or both ends and the ``wanted`` ones."""
    if count <= most:
        return tuple(range(count))
    return tuple(sorted({0, 1, count - 1, *sorted(wanted)[: most - 3]}))


def heights(shown: Sequence[int]) -> tuple[float, ...]:
    """Return the rows at which the units stand, the middle of the column being 0."""
    rows = [0.0]
    for above, below in pairwise(shown):
        rows.append(rows[-1] + (1 if below == above + 1 else _DOTS_ROW))
    return tuple(row - rows[-1] / 2 for row in rows)


def dots(shown: Sequence[int], places: Sequence[Point]) -> Iterator[Circle]:
    """Yield the three dots wherever units are left out between two places."""
    for (above, (x, top)), (below, (_, bottom)) in pairwise(zip(shown, places, strict=True)):
        if below != above + 1:
            for step in (-1, 0, 1):
                yield Circle(x, (top + bottom) / 2 + 8 * step, 1.6, solid=True)


def layer_name(number: int, last: int) -> Text:
    """Return what a layer is called; 0 is the input and ``last`` the output."""
    if number in (0, last):
        return OUTPUT_LAYER if number else INPUT_LAYER
    return HIDDEN_LAYERS.fill(number=number) if last > 2 else HIDDEN_LAYER
