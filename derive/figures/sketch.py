"""A network of any size as a sketch: columns of circles with dots, and their numbers of units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from derive.core.text import Text, same
from derive.figures import columns
from derive.figures.drawing import Circle, Drawing, Label, Line, Look, Mark, Point
from derive.figures.sentences import filled, joined

_RADIUS, _ROW, _GAP, _MARGIN = 13.0, 40.0, 118.0, 52.0
_MOST = 6
_NOTE, _COUNT = 13.0, 16.0

_TITLE = Text("A network with {units} units", "各層神經元數：{units}")
_DESCRIPTION = Text(
    "Fully connected, from left to right: {layers}.", "全連結層，由左至右：{layers}。"
)
_LAYER = Text("{layer} with {count}", "{layer}（{count} 個）")


def sketch(units: Sequence[int]) -> Drawing:
    """Draw a fully connected network from the number of units in each layer, inputs first."""
    shown = [columns.visible(count, most=_MOST) for count in units]
    rows = [columns.heights(places) for places in shown]
    middle = _MARGIN - min(map(min, rows)) * _ROW
    at = [
        [(_MARGIN + number * _GAP, middle + row * _ROW) for row in column]
        for number, column in enumerate(rows)
    ]
    bottom = max(y for column in at for _, y in column) + _RADIUS
    marks = (*_lines(at), *_circles(shown, at), *_captions(units, at, bottom))
    arrow = Text(" → ".join(map(str, units)), " → ".join(map(str, units)))
    return Drawing(
        2 * _MARGIN + (len(units) - 1) * _GAP,
        bottom + 66,
        marks,
        filled(_TITLE, units=arrow),
        filled(_DESCRIPTION, layers=joined(_layers(units), ", ", "、")),
    )


def _lines(at: Sequence[Sequence[Point]]) -> Iterator[Mark]:
    for left, right in pairwise(at):
        for start, end in product(left, right):
            yield Line((start, end), Look.FAINT)


def _circles(shown: Sequence[Sequence[int]], at: Sequence[Sequence[Point]]) -> Iterator[Mark]:
    for places, column in zip(shown, at, strict=True):
        for x, y in column:
            yield Circle(x, y, _RADIUS)
        yield from columns.dots(places, column)


def _captions(units: Sequence[int], at: Sequence[Sequence[Point]], bottom: float) -> Iterator[Mark]:
    for number, count in enumerate(units):
        x = at[number][0][0]
        yield Label(x, bottom + 24, (str(count),), size=_COUNT)
        name = columns.layer_name(number, len(units) - 1)
        yield Label(x, bottom + 46, (name,), size=_NOTE, look=Look.NOTE)


def _layers(units: Sequence[int]) -> Iterator[Text]:
    for number, count in enumerate(units):
        name = columns.layer_name(number, len(units) - 1)
        yield filled(_LAYER, layer=name, count=same(str(count)))
