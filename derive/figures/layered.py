"""A graph laid out in columns: everything to the right of what it reads, with few lines crossing.

Columns by the longest path, order within a column by barycentres, heights by least squares.  The
three steps of Sugiyama, Tagawa & Toda 1981, IEEE Trans. SMC 11(2), 109-125.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from derive.core.expression import Variable

_SWEEPS = 12


class Stop(NamedTuple):
    """A place in a column: where a variable is made, or where its line passes on its way."""

    name: Variable
    column: int


@dataclass(frozen=True)
class Layered:
    """Which variable stands in which column, and which stops its lines make.

    ``reads`` gives what each variable is computed from, in computable order; one that is read and
    not in it is a leaf.  A leaf stands just before the first to read it.
    """

    reads: Mapping[Variable, Sequence[Variable]]

    @cached_property
    def column_of(self) -> dict[Variable, int]:
        """The column of each variable."""
        column: dict[Variable, int] = {}
        for name, sources in self.reads.items():
            column[name] = 1 + max((column.get(source, 0) for source in sources), default=0)
        leaves: dict[Variable, int] = {}
        for name, sources in self.reads.items():
            for source in sources:
                if source not in self.reads:
                    leaves[source] = min(leaves.get(source, column[name]), column[name] - 1)
        first = min(leaves.values(), default=1)
        return {name: place - first for name, place in (leaves | column).items()}

    @cached_property
    def links(self) -> tuple[tuple[Stop, Stop], ...]:
        """The pieces of lines from one column to the next; lines of one variable share them."""
        found: dict[tuple[Stop, Stop], None] = {}
        for name, sources in self.reads.items():
            end = self.column_of[name]
            for source in sources:
                stops = [Stop(source, place) for place in range(self.column_of[source], end)]
                found.update(dict.fromkeys(pairwise([*stops, Stop(name, end)])))
        return tuple(found)

    @cached_property
    def columns(self) -> tuple[tuple[Stop, ...], ...]:
        """The stops of each column from top to bottom."""
        stops = dict.fromkeys(stop for link in self.links for stop in link)
        stops |= {Stop(name, place): None for name, place in self.column_of.items()}
        columns: list[list[Stop]] = [[] for _ in range(1 + max(s.column for s in stops))]
        for stop in stops:
            columns[stop.column].append(stop)
        return _untangled(columns, self.links)

    def heights(self, height: Callable[[Stop], float], gap: float) -> dict[Stop, float]:
        """Return how far down each stop lies, as level with its neighbours as there is room for."""
        near = _neighbours(self.links, lambda link: (link, link[::-1]))
        apart = [
            [(height(a) + height(b)) / 2 + gap for a, b in pairwise(column)]
            for column in self.columns
        ]
        y = {stop: 0.0 for column in self.columns for stop in column}
        rows = list(zip(self.columns, apart, strict=True))
        for sweep in range(_SWEEPS):
            for column, distances in rows[:: -1 if sweep % 2 else 1]:
                wished = [
                    _mean([y[other] for other in near.get(stop, ())], y[stop]) for stop in column
                ]
                y.update(zip(column, spread(wished, distances), strict=True))
        top = min(y[stop] - height(stop) / 2 for stop in y)
        return {stop: place - top for stop, place in y.items()}


def spread(wished: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Return places as near as possible to the wished ones, each so far behind the one before.

    The sum of squared distances is least: an isotonic regression, by pooling neighbours.
    """
    least = list(accumulate(apart, initial=0.0))
    pools: list[tuple[float, int]] = []  # the mean of so many neighbours
    for wish, offset in zip(wished, least, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, size = pools.pop()
            mean, count = (mean * count + other * size) / (count + size), count + size
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, least, strict=True)]


Link = tuple[Stop, Stop]


def _untangled(columns: list[list[Stop]], links: Sequence[Link]) -> tuple[tuple[Stop, ...], ...]:
    """Sort columns by the mean place of their neighbours, to and fro; keep the best seen."""
    before = _neighbours(links, lambda link: (link[::-1],))
    after = _neighbours(links, lambda link: (link,))
    best, fewest = tuple(map(tuple, columns)), _crossings(columns, links)
    for sweep in range(_SWEEPS):
        backwards = sweep % 2 == 0
        for number in range(len(columns))[:: -1 if backwards else 1]:
            _sort(columns, number, after if backwards else before, 1 if backwards else -1)
        if (crossings := _crossings(columns, links)) < fewest:
            best, fewest = tuple(map(tuple, columns)), crossings
    return best


def _sort(
    columns: list[list[Stop]], number: int, near: Mapping[Stop, Sequence[Stop]], step: int
) -> None:
    if not 0 <= number + step < len(columns):
        return
    place = {stop: float(at) for at, stop in enumerate(columns[number + step])}
    own = {stop: at / max(1, len(columns[number])) for at, stop in enumerate(columns[number])}
    scale = len(place)
    columns[number].sort(
        key=lambda stop: _mean([place[other] for other in near.get(stop, ())], own[stop] * scale)
    )


def _crossings(columns: Sequence[Sequence[Stop]], links: Sequence[Link]) -> int:
    place = {stop: at for column in columns for at, stop in enumerate(column)}
    ends: list[list[tuple[int, int]]] = [[] for _ in columns]
    for a, b in links:
        ends[a.column].append((place[a], place[b]))
    return sum(
        (a - c) * (b - d) < 0
        for column in ends
        for at, (a, b) in enumerate(column)
        for c, d in column[:at]
    )


def _neighbours(
    links: Iterable[Link], ways: Callable[[Link], Iterable[Link]]
) -> dict[Stop, list[Stop]]:
    found: dict[Stop, list[Stop]] = {}
    for link in links:
        for start, end in ways(link):
            found.setdefault(start, []).append(end)
    return found


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
