"""Who depends on whom: the little graph beside the chain rule, with a partial on each arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from derive.core.expression import (
    DIFFERENTIAL,
    Div,
    Expression,
    Mul,
    Partial,
    Role,
    Variable,
)
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson
from derive.core.ordinary import ordinary
from derive.core.text import Text, same
from derive.figures.drawing import Caption, Circle, Drawing, Label, Line, Look, Mark, Point
from derive.figures.label import width
from derive.figures.layered import Layered, Stop
from derive.figures.sentences import filled, joined, listed
from derive.spelling.text import text_name

MOST = 24  # variables: a larger graph cannot be read beside a formula
_RADIUS, _TEXT, _NAME = 24.0, 17.0, 15.0
_GAP, _ROW, _MARGIN = 150.0, 86.0, 34.0

_TITLE = Text("What {loss} depends on", "{loss} 與各變數的關係")
_PART = Text("{name} depends on {sources}", "{name} 受 {sources} 影響")
_ALL = Text("{parts}. On each arrow stands the derivative.", "{parts}。箭號上是微分。")


def dependency(shown: Lesson | Graph) -> Drawing:
    """Draw every variable as a circle and every direct influence as an arrow with its partial."""
    return _Artist(shown.graph if isinstance(shown, Lesson) else shown).drawing()


def suits(shown: Lesson | Graph) -> bool:
    """Whether there are few enough variables."""
    graph = shown.graph if isinstance(shown, Lesson) else shown
    return len(graph.leaves) + len(graph.nodes) <= MOST


@dataclass(frozen=True)
class _Artist:
    graph: Graph

    def drawing(self) -> Drawing:
        high = max(y for _, y in self._at.values()) + _RADIUS + _MARGIN
        wide = max(x for x, _ in self._at.values()) + _RADIUS + _MARGIN
        marks = (*self._lines(), *self._circles(), *self._partials())
        title = _TITLE.fill(loss=text_name(self.graph.loss))
        caption = Caption(_TITLE, {"loss": self.graph.loss})
        return Drawing(wide, high, marks, title, self._description(), caption)

    @cached_property
    def layered(self) -> Layered:
        return Layered({node.output: _influences(node) for node in self.graph.nodes})

    @cached_property
    def _at(self) -> dict[Stop, Point]:
        heights = self.layered.heights(lambda stop: 2 * _RADIUS, _ROW - 2 * _RADIUS)
        widest = max((width((partial,), _NAME) for *_, partial in self._arrows), default=0.0)
        gap = max(_GAP, 1.6 * widest + 2 * _RADIUS)
        return {
            stop: (_MARGIN + _RADIUS + stop.column * gap, _MARGIN + y)
            for stop, y in heights.items()
        }

    @property
    def _arrows(self) -> Iterator[tuple[tuple[Stop, ...], Partial]]:
        """Yield the stops on the way of each influence, and its partial derivative."""
        column = self.layered.column_of
        for name, sources in self.layered.reads.items():
            for source in sources:
                between = [Stop(source, place) for place in range(column[source], column[name])]
                yield (*between, Stop(name, column[name])), Partial(name, source)

    def _lines(self) -> Iterator[Mark]:
        for stops, partial in self._arrows:
            way = [self._at[stop] for stop in stops]
            way[0] = _from(way[0], way[1])
            way[-1] = _from(way[-1], way[-2])
            yield Line(tuple(way), arrow=True, about=partial.name)

    def _circles(self) -> Iterator[Mark]:
        for name, column in self.layered.column_of.items():
            x, y = self._at[Stop(name, column)]
            yield Circle(x, y, _RADIUS)
            room = 2 * _RADIUS - 10
            yield Label(x, y, (name,), size=min(_TEXT, _TEXT * room / width((name,), _TEXT)))

    def _partials(self) -> Iterator[Mark]:
        for stops, partial in self._arrows:
            if partial.wrt.role is Role.DATA:
                continue
            (x0, y0), (x1, y1) = next(pairwise(self._at[stop] for stop in stops))
            share = 0.5 if len(stops) == 2 else 0.9
            at = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            yield Label(
                *at,
                (self._written(partial),),
                size=_NAME,
                look=Look.GRADIENT,
                halo=True,
                about=partial.name,
            )

    def _written(self, partial: Partial) -> Expression:
        """Return ``∂z/∂s``; where all comes from one variable, ``dy/dx`` if y depends on x alone.

        A network has many variables, and there a lecture writes ∂ throughout.
        """
        if not self._is_ordinary(partial):
            return partial
        above, below = (Mul((DIFFERENTIAL, name)) for name in (partial.of, partial.wrt))
        return Div(above, below)

    @cached_property
    def _is_ordinary(self) -> Callable[[Partial], bool]:
        varying = [leaf for leaf in self.graph.leaves if leaf.role is not Role.CONSTANT]
        return ordinary(self.graph) if len(varying) == 1 else lambda partial: False

    def _description(self) -> Text:
        parts = (
            filled(_PART, name=same(text_name(name)), sources=listed(sources))
            for name, sources in self.layered.reads.items()
        )
        return filled(_ALL, parts=joined(parts, "; ", "；"))


def _influences(node: Node) -> tuple[Variable, ...]:
    """Return what an equation reads, without numbers such as n that never change."""
    return tuple(name for name in dict.fromkeys(node.inputs) if name.role is not Role.CONSTANT)


def _from(start: Point, towards: Point) -> Point:
    """Return where a line that leaves a circle's middle comes out of it."""
    dx, dy = towards[0] - start[0], towards[1] - start[1]
    part = _RADIUS / (dx * dx + dy * dy) ** 0.5
    return start[0] + dx * part, start[1] + dy * part
