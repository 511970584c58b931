"""The computational graph: values flow to the right above the lines, gradients back below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import Add, Call, Expression, Mul, Number, Partial, Variable
from derive.core.text import Text, same
from derive.figures.drawing import (
    Anchor,
    Box,
    Caption,
    Circle,
    Drawing,
    Label,
    Line,
    Look,
    Mark,
    Words,
)
from derive.figures.label import width
from derive.figures.layered import Layered, Stop
from derive.figures.sentences import filled, joined, listed
from derive.spelling.text import text_name

MOST, MOST_NAMES = 40, 64  # equations, and names in them: more cannot be read on a page
_FORMULA, _VALUE, _NOTE = 15.0, 14.0, 13.0
_WIDEST = 190.0  # a longer formula is replaced by the name of what it computes
_CIRCLE = 19.0
_LINE = 21.0  # the height of what is written above or below a line
_BETWEEN, _ROUTE, _MARGIN = 10.0, 54.0, 18.0
_DIGITS = 4

_TITLE = Text("The computational graph of {loss}", "{loss} 的計算圖")
_KEYS = (
    Text(
        "above a line: forward pass, from left to right; below: backward pass, from right to left",
        "線上：前向傳遞，由左至右；線下：反向傳播，由右至左",
    ),
    Text("in brackets: the number of the step", "括號內：步驟編號"),
)
_READS = Text("{name} is computed from {sources}", "{name} 由 {sources} 算出")
_ALL = Text("{parts}. Gradients flow back the same way.", "{parts}。梯度沿原路往回傳。")


def computation(derivation: Derivation, values: Mapping[Variable, Any] | None = None) -> Drawing:
    """Draw the forward equations of a derivation as a graph, numbered like its steps.

    ``values`` are those of the derivation when it was run; numbers are shown for scalars.
    """
    return _Artist(derivation, values or {}).drawing()


def suits(derivation: Derivation) -> bool:
    """Whether the graph is small enough to be read."""
    steps = derivation.phase(Phase.FORWARD)
    names = {name for step in steps for name in (step.target, *step.reads)}
    return len(steps) <= MOST and len(names) <= MOST_NAMES


@dataclass(frozen=True)
class _Artist:
    derivation: Derivation
    values: Mapping[Variable, Any]

    def drawing(self) -> Drawing:
        marks = (*self._lines(), *self._nodes(), *self._numbers(), *self._keys())
        key = max(width((text,), _NOTE) for text in self._said)
        wide = max(self._x[-1][2], _MARGIN + key) + _MARGIN
        size = (wide, self._bottom + 2 * _MARGIN + 18 * len(self._said))
        title = _TITLE.fill(loss=text_name(self.derivation.loss))
        caption = Caption(_TITLE, {"loss": self.derivation.loss})
        return Drawing(*size, marks, title, self._description(), caption)

    @cached_property
    def steps(self) -> dict[Variable, Step]:
        return {step.target: step for step in self.derivation.phase(Phase.FORWARD)}

    @cached_property
    def layered(self) -> Layered:
        return Layered({name: step.reads for name, step in self.steps.items()})

    # ---- how large things are

    def _made(self, stop: Stop) -> bool:
        """Whether a variable is made here; else its line only passes."""
        return self.layered.column_of[stop.name] == stop.column

    def _height(self, stop: Stop) -> float:
        if not self._made(stop):
            return 12.0
        written = _LINE * 2 if self._below(stop.name) else _LINE + 12
        return max(written, 2 * self._half[stop.name][1])

    @cached_property
    def _inside(self) -> dict[Variable, Words]:
        """What is written in each node: its sign or formula, or, when that is long, its name."""
        formulas = {name: (_sign(step.result),) for name, step in self.steps.items()}
        return {
            name: words if width(words, _FORMULA) <= _WIDEST else (name,)
            for name, words in formulas.items()
        }

    @cached_property
    def _half(self) -> dict[Variable, tuple[float, float]]:
        """Half the width and half the height of what stands for each variable; leaves have none."""
        nothing = dict.fromkeys(self.layered.column_of, (0.0, 0.0))
        return nothing | {name: self._half_of(step) for name, step in self.steps.items()}

    def _half_of(self, step: Step) -> tuple[float, float]:
        half = width(self._inside[step.target], _FORMULA) / 2
        ports = 8.0 * len(step.reads)
        if _is_operation(step.result):
            radius = max(_CIRCLE, half + 6, ports)
            return radius, radius
        return half + 11, max(18.0, ports)

    @cached_property
    def _x(self) -> list[tuple[float, float, float]]:
        """For each column its left end, the right end of its nodes and of what is written."""
        found = []
        left = _MARGIN
        for column in self.layered.columns:
            made = [stop.name for stop in column if self._made(stop)]
            node = left + 2 * max((self._half[name][0] for name in made), default=0.0)
            end = node + max(map(self._written, made), default=0.0)
            found.append((left, node, end))
            left = end + _ROUTE
        return found

    def _written(self, name: Variable) -> float:
        return 16 + max(width(self._worth(name), _VALUE), width(self._below(name), _VALUE))

    @cached_property
    def _y(self) -> dict[Stop, float]:
        heights = self.layered.heights(self._height, _BETWEEN)
        return {stop: y + _MARGIN for stop, y in heights.items()}

    # ---- lines

    def _lines(self) -> Iterator[Mark]:
        for column in self.layered.columns:
            for stop in column:
                left, node, end = self._x[stop.column]
                y, half = self._y[stop], self._half[stop.name][0] if self._made(stop) else 0.0
                if not self._made(stop):
                    yield Line(((left, y), (end, y)), about=stop.name.name)
                else:
                    start = (left + node) / 2 + half
                    yield Line(((start, y), (end, y)), about=stop.name.name)
        for tail, tip in self.layered.links:
            yield self._link(tail, tip)

    def _link(self, start: Stop, end: Stop) -> Line:
        tail = (self._x[start.column][2], self._y[start])
        if not self._made(end) or end.name == start.name:
            tip = (self._x[end.column][0], self._y[end])
            return Line((tail, tip), curved=True, about=start.name.name)
        return Line((tail, self._port(start, end)), curved=True, arrow=True, about=start.name.name)

    def _port(self, start: Stop, end: Stop) -> tuple[float, float]:
        """Return where a line enters a node: lines come in from the left, the highest on top."""
        sources = sorted((self._y[a], a) for a, b in self.layered.links if b == end)
        place = [a for _, a in sources].index(start) - (len(sources) - 1) / 2
        wide, high = self._half[end.name]
        left, node, _ = self._x[end.column]
        shift = place * min(14.0, 1.5 * high / len(sources))
        middle = (left + node) / 2
        if _is_operation(self.steps[end.name].result):
            return middle - (wide**2 - shift**2) ** 0.5, self._y[end] + shift
        return middle - wide, self._y[end] + shift

    # ---- nodes and numbers

    def _nodes(self) -> Iterator[Mark]:
        for name, step in self.steps.items():
            stop = Stop(name, self.layered.column_of[name])
            left, node, _ = self._x[stop.column]
            x, y = (left + node) / 2, self._y[stop]
            wide, high = self._half[name]
            if _is_operation(step.result):
                yield Circle(x, y, wide)
            else:
                yield Box(x, y, 2 * wide, 2 * high)
            yield Label(x, y, self._inside[name], size=_FORMULA)

    def _numbers(self) -> Iterator[Mark]:
        for name, column in self.layered.column_of.items():
            left, node, _ = self._x[column]
            x = (left + node) / 2 + self._half[name][0] + 8
            y = self._y[Stop(name, column)]
            yield Label(
                x, y - 11, self._worth(name), Anchor.START, _VALUE, Look.VALUE, about=name.name
            )
            if below := self._below(name):
                about = Partial(self.derivation.loss, name).name
                yield Label(x, y + 12, below, Anchor.START, _VALUE, Look.GRADIENT, about=about)

    def _below(self, name: Variable) -> Words:
        gradient = Partial(self.derivation.loss, name)
        if name == self.derivation.loss:
            return (gradient, " = 1")
        return self._worth(gradient) if gradient in self.derivation.number_of else ()

    def _worth(self, name: Variable) -> Words:
        """Return ``h_1 = 0.6 (1)``: a name, its value if there is one, and its step."""
        words: list[Expression | Text | str] = [name]
        if isinstance(value := self.values.get(name), int | float):
            words += [" = ", Number(float(f"{value:.{_DIGITS}g}"))]
        if number := self.derivation.number_of.get(name):
            words.append(f" ({number})")
        return tuple(words)

    @cached_property
    def _bottom(self) -> float:
        return max(self._y[stop] + self._height(stop) / 2 for stop in self._y)

    @property
    def _said(self) -> tuple[Text, ...]:
        return _KEYS if self.derivation.phase(Phase.BACKWARD) else _KEYS[1:]

    def _keys(self) -> Iterator[Mark]:
        for line, text in enumerate(self._said):
            y = self._bottom + _MARGIN + 14 + 18 * line
            yield Label(_MARGIN, y, (text,), Anchor.START, _NOTE, Look.NOTE)

    def _description(self) -> Text:
        parts = (
            filled(_READS, name=same(text_name(name)), sources=listed(step.reads))
            for name, step in self.steps.items()
        )
        return filled(_ALL, parts=joined(parts, "; ", "；"))


def _is_operation(formula: Expression) -> bool:
    """Whether an equation is a single sign between variables: ``x + y``, ``x y``, ``σ(z)``."""
    if isinstance(formula, Add | Mul | Call):
        return all(type(part) is Variable for part in formula.children)
    return False


def _sign(formula: Expression) -> Expression | str:
    if not _is_operation(formula):
        return formula
    if isinstance(formula, Call):
        return Variable(formula.function.key, formula.function.latex + "'" * formula.order)
    return "+" if isinstance(formula, Add) else "×"
