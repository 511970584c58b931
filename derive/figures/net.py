"""What the neurons of a graph are: which equation is one, and where its weights and bias stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeGuard

from derive.core.expression import (
    Add,
    Call,
    Expression,
    Mul,
    Neg,
    Number,
    Partial,
    Role,
    Variable,
    variables,
)
from derive.core.function import Function
from derive.core.graph import Graph, Node
from derive.operations.batch_normalisation import KEY as BATCH_NORMALISATION


class Kind(StrEnum):
    """Where in a network a unit stands."""

    INPUT = "input"
    NEURON = "neuron"
    LOSS = "loss"  # the loss, and any part of it that has a name of its own


@dataclass(frozen=True)
class Unit:
    """One circle of the picture.

    Parameters
    ----------
    inside : what it holds, in the order of computation: ``(h_1,)`` or ``(z_1^1, a_1^1)``
    passed_on : other names under which its output goes on: ``ŷ = a_1^1``
    bias : parameters that are added to its sum
    function : what is applied to the sum
    targets : data that only the loss reads
    """

    kind: Kind
    inside: tuple[Variable, ...]
    bias: tuple[Variable, ...] = ()
    function: Function | None = None
    targets: tuple[Variable, ...] = ()
    passed_on: tuple[Variable, ...] = ()

    @property
    def names(self) -> tuple[Variable, ...]:
        """Every name that belongs to it."""
        return self.inside + self.passed_on

    @property
    def output(self) -> Variable:
        """The value that other units read."""
        return self.names[-1]


@dataclass(frozen=True)
class Edge:
    """A connection, with the parameter that what flows along it is multiplied by."""

    source: Variable
    target: Variable
    weight: Variable | None = None


@dataclass(frozen=True)
class Net:
    """The units of a network, by the names of their outputs, and what connects them.

    ``strays`` are parameters that are neither weight nor bias: where there are any, a picture of
    neurons leaves something out.
    """

    units: Mapping[Variable, Unit]
    edges: tuple[Edge, ...]
    strays: tuple[Variable, ...] = ()

    @cached_property
    def columns(self) -> tuple[tuple[Unit, ...], ...]:
        """The units from left to right, each one column behind the last that it reads."""
        depth: dict[Variable, int] = {}
        sources: dict[Variable, list[Variable]] = {name: [] for name in self.units}
        for edge in self.edges:
            sources[edge.target].append(edge.source)
        for name in self.units:
            depth[name] = 1 + max((depth[source] for source in sources[name]), default=-1)
        columns: list[list[Unit]] = [[] for _ in range(1 + max(depth.values()))]
        for name, unit in self.units.items():
            columns[depth[name]].append(unit)
        return tuple(map(tuple, columns))

    def way_from(self, asked: Variable) -> Way:
        """Return what lies between a parameter, an input or a unit and the loss."""
        first = [edge for edge in self.edges if asked == edge.weight]
        reached = {edge.target for edge in first}
        reached |= {name for name, unit in self.units.items() if asked in (*unit.names, *unit.bias)}
        after = []
        for edge in self.edges:  # edges stand in the order of computation
            if edge.source in reached:
                after.append(edge)
                reached.add(edge.target)
        return Way(frozenset(reached), frozenset((*first, *after)))


@dataclass(frozen=True)
class Way:
    """Everything that a change of one variable passes through on its way to the loss."""

    units: frozenset[Variable]
    edges: frozenset[Edge]


def net(graph: Graph) -> Net:
    """Return the neurons of a graph: one for each sum, together with the function applied to it."""
    return _Reader(graph).net()


@dataclass
class _Reader:
    graph: Graph
    units: dict[Variable, Unit] = field(default_factory=dict)
    owner: dict[Variable, Variable] = field(default_factory=dict)  # z_1 is held by the unit of a_1
    edges: list[Edge] = field(default_factory=list)
    strays: list[Variable] = field(default_factory=list)

    def net(self) -> Net:
        for leaf in self.graph.leaves:
            if self._is_input(leaf):
                self._keep(Unit(Kind.INPUT, (leaf,)))
        for node in self.graph.nodes:
            self._read(node)
        edges = tuple(
            Edge(self.owner[edge.source], self.owner[edge.target], edge.weight)
            for edge in self.edges
        )
        return Net(self.units, edges, tuple(dict.fromkeys(self.strays)))

    def _keep(self, unit: Unit) -> None:
        self.units[unit.output] = unit
        self.owner.update(dict.fromkeys(unit.names, unit.output))

    @cached_property
    def _parts_of_loss(self) -> set[Variable]:
        """The loss and what leads to it without any parameter after it."""
        found = {self.graph.loss}
        for node in reversed(self.graph.nodes):
            readers = [reader.output for reader in self.graph.consumers[node.output]]
            if readers and all(reader in found for reader in readers):
                judged = any(self._is_target(name) for name in node.inputs)
                if judged and not any(map(_is_parameter, node.inputs)):
                    found.add(node.output)
        return found

    def _is_target(self, leaf: Variable) -> bool:
        """Whether it is data that no parameter meets; an x that skips a layer is none."""
        readers = self.graph.consumers[leaf]
        return leaf.role is Role.DATA and not any(
            _is_parameter(name) for reader in readers for name in reader.inputs
        )

    def _is_input(self, leaf: Variable) -> bool:
        readers = self.graph.consumers[leaf]
        return leaf.role is Role.DATA and any(
            reader.output not in self._parts_of_loss for reader in readers
        )

    def _read(self, node: Node) -> None:
        if node.op.key == BATCH_NORMALISATION:
            self._read_normalised(node)
        elif (before := self._continued(node)) is not None:
            unit, name = self.units.pop(before), (node.output,)
            if isinstance(node.formula, Call):
                unit = replace(unit, inside=unit.names + name, function=node.formula.function)
            else:
                unit = replace(unit, passed_on=unit.passed_on + name)
            self._keep(unit)
        elif node.output in self._parts_of_loss:
            self._read_loss(node)
        else:
            self._read_neuron(node)

    def _continued(self, node: Node) -> Variable | None:
        """Return the unit that a node only passes on: ``a = σ(z)`` after z, or ``ŷ = a``."""
        whole = node.formula.arguments if isinstance(node.formula, Call) else (node.formula,)
        source = whole[0]
        if len(whole) != 1 or not isinstance(source, Variable) or node.output == self.graph.loss:
            return None
        unit = self.units.get(source)
        alone = self.graph.consumers[source] == (node,)
        return source if alone and unit and unit.kind is Kind.NEURON else None

    def _read_normalised(self, node: Node) -> None:
        """Let mean, variance, ẑ and γẑ + β belong to the unit whose sums are normalised."""
        before = next(self.owner[name] for name in node.inputs if name in self.owner)
        unit = self.units.pop(before)
        learnt = tuple(filter(_is_parameter, node.inputs))
        self._keep(replace(unit, inside=(*unit.inside, node.output), bias=unit.bias + learnt))

    def _read_loss(self, node: Node) -> None:
        data = [name for name in node.inputs if name.role is Role.DATA]
        targets = tuple(name for name in data if name not in self.owner)
        self._keep(Unit(Kind.LOSS, (node.output,), targets=tuple(dict.fromkeys(targets))))
        self._connect(node.inputs, node.output)
        self._stray(node.inputs)

    def _read_neuron(self, node: Node) -> None:
        function, terms = _sum(node.formula)
        weighted = [_weight(term) for term in terms]
        bias = tuple(filter(_is_parameter, terms)) if any(weighted) else ()
        self._keep(Unit(Kind.NEURON, (node.output,), bias, function))
        for term, found in zip(terms, weighted, strict=True):
            if found is not None:
                self.edges.append(Edge(found[1], node.output, found[0]))
            elif term not in bias:
                self._connect(variables(term), node.output)
                self._stray(variables(term))

    def _connect(self, inputs: Iterable[Variable], output: Variable) -> None:
        for name in dict.fromkeys(inputs):
            if name in self.owner and name != output:
                self.edges.append(Edge(name, output))

    def _stray(self, names: Iterable[Variable]) -> None:
        self.strays.extend(filter(_is_parameter, names))


def _sum(formula: Expression) -> tuple[Function | None, tuple[Expression, ...]]:
    """Take ``σ(w x + b)`` apart into σ and the terms of the sum."""
    function = None
    if isinstance(formula, Call) and len(formula.arguments) == 1:
        function, formula = formula.function, formula.arguments[0]
    return function, formula.terms if isinstance(formula, Add) else (formula,)


def _weight(term: Expression) -> tuple[Variable, Variable] | None:
    """Return weight and value of a term ``w x``, or None when the term is something else."""
    while isinstance(term, Neg):
        term = term.operand
    if not isinstance(term, Mul):
        return None
    names = [factor for factor in term.factors if not isinstance(factor, Number)]
    parameters = list(filter(_is_parameter, names))
    values = [name for name in names if isinstance(name, Variable) and name not in parameters]
    if len(parameters) == len(values) == 1 and len(names) == 2:
        return parameters[0], values[0]
    return None


def _is_parameter(part: Expression) -> TypeGuard[Variable]:
    return isinstance(part, Variable) and part.role is Role.PARAMETER


def dead(unit: Unit, values: Mapping[Variable, Any], graph: Graph) -> bool:
    """Whether no gradient passes a unit: every local partial of it that is known is 0."""
    nodes = [graph.node_of[name] for name in unit.names if name in graph.node_of]
    return any(_all_zero(node, values) for node in nodes)


def _all_zero(node: Node, values: Mapping[Variable, Any]) -> bool:
    slopes = [Partial(node.output, name) for name in node.inputs]
    known = [values[slope] for slope in slopes if slope in values]
    return bool(known) and all(map(_is_zero, known))


def _is_zero(value: Any) -> bool:
    # NumPy's own numbers have ravel too, and would come back as arrays for ever
    flat = value.ravel() if getattr(value, "ndim", 0) else value
    return all(map(_is_zero, flat)) if isinstance(flat, Iterable) else flat == 0
