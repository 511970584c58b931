"""A fully connected network, neuron by neuron, in the names of a notation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from derive.core.expression import (
    Add,
    Call,
    Expression,
    Mul,
    Role,
    SumOver,
    Variable,
    rewrite,
    substitute,
)
from derive.core.function import Function
from derive.core.graph import Graph, Node
from derive.core.loss import Loss
from derive.core.notation import Notation
from derive.core.pause import without_garbage_collection
from derive.operations.batch_normalisation import UnitNames, batch_normalisation
from derive.operations.equation import equation
from derive.operations.softmax import softmax
from derive.spelling.name import split_name


@dataclass(frozen=True)
class Layer:
    """How many units a layer has, and what is applied to each; None leaves them as they are.

    ``normalised`` says whether each unit's sums are normalised over the batch before that.
    """

    units: int
    activation: Function | None = None
    bias: bool = True
    normalised: bool = False


@dataclass(frozen=True)
class Network:
    """A layered network and where everything of it is in the graph.

    ``weights[l][to][of]`` leads to unit ``to`` of layer ``l`` from unit ``of`` below, as in the
    lesson file; ``biases[l][to]`` is empty for a layer without, and so are ``scales[l]`` and
    ``shifts[l]``, the γ and β of batch normalisation.  In matrix form each layer has one shaped
    variable of every kind instead.
    """

    layers: tuple[Layer, ...]
    loss: Loss
    graph: Graph
    inputs: tuple[Variable, ...]
    targets: tuple[Variable, ...]
    weights: tuple[Any, ...]
    biases: tuple[Any, ...]
    pre_activations: tuple[Any, ...]
    activations: tuple[Any, ...]
    count: Variable | None = None
    scales: tuple[Any, ...] = ()
    shifts: tuple[Any, ...] = ()
    epsilon: Variable | None = None


def scalar_network(
    inputs: int, layers: tuple[Layer, ...], loss: Loss, notation: Notation, *, batch: bool = False
) -> Network:
    """Write a network out, one equation a neuron.

    Parameters
    ----------
    inputs : how many numbers one sample has
    batch : whether every value has one entry for each sample; batch normalisation needs that
    """
    with without_garbage_collection():
        return _Builder(inputs, layers, loss, notation, batch).network()


@dataclass
class _Builder:
    inputs: int
    layers: tuple[Layer, ...]
    loss: Loss
    notation: Notation
    batch: bool
    nodes: list[Node] = field(default_factory=list)
    leaves: list[Variable] = field(default_factory=list)

    def network(self) -> Network:
        self.count = None
        width = self.layers[-1].units
        x = tuple(self._data("input", to, self.inputs) for to in range(1, self.inputs + 1))
        y = tuple(self._data("target", to, width) for to in range(1, width + 1))
        if self.batch or self.loss.over_samples:
            self.count = Variable("n", "n", Role.CONSTANT)
        self.leaves = [*x, *y, *([self.count] if self.count else [])]
        self.epsilon = None
        if any(layer.normalised for layer in self.layers):
            self.epsilon = Variable("\\epsilon", "\\epsilon", Role.CONSTANT)
            self.leaves.append(self.epsilon)
        self.scales: list[tuple[Variable, ...]] = []
        self.shifts: list[tuple[Variable, ...]] = []
        signal, rows = x, []
        for number, layer in enumerate(self.layers, 1):
            rows.append(self._layer(number, layer, signal))
            signal = rows[-1][3]
        self._loss(y, signal)
        return Network(
            self.layers, self.loss, Graph(tuple(self.leaves), tuple(self.nodes)), x, y,
            tuple(row[0] for row in rows), tuple(row[1] for row in rows),
            tuple(row[2] for row in rows), tuple(row[3] for row in rows), self.count,
            tuple(self.scales), tuple(self.shifts), self.epsilon,
        )  # fmt: skip

    def _data(self, kind: str, to: int, of: int) -> Variable:
        single = of == 1 and kind == "target"
        pattern = getattr(self.notation, f"single_{kind}" if single else kind)
        return self._named(pattern.format(to=_script(to)), Role.DATA, self.batch)

    def _named(self, name: str, role: Role, sampled: bool) -> Variable:
        latex = split_name(name).latex
        return Variable(name, _with_sample(latex) if sampled else latex, role, sampled=sampled)

    def _layer(self, number: int, layer: Layer, below: tuple[Variable, ...]) -> Any:
        """Add one layer's equations; return its weights, biases, pre-activations, outputs."""
        places = range(1, layer.units + 1)
        weights = tuple(self._weights(number, to, layer, below) for to in places)
        biases = tuple(
            self._parameter(self.notation.bias, number, to) for to in places if layer.bias
        )
        sums = [
            _affine(row, below, biases[place] if layer.bias else None)
            for place, row in enumerate(weights)
        ]
        outputs = tuple(self._output(number, to) for to in places)
        shared = self.loss.softmax and number == len(self.layers)
        is_output = layer.activation is None and not shared  # then the sums need no other name
        self.scales.append(self._learnt(self.notation.scale, number, layer))
        self.shifts.append(self._learnt(self.notation.shift, number, layer))
        if is_output and not layer.normalised:
            self.nodes += [equation(out, total) for out, total in zip(outputs, sums, strict=True)]
            return weights, biases, outputs, outputs
        z = tuple(self._hidden(self.notation.pre_activation, number, to) for to in places)
        signal = list(z)
        for place, name in enumerate(z):
            self.nodes.append(equation(name, sums[place]))
            if layer.normalised:
                wanted = outputs[place] if is_output else None
                signal[place] = self._normalised(number, place, name, wanted)
            if layer.activation is not None:
                self.nodes.append(
                    equation(outputs[place], Call(layer.activation, (signal[place],)))
                )
        if shared:
            self.nodes += softmax(signal, outputs)
        return weights, biases, z, outputs

    def _learnt(self, pattern: str, number: int, layer: Layer) -> tuple[Variable, ...]:
        units = range(1, layer.units + 1) if layer.normalised else ()
        return tuple(self._parameter(pattern, number, to) for to in units)

    def _normalised(
        self, number: int, place: int, sums: Variable, output: Variable | None
    ) -> Variable:
        """Add the equations of one unit's batch normalisation; return what they end in."""
        assert self.count is not None, "batch normalisation needs a batch"
        assert self.epsilon is not None
        own, to = self.notation, place + 1
        names = UnitNames(
            self._whole(own.mean, number, to), self._whole(own.variance, number, to),
            self._hidden(own.normalised, number, to),
            output or self._hidden(own.shifted, number, to),
            self.scales[-1][place], self.shifts[-1][place],
        )  # fmt: skip
        biased = self.layers[number - 1].bias
        added = batch_normalisation(sums, names, self.epsilon, self.count, biased=biased)
        # what is said with the first unit need not be said with the others
        self.nodes += added if place == 0 else [replace(node, note=None) for node in added]
        return names.output

    def _weights(
        self, number: int, to: int, layer: Layer, below: tuple[Variable, ...]
    ) -> tuple[Variable, ...]:
        wide = layer.units > 9 or len(below) > 9  # w_{111} would not say which of 1,11 and 11,1
        return tuple(
            self._parameter(self.notation.weight, number, to, of, "," if wide else "")
            for of in range(1, len(below) + 1)
        )

    def _parameter(self, pattern: str, layer: int, to: int, of: int = 0, sep: str = "") -> Variable:
        scripts = {"to": to if of else _script(to), "of": of, "sep": sep}
        name = pattern.format(layer=_script(layer), **scripts)
        leaf = self._named(name, Role.PARAMETER, sampled=False)
        self.leaves.append(leaf)
        return leaf

    def _hidden(self, pattern: str, layer: int, to: int) -> Variable:
        name = pattern.format(layer=_script(layer), to=_script(to))
        return self._named(name, Role.INTERMEDIATE, self.batch)

    def _whole(self, pattern: str, layer: int, to: int) -> Variable:
        """Return the name of a value that the whole batch has in common."""
        name = pattern.format(layer=_script(layer), to=_script(to))
        return self._named(name, Role.INTERMEDIATE, sampled=False)

    def _output(self, layer: int, to: int) -> Variable:
        if layer < len(self.layers):
            return self._hidden(self.notation.activation, layer, to)
        single = self.layers[-1].units == 1
        pattern = self.notation.single_output if single else self.notation.output
        return self._hidden(pattern, layer, to)

    def _loss(self, targets: tuple[Variable, ...], outputs: tuple[Variable, ...]) -> None:
        terms = [
            _term(self.loss, target, output)
            for target, output in zip(targets, outputs, strict=True)
        ]
        body: Expression = terms[0] if len(terms) == 1 else Add(tuple(terms))
        if self.batch and self.count:
            body = SumOver("i", self.count, body)
        scale = loss_scale(self.loss, self.count)
        if scale is not None:
            body = Mul((scale, body))
        loss = Variable(self.notation.loss, self.notation.loss, Role.LOSS)
        self.nodes.append(equation(loss, body))


def _script(number: int) -> str:
    return str(number) if number < 10 else f"{{{number}}}"


def _with_sample(latex: str) -> str:
    """Return ``x_1`` with the sample's index as lectures write it, ``x_{1,i}``."""
    name = split_name(latex)
    return replace(name, subscript=f"{name.subscript},i" if name.subscript else "i").latex


def _affine(
    weights: tuple[Variable, ...], below: tuple[Variable, ...], bias: Variable | None
) -> Expression:
    products: list[Expression] = [Mul(pair) for pair in zip(weights, below, strict=True)]
    terms = products + ([bias] if bias else [])
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _term(loss: Loss, target: Variable, output: Variable) -> Expression:
    from derive.losses import term

    written, names = term(loss)
    return substitute(written, dict(zip(names, (target, output), strict=True)))


def loss_scale(loss: Loss, count: Variable | None) -> Expression | None:
    """Return what stands before the sum of a loss, with n in its place; None for nothing."""
    from derive.losses import scale

    written = scale(loss)
    if written is None or count is None:  # a single sample is not averaged over
        return None

    def change(node: Expression) -> Expression | None:
        return count if isinstance(node, Variable) and node.name == "n" else None

    return rewrite(written, change)
