"""A fully connected network layer by layer, in matrices; a batch stands in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derive.calculus.tidy import tidy
from derive.core.errors import LessonError
from derive.core.expression import Expression, Mul, Role, Variable, substitute
from derive.core.graph import Graph, Node
from derive.core.loss import Loss
from derive.core.notation import Notation
from derive.core.text import Text
from derive.losses import term
from derive.models.network import Layer, Network, loss_scale, scalar_network
from derive.operations.affine import affine
from derive.operations.elementwise import elementwise
from derive.operations.entrywise_loss import entrywise_loss
from derive.operations.softmax_columns import softmax_columns
from derive.operations.squared_error import squared_error
from derive.spelling.name import split_name


def matrix_network(
    inputs: int, layers: tuple[Layer, ...], loss: Loss, notation: Notation, *, samples: int | None
) -> Network:
    """Write a network as ``z = W a + b`` and ``a = σ(z)``.

    Shapes: W is (units, units below), b is (units, 1), every other vector (units, samples).
    Raises LessonError for batch normalisation, which has no matrix form yet.
    """
    if any(layer.normalised for layer in layers):
        raise LessonError(_NORMALISED, _SCALAR)
    return _Builder(inputs, layers, loss, notation, samples or 1).network()


def neuron_by_neuron(network: Network, notation: Notation) -> Network:
    """Return the network of a matrix form written out, one equation a neuron."""
    inputs, samples = network.inputs[0].shape or (1, 1)
    batch = network.count is not None or samples > 1
    return scalar_network(inputs, network.layers, network.loss, notation, batch=batch)


# written as a norm, ‖y - ŷ‖²; every other loss as a sum over the entries
SQUARED = ("half_mean_squared_error", "half_squared_error", "mean_squared_error", "squared_error")


@dataclass
class _Builder:
    inputs: int
    layers: tuple[Layer, ...]
    loss: Loss
    notation: Notation
    samples: int

    def network(self) -> Network:
        self.nodes: list[Node] = []
        self.deltas: dict[Variable, str] = {}
        x = self._variable("x", Role.DATA, (self.inputs, self.samples))
        y = self._variable("y", Role.DATA, (self.layers[-1].units, self.samples))
        averaged = self.loss.over_samples or (self.loss.scale and self.samples > 1)
        count = Variable("n", "n", Role.CONSTANT) if averaged else None
        weights, biases, sums, outputs = [], [], [], []
        below = x
        for number, layer in enumerate(self.layers, 1):
            wide = (below.shape or (0, 0))[0]
            weight = self._named(
                self.notation.matrix_weight, number, Role.PARAMETER, layer.units, wide
            )
            bias = (
                self._named(self.notation.matrix_bias, number, Role.PARAMETER, layer.units, 1)
                if layer.bias
                else None
            )
            weights.append(weight)
            biases += [bias] if bias else []
            z, below = self._layer(number, layer, weight, below, bias)
            sums.append(z)
            outputs.append(below)
        self.nodes.append(self._loss(y, below, count))
        leaves = (x, y, *weights, *biases, *([count] if count else []))
        return Network(
            self.layers, self.loss, Graph(leaves, tuple(self.nodes), self.deltas), (x,), (y,),
            tuple(weights), tuple(biases), tuple(sums), tuple(outputs), count,
        )  # fmt: skip

    def _layer(
        self, number: int, layer: Layer, weight: Variable, below: Variable, bias: Variable | None
    ) -> tuple[Variable, Variable]:
        """Add the equations of one layer; return its z (the output itself where z is skipped)."""
        last = number == len(self.layers)
        softmax = last and self.loss.softmax
        name = self.notation.single_output if last else self.notation.matrix_activation
        out = self._named(name, number, Role.INTERMEDIATE, layer.units, self.samples)
        if layer.activation is None and not softmax:
            self.nodes.append(affine(out, weight, below, bias))
            z = out
        else:
            z = self._named(
                self.notation.matrix_pre_activation, number, Role.INTERMEDIATE, layer.units,
                self.samples,
            )  # fmt: skip
            self.nodes.append(affine(z, weight, below, bias))
            applied = elementwise(out, layer.activation, z) if layer.activation else None
            self.nodes.append(applied or softmax_columns(out, z))
        self.deltas[z] = self.notation.matrix_delta.format(layer=number)
        return z, out

    def _loss(self, y: Variable, guess: Variable, count: Variable | None) -> Node:
        loss = Variable(self.notation.loss, self.notation.loss, Role.LOSS)
        if self.loss.key in SQUARED:
            return squared_error(loss, y, guess, _whole_scale(self.loss, count))
        written, (target, output) = term(self.loss)
        own = substitute(written, {target: y, output: guess})
        return entrywise_loss(loss, own, y, guess, loss_scale(self.loss, count))

    def _named(self, pattern: str, layer: int, role: Role, *shape: int) -> Variable:
        return self._variable(pattern.format(layer=layer, to="").rstrip("_"), role, shape)

    def _variable(self, name: str, role: Role, shape: tuple[int, ...]) -> Variable:
        return Variable(name, split_name(name).latex, role, shape)


def _whole_scale(loss: Loss, count: Variable | None) -> Expression | None:
    """Return all that stands before the squares: the term's own ½ and the 1/n of the batch."""
    written, _ = term(loss)
    own = written.factors[0] if isinstance(written, Mul) else None
    parts = [part for part in (loss_scale(loss, count), own) if part is not None]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else tidy(Mul(tuple(parts)))


def shaped(values: Any, shape: tuple[int, ...]) -> tuple[tuple[float, ...], ...]:
    """Return a list of numbers as a column, a list of samples as columns; nested tuples of rows.

    Raises ValueError when the numbers do not fill the shape.
    """
    rows, columns = shape
    flat = values if isinstance(values, tuple) else (values,)
    table = tuple(item if isinstance(item, tuple) else (item,) for item in flat)
    if len(table) != rows or any(len(row) != columns for row in table):
        raise ValueError(f"{rows}×{columns}")
    return table


def transposed(values: Any) -> Any:
    """Return samples as columns for samples given as rows."""
    return tuple(zip(*values, strict=True))


_NORMALISED = Text("Batch normalisation has no matrix form yet.", "批次正規化目前沒有矩陣形式。")
_SCALAR = Text("Leave out “level: matrix”.", "請拿掉「level: matrix」。")
