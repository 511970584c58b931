"""How large a network is: its parameters, the memory they take, the operations of one step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from derive.activations import derivative, through_output
from derive.activations import load as load_activation
from derive.core.errors import DeriveError
from derive.core.expression import Call, Mul, Role, Variable
from derive.core.text import Text
from derive.depth.sizes import applied
from derive.descent.recurrence import Recurrence
from derive.optimizers import load as load_optimizer
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
        return self.behind * (2 * self.before + self.applied)

    @property
    def backward(self) -> int:
        """Operations of the backward pass on one sample: two products for each weight.

        ``∂L/∂w`` is one product, ``∂L/∂a`` of the layer before a sum of products; ``∂L/∂z`` takes
        the slope of the activation and a product.
        """
        return self.weights + self.onwards + self.behind * self.slope

    @property
    def onwards(self) -> int:
        """Operations that bring the gradient to the layer before."""
        return self.before * (2 * self.behind - 1)

    @property
    def applied(self) -> int:
        """Operations of the activation of one unit."""
        return operations(_called(self.activation)) if self.activation else 0

    @property
    def slope(self) -> int:
        """Operations of one unit's way back through its activation."""
        return operations(_slope(self.activation)) if self.activation else 0

    @property
    def kept(self) -> int:
        """How many values the backward pass reads again: a, and z where the slope is of z."""
        through_z = self.activation is not None and _reads_sum(self.activation)
        return self.behind * (2 if through_z else 1)


@dataclass(frozen=True)
class Architecture:
    """Layers of units, ``64 → 128 → 256 → 64 → 2``, the last one without activation."""

    units: tuple[int, ...]
    activation: str = "relu"

    def __post_init__(self) -> None:
        if len(self.units) < 2 or min(self.units) < 1:
            raise DeriveError(_LAYERS)
        applied(self.activation)

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
        return sum(layer.backward for layer in self.layers) - self.layers[0].onwards

    def kept(self, batch: int) -> int:
        """Return how many values the forward pass keeps for the backward pass of a batch."""
        return batch * (self.units[0] + sum(layer.kept for layer in self.layers))

    def memory(self, batch: int, state: int = 0) -> int:
        """Return the bytes of a training step in single precision.

        Parameters and gradients, ``state`` more numbers a parameter for the optimiser (Adam keeps
        2), and what the forward pass keeps.
        """
        return FLOAT_BYTES * ((2 + state) * self.parameters + self.kept(batch))

    def step(self, batch: int) -> int:
        """Return the operations of one step of gradient descent on a batch.

        Both passes for each sample, gradients added up over the samples, and the update: a product
        with η and a difference for each parameter.
        """
        added = (batch - 1) * self.parameters
        return batch * (self.forward + self.backward) + added + 2 * self.parameters


def state_of(optimizer: str) -> int:
    """Return how many numbers an optimiser keeps for each parameter (Adam keeps 2)."""
    one, loss = Variable("w", "w", Role.PARAMETER), Variable("L", "L", Role.LOSS)
    keys = Recurrence(load_optimizer(optimizer), (one,), loss).state_keys
    return sum(owner is not None for _, owner in keys)


def _called(key: str) -> Call:
    return Call(load_activation(key), (_Z,))


def _slope(key: str) -> Mul:
    """Return ``∂L/∂a · σ'``, with the slope as the backward pass computes it."""
    function = load_activation(key)
    return Mul((_Z, through_output(function) or derivative(function)))


def _reads_sum(key: str) -> bool:
    """Whether the slope of an activation is computed from z, and not from the kept output."""
    return through_output(load_activation(key)) is None


_Z = Variable("z", "z")
_LAYERS = Text(
    "An architecture is at least two numbers of units, each at least 1.",
    "網路架構至少要有兩層，每層至少 1 個神經元。",
)
