"""Where each neuron of a network stands, and where on its line a weight's name can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from derive.core.expression import Variable
from derive.figures import columns
from derive.figures.drawing import Point
from derive.figures.label import width
from derive.figures.net import Edge, Kind, Net, Unit

RADIUS, WIDE_RADIUS = 25.0, 32.0  # of a circle with one name in it, and with two
_WIDEST_RADIUS = 46.0
TEXT = 16.0
STUB = 22.0  # length of the arrow that brings a bias or a target
MARGIN = 60.0
_ROOM, _LOW_ROOM = 46.0, 16.0  # between neurons; the lower where nothing is written there
_GAP, _GAP_OF_A_NAME = 180.0, 60.0  # from column to column; from a neuron to a name on its line
_MOST_NAMED = 4  # with more lines than this at both ends of a gap, only the asked one is named


@dataclass(frozen=True)
class Placing:
    """A network laid out in columns, with those units that there is room for."""

    net: Net
    asked: Variable | None = None

    @cached_property
    def shown(self) -> tuple[tuple[int, ...], ...]:
        """For each column the units that are drawn, as places in the column."""
        return tuple(
            columns.visible(
                len(column), [place for place, unit in enumerate(column) if self._is_wanted(unit)]
            )
            for column in self.net.columns
        )

    @cached_property
    def units(self) -> tuple[tuple[Unit, ...], ...]:
        """The units that are drawn, column by column."""
        return tuple(
            tuple(column[place] for place in places)
            for column, places in zip(self.net.columns, self.shown, strict=True)
        )

    @cached_property
    def column_of(self) -> dict[Variable, int]:
        """The column of every unit that is drawn, by its output."""
        return {unit.output: number for number, column in enumerate(self.units) for unit in column}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The connections between units that are drawn."""
        drawn = self.column_of
        return tuple(e for e in self.net.edges if e.source in drawn and e.target in drawn)

    @cached_property
    def x(self) -> tuple[float, ...]:
        """The middle of each column."""
        gaps = (max(_GAP, _GAP_OF_A_NAME * (abs(lines) + 1)) for lines in self._lines[:-1])
        return tuple(accumulate(gaps, initial=MARGIN))

    @cached_property
    def at(self) -> dict[Variable, Point]:
        """The place of every unit that is drawn, by its output."""
        rows = [columns.heights(places) for places in self.shown]
        row = 2 * self.tallest + (_ROOM if self._is_written else _LOW_ROOM)
        middle = self.tallest + STUB + 30 - min(map(min, rows)) * row
        return {
            unit.output: (x, middle + height * row)
            for x, column, heights in zip(self.x, self.units, rows, strict=True)
            for unit, height in zip(column, heights, strict=True)
        }

    @cached_property
    def tallest(self) -> float:
        """The radius of the largest neuron."""
        neurons = (u for column in self.units for u in column if u.kind is not Kind.LOSS)
        return max(map(reach, neurons), default=RADIUS)

    @cached_property
    def bottom(self) -> float:
        """How far down units, and what stands under them, reach."""
        return max(
            self.at[unit.output][1] + (STUB + 46 if unit.targets else self.tallest)
            for column in self.units
            for unit in column
        )

    def is_named(self, edge: Edge) -> bool:
        """Whether the name of a connection's weight is written."""
        if edge.weight is None:
            return False
        return edge.weight == self.asked or self._lines[self._gap(edge)] != 0

    def bias_of(self, unit: Unit) -> tuple[Variable, ...]:
        """Return the biases of a unit that are drawn."""
        return unit.bias if self.is_whole or self.asked in unit.bias else ()

    @cached_property
    def is_whole(self) -> bool:
        """Whether every unit is drawn; of a network too large for that only the lines are."""
        return all(len(a) == len(b) for a, b in zip(self.units, self.net.columns, strict=True))

    @cached_property
    def _is_written(self) -> bool:
        units = [unit for column in self.units for unit in column]
        return any(self._lines) or any(map(self.bias_of, units))

    def name_at(self, edge: Edge) -> Point:
        """Return a point on the line at which no other name of this gap can be touched.

        Names of n lines that leave a neuron stand 1/(n+1) of the way: there all names of the gap
        are equally far from one another.  Where fewer lines arrive than leave, the same from the
        other end.
        """
        lines = (self._lines[self._gap(edge)] if edge.weight else 0) or 1
        share = 1 / (lines + 1) if lines >= 0 else 1 - 1 / (1 - lines)
        (x0, y0), (x1, y1) = self.at[edge.source], self.at[edge.target]
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    def _is_wanted(self, unit: Unit) -> bool:
        if self.asked is None:
            return False
        return unit.output in self._ends or self.asked in (*unit.names, *unit.bias)

    @cached_property
    def _ends(self) -> set[Variable]:
        return set(_ends(self.net, self.asked))

    def _gap(self, edge: Edge) -> int:
        return self.column_of[edge.target] - 1

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        """For the gap behind each column how many lines leave a neuron, or, negative, arrive.

        The smaller of the two counts; 0 where there are too many for their names to be read.
        """
        return tuple(map(self._lines_of, range(len(self.units))))

    def _lines_of(self, gap: int) -> int:
        drawn = [edge for edge in self.edges if edge.weight and self._gap(edge) == gap]
        leaving = max(Counter(edge.source for edge in drawn).values(), default=0)
        arriving = max(Counter(edge.target for edge in drawn).values(), default=0)
        if not self.is_whole or min(leaving, arriving) > _MOST_NAMED:
            return 0
        return leaving if leaving <= arriving else -arriving


def reach(unit: Unit) -> float:
    """Return how far a unit extends to its left and right."""
    longest = max(width((name,), TEXT) for name in unit.inside)
    if unit.kind is Kind.LOSS:
        return max(RADIUS, longest / 2 + 10)
    if len(unit.inside) == 1:
        return RADIUS
    return min(max(WIDE_RADIUS, longest + 8), _WIDEST_RADIUS)


def _ends(net: Net, asked: Variable | None) -> Iterator[Variable]:
    for edge in net.edges:
        if edge.weight is not None and edge.weight == asked:
            yield from (edge.source, edge.target)
