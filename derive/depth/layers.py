"""One neuron a layer: what the gradient of the first weight is multiplied by at each layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from derive.blackboard.chain import Board, Chains, Link, Row, gradient, without_ones
from derive.core.expression import Expression, Mul, Role, Variable, rewrite
from derive.core.text import Text
from derive.depth.sizes import applied
from derive.losses import load as load_loss
from derive.models import Layer, Network, scalar_network
from derive.notations import load as load_notation
from derive.passes import derive
from derive.spelling.name import split_name
from derive.spelling.tags import braced

CHAIN = Text("chain rule", "連鎖律")
EACH_LAYER = Text("every layer multiplies in its weight and its slope", "每一層都乘上權重與斜率")
IN_SHORT = Text("without the numbers of layers and units", "省略層與神經元的編號")
LAYER = Text("layer {number}", "第 {number} 層")
LONGEST = 4  # layers that are written out; the ones between are dots
DOTS = Variable("⋯", "\\cdots")


@dataclass(frozen=True)
class Column:
    """A network of one neuron a layer, with a linear last one, and its gradient by ``w^1``."""

    network: Network
    chains: Chains

    @property
    def first(self) -> Variable:
        """The weight that is furthest from the loss."""
        found: Variable = self.network.weights[0][0][0]
        return found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All factors, from the loss inwards."""
        return self.chains.spine(self.first)[::-1]

    @cached_property
    def factors(self) -> tuple[tuple[Expression, ...], ...]:
        """The factors in groups: the loss, ``w σ'(z)`` for each layer, the input."""
        groups: list[list[Expression]] = [[]]
        for link in self.links:
            if link.node.formula.children and _is_weight(link.short):
                groups.append([])
            groups[-1].append(link.short)
        *layers, last = groups
        *last, own = last
        return (*(without_ones(tuple(group)) for group in (*layers, last)), (own,))


def column(depth: int, activation: str = "sigmoid") -> Column:
    """Derive a network of ``depth`` neurons in a row."""
    function = applied(activation)
    hidden = (Layer(1, function, bias=False),) * (depth - 1)
    layers = (*hidden, Layer(1, None, bias=False))
    notation = load_notation("layers")
    loss = replace(load_loss("half_mean_squared_error"), term=r"(\hat{y} - y)^2")
    network = scalar_network(1, layers, loss, notation)
    derivation = derive(network.graph, notation=notation)
    return Column(network, Chains(network.graph, derivation, notation))


def layer_by_layer(depth: int, activation: str = "sigmoid") -> Board:
    """Write ``∂L/∂w^1`` with a brace below what each layer multiplies in, then in short.

    Of a deep network the first layers and the last one are written, with dots between.
    """
    found = column(depth, activation)
    loss, *layers, own = found.factors
    numbered = [
        braced(factors, LAYER.fill(number=depth - place)) for place, factors in enumerate(layers)
    ]
    return Board(
        (
            Row(
                _row(loss, _shortened(numbered), own),
                EACH_LAYER,
                gradient(found.chains, found.first),
            ),
            Row(
                _row(loss, _shortened([_plain(factors) for factors in layers]), own),
                IN_SHORT,
            ),
        )
    )


def _row(
    loss: tuple[Expression, ...], layers: list[Expression], own: tuple[Expression, ...]
) -> Expression:
    return Mul((*loss, *layers, *own), dot=True)


def _shortened(layers: Sequence[Expression]) -> list[Expression]:
    if len(layers) <= LONGEST:
        return list(layers)
    return [*layers[: LONGEST - 1], DOTS, layers[-1]]


def _plain(factors: tuple[Expression, ...]) -> Expression:
    """Return ``w σ'(z)`` as the slide writes it for any layer: without indices, with a brace."""
    return Mul(tuple(rewrite(factor, _bare) for factor in factors))


def _bare(node: Expression) -> Expression | None:
    if not isinstance(node, Variable):
        return None
    name = replace(split_name(node.latex or node.name), subscript="", superscript="")
    return Variable(name.latex, name.latex, node.role)


def _is_weight(factor: Expression) -> bool:
    return isinstance(factor, Variable) and factor.role is Role.PARAMETER
