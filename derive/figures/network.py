"""The network as every lecture draws it: columns of neurons, weights on the lines between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from derive.core.expression import Variable
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.core.text import Text, same
from derive.figures import columns
from derive.figures.drawing import (
    Box,
    Caption,
    Circle,
    Drawing,
    Label,
    Line,
    Look,
    Mark,
    Point,
    Words,
)
from derive.figures.label import separated, width
from derive.figures.net import Edge, Kind, Net, Unit, Way, dead, net
from derive.figures.placing import MARGIN, RADIUS, STUB, TEXT, Placing, reach
from derive.figures.sentences import filled, joined, listed
from derive.spelling.text import text_name

MOST_COLUMNS = 12  # a deeper network cannot be read on a page; ``sketch`` draws its layers
_NOTE = 13.0
_MOST_IN_ROW = 3  # names beside one another, at the targets of a loss

_TITLE = Text("The network", "網路架構")
_TITLE_ASKED = Text(
    "The network: the way from {name} to {loss}", "網路架構：{name} 到 {loss} 的路徑"
)
_COLUMNS = Text("From left to right: {columns}.", "由左至右：{columns}。")
_COLUMN = Text("{layer} {names}", "{layer} {names}")
_ON_THE_WAY = Text(
    " The thick lines show the way from {name} to {loss}, through {units}.",
    "粗線是從 {name} 到 {loss} 的路徑，經過 {units}。",
)
_DEAD = Text(" No gradient passes the dotted circles: {units}.", "虛線圓圈沒有梯度通過：{units}。")
_LOSS = Text("loss", "損失")
_PREDICTION = Text("prediction", "預測值")


def network(
    shown: Lesson | Graph,
    asked: Variable | None = None,
    values: Mapping[Variable, Any] | None = None,
) -> Drawing:
    """Draw a network, with everything that lies between ``asked`` and the loss in thick lines.

    ``values`` are those of a derivation that was run: units whose local partials are all 0 are
    drawn dead.
    """
    graph = shown.graph if isinstance(shown, Lesson) else shown
    return _Artist(graph, net(graph), asked, values or {}).drawing()


def suits(shown: Lesson | Graph) -> bool:
    """Whether a graph is a network that can be drawn.

    It is scalar, every parameter of it is a weight or a bias, and it is not too deep for a page.
    """
    graph = shown.graph if isinstance(shown, Lesson) else shown
    if any(name.shape for name in (*graph.leaves, *graph.node_of)):
        return False
    found = net(graph)
    if found.strays or not any(edge.weight for edge in found.edges):
        return False
    return len(found.columns) <= MOST_COLUMNS


@dataclass(frozen=True)
class _Artist:
    graph: Graph
    net: Net
    asked: Variable | None
    values: Mapping[Variable, Any]

    def drawing(self) -> Drawing:
        marks = (*self._lines(), *self._units(), *self._names(), *self._captions())
        lines = 2 if any(map(self._more, range(len(self.place.x)))) else 1
        size = (self.place.x[-1] + MARGIN, self.place.bottom + 24 + 18 * lines)
        return Drawing(*size, marks, self._title(), self._description(), self._caption())

    @cached_property
    def place(self) -> Placing:
        return Placing(self.net, self.asked)

    @cached_property
    def way(self) -> Way | None:
        return self.net.way_from(self.asked) if self.asked is not None else None

    @cached_property
    def dead(self) -> list[Variable]:
        units = self.net.units.items()
        return [name for name, unit in units if dead(unit, self.values, self.graph)]

    # ---- lines, the thick ones above the others

    def _lines(self) -> Iterator[Mark]:
        lines = [self._line(edge) for edge in self.place.edges]
        yield from sorted(lines, key=lambda line: line.look is Look.ASKED)
        for unit in chain.from_iterable(self.place.units):
            yield from self._stubs(unit)

    def _line(self, edge: Edge) -> Line:
        at, units, gone = self.place.at, self.net.units, self.place.column_of
        start, end = at[edge.source], at[edge.target]
        before, after = reach(units[edge.source]), reach(units[edge.target])
        look, about = self._look(edge), edge.weight.name if edge.weight else ""
        if gone[edge.target] - gone[edge.source] > 1:  # over the heads of the columns between
            above = (start[0] + end[0]) / 2, min(y for _, y in at.values()) - self.place.tallest
            points = (start[0] + before, start[1]), above, (end[0] - after, end[1])
            return Line(points, look, arrow=True, curved=True, about=about)
        return Line(
            (_towards(start, end, before), _towards(end, start, after)),
            look,
            arrow=True,
            about=about,
        )

    def _look(self, edge: Edge) -> Look:
        if edge.source in self.dead or edge.target in self.dead:
            return Look.DEAD
        if self.way is None:
            return Look.PLAIN
        return Look.ASKED if edge in self.way.edges else Look.FAINT

    def _stubs(self, unit: Unit) -> Iterator[Mark]:
        x, y = self.place.at[unit.output]
        if bias := self.place.bias_of(unit):
            top = y - reach(unit)
            yield Line(((x, top - STUB), (x, top)), self._stub_look(bias), arrow=True)
        if unit.targets:
            foot = y + RADIUS
            yield Line(((x, foot + STUB), (x, foot)), self._stub_look(unit.targets), arrow=True)

    def _stub_look(self, names: tuple[Variable, ...]) -> Look:
        if self.asked in names:
            return Look.ASKED
        return Look.PLAIN if self.asked is None else Look.FAINT

    # ---- neurons

    def _units(self) -> Iterator[Mark]:
        for column, places in zip(self.place.units, self.place.shown, strict=True):
            for unit in column:
                yield from self._unit(unit)
            yield from columns.dots(places, [self.place.at[unit.output] for unit in column])

    def _unit(self, unit: Unit) -> Iterator[Mark]:
        x, y = self.place.at[unit.output]
        half = reach(unit)
        if unit.kind is Kind.LOSS:
            yield Box(x, y, 2 * half, 2 * RADIUS, self._unit_look(unit))
        else:
            yield Circle(x, y, half, self._unit_look(unit))
        if len(unit.inside) == 1:
            yield _inside(unit.inside[0], x, y, 2 * half - 10)
            return
        yield Line(((x, y - half), (x, y + half)), Look.GUIDE)
        yield _inside(unit.inside[0], x - half / 2 + 1, y, half - 6)
        yield _inside(unit.inside[-1], x + half / 2 - 1, y, half - 6)

    def _unit_look(self, unit: Unit) -> Look:
        if unit.output in self.dead:
            return Look.DEAD
        on_the_way = self.way is not None and unit.output in self.way.units
        return Look.ASKED if on_the_way else Look.PLAIN

    # ---- what is written

    def _names(self) -> Iterator[Mark]:
        for edge in self.place.edges:
            if edge.weight is not None and self.place.is_named(edge):
                yield from self._name(self.place.name_at(edge), (edge.weight,))
            elif edge.weight is None and (other := self.net.units[edge.source].passed_on):
                yield from self._name(self.place.name_at(edge), other)
        for unit in chain.from_iterable(self.place.units):
            x, y = self.place.at[unit.output]
            yield from self._name((x, y - reach(unit) - STUB - 10), self.place.bias_of(unit))
            yield from self._name((x, y + RADIUS + STUB + 11), unit.targets)

    def _name(self, at: Point, names: tuple[Variable, ...]) -> Iterator[Mark]:
        """Write names; those asked about are boxed."""
        if not names:
            return
        words = separated(names, ", ")
        if len(names) > _MOST_IN_ROW:
            words = (names[0], ", …, ", names[-1])
        if self.asked in names:
            yield Box(*at, width(words, TEXT) + 14, TEXT + 10, Look.ASKED)
            yield Label(*at, words, size=TEXT, look=Look.ASKED, about=names[0].name)
        else:
            yield Label(*at, words, size=TEXT, halo=True, about=names[0].name)

    def _captions(self) -> Iterator[Mark]:
        y = self.place.bottom + 28
        for number, x in enumerate(self.place.x):
            yield Label(x, y, (self._layer(number),), size=_NOTE, look=Look.NOTE)
            if more := self._more(number):
                yield Label(x, y + 18, more, size=_NOTE, look=Look.NOTE)

    def _layer(self, number: int) -> Text:
        column = self.net.columns
        losses = [all(unit.kind is Kind.LOSS for unit in units) for units in column]
        weighted = {edge.target for edge in self.net.edges if edge.weight}
        last = max(
            place
            for place, units in enumerate(column)
            if any(unit.output in weighted for unit in units)
        )
        if number > last and not losses[number]:
            return _PREDICTION  # softmax: what a layer passes on through one function of them all
        return _LOSS if number > last else columns.layer_name(number, last)

    def _more(self, number: int) -> Words:
        """Return how many units a shortened column has, and which function they apply."""
        column = self.net.columns[number]
        words = [columns.UNITS.fill(count=len(column))]
        if len(column) == len(self.place.units[number]):
            words.clear()
        functions = dict.fromkeys(unit.function for unit in column)
        words.extend(function.title for function in functions if function is not None)
        return separated(words, " · ")

    # ---- the same in words

    def _title(self) -> Text:
        if self.asked is None:
            return _TITLE
        return _TITLE_ASKED.fill(name=text_name(self.asked), loss=text_name(self.graph.loss))

    def _caption(self) -> Caption | None:
        if self.asked is None:
            return None
        return Caption(_TITLE_ASKED, {"name": self.asked, "loss": self.graph.loss})

    def _description(self) -> Text:
        parts = (
            filled(_COLUMN, layer=self._layer(number), names=listed([u.output for u in column]))
            for number, column in enumerate(self.net.columns)
        )
        said = [filled(_COLUMNS, columns=joined(parts, "; ", "；"))]
        if self.asked is not None and self.way is not None:
            units = [n for n in self.net.units if n in self.way.units and n != self.graph.loss]
            name, loss = map(same, (text_name(self.asked), text_name(self.graph.loss)))
            said.append(filled(_ON_THE_WAY, name=name, loss=loss, units=listed(units)))
        if self.dead:
            said.append(filled(_DEAD, units=listed(self.dead)))
        return joined(said)


def _inside(name: Variable, x: float, y: float, room: float) -> Label:
    size = min(TEXT, TEXT * room / width((name,), TEXT))
    return Label(x, y, (name,), size=size, about=name.name)


def _towards(start: Point, end: Point, distance: float) -> Point:
    """Return the point at a distance from ``start`` on the way to ``end``."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    part = distance / (dx * dx + dy * dy) ** 0.5
    return start[0] + dx * part, start[1] + dy * part
