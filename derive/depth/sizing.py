"""How large a network is: its parameters, the memory they take, the operations of one step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from derive.activations import load as load_activation
from derive.core.errors import DeriveError
from derive.core.expression import Call, Mul, Variable
from derive.core.text import Text
from derive.passes.cost import operations

FLOAT_BYTES = 4  # networks are trained in single precision


@dataclass(frozen=True)
class Dense:
    """One fully connected layer, from ``before`` units to ``behind``."""

    before: int
    behind: int
    activation: str | None

    @property
    def weights(self) -> int:
        """How many weights there are: one for each pair of units."""
        return self.before * self.behind

    @property
    def parameters(self) -> int:
        """The weights, and a bias for each unit."""
        return self.weights + self.behind

    @property
    def forward(self) -> int:
        """Operations of the forward pass on one sample, as ``derive explain`` counts them.

        A unit multiplies each of its inputs, adds them and the bias, and applies its activation.
        """
        return self.behind * (2 * self.before + self._applied)

    @property
    def backward(self) -> int:
        """Operations of the backward pass on one sample: two products for each weight.

        ``∂L/∂w`` is one product, ``∂L/∂a`` of the layer before a sum of products; ``∂L/∂z`` takes
        the slope of the activation and a product.
        """
        onwards = self.before * (2 * self.behind - 1)
        return self.weights + onwards + self.behind * self._slope

    @property
    def _applied(self) -> int:
        return operations(_called(self.activation)) if self.activation else 0

    @property
    def _slope(self) -> int:
        return operations(_slope(self.activation)) if self.activation else 0


@dataclass(frozen=True)
class Architecture:
    """Layers of units, ``64 → 128 → 256 → 64 → 2``, the last one without activation."""

    units: tuple[int, ...]
    activation: str = "relu"

    def __post_init__(self) -> None:
        if len(self.units) < 2 or min(self.units) < 1:
            raise DeriveError(_LAYERS)
        load_activation(self.activation)

    @cached_property
    def layers(self) -> tuple[Dense, ...]:
        """The layers between one row of units and the next."""
        last = len(self.units) - 2
        return tuple(
            Dense(before, behind, None if place == last else self.activation)
            for place, (before, behind) in enumerate(pairwise(self.units))
        )

    @property
    def parameters(self) -> int:
        """All weights and biases."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def forward(self) -> int:
        """Operations of the forward pass on one sample."""
        return sum(layer.forward for layer in self.layers)

    @property
    def backward(self) -> int:
        """Operations of the backward pass on one sample; the inputs get no gradient."""
        first = self.layers[0]
        spared = first.before * (2 * first.behind - 1)
        return sum(layer.backward for layer in self.layers) - spared

    def kept(self, batch: int) -> int:
        """Return how many values the forward pass keeps for the backward pass of a batch."""
        inside = sum(
            2 * layer.behind if layer.activation else layer.behind for layer in self.layers
        )
        return batch * (self.units[0] + inside)

    def memory(self, batch: int, state: int = 0) -> int:
        """Return the bytes of a training step in single precision.

        Parameters and gradients, ``state`` more numbers a parameter for the optimiser (Adam keeps
        2), and what the forward pass keeps.
        """
        return FLOAT_BYTES * ((2 + state) * self.parameters + self.kept(batch))

    def step(self, batch: int) -> int:
        """Return the operations of one training step: both passes, and the update."""
        return batch * (self.forward + self.backward) + 2 * self.parameters


def _called(key: str) -> Call:
    return Call(load_activation(key), (_Z,))


def _slope(key: str) -> Mul:
    """Return ``∂L/∂a · σ'``, with the slope as the backward pass computes it."""
    from derive.activations import derivative, through_output

    function = load_activation(key)
    return Mul((_Z, through_output(function) or derivative(function)))


_Z = Variable("z", "z")
_LAYERS = Text(
    "An architecture is at least two numbers of units, each at least 1.",
    "網路架構至少要有兩層，每層至少 1 個神經元。",
)
