"""How large |∂L/∂w| is in each layer of a real network, from its own derivation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from math import fsum
from random import Random
from statistics import fmean
from typing import Any

from derive.activations import load as load_activation
from derive.core.errors import DeriveError, NumericError
from derive.core.expression import Variable
from derive.core.function import Function
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.depth import initialisations
from derive.losses import load as load_loss
from derive.models import Layer, Network, scalar_network
from derive.notations import load as load_notation
from derive.numeric.compiled import Program, compile_program
from derive.numeric.run import run
from derive.passes import derive

MOST_WEIGHTS = 5000
MOST_SAMPLES = 1000
NETWORKS = 20
EPSILON = 1e-5


@dataclass(frozen=True)
class Setting:
    """A network to look at: ``depth`` layers of weights, the last of which is linear.

    ``activation`` and ``initialisation`` are keys of files; ``seed`` draws data and weights.
    ``samples`` is the size of the batch that the loss is the mean over; ``normalised`` says whether
    all layers but the last have batch normalisation.
    """

    depth: int = 8
    width: int = 3
    activation: str = "sigmoid"
    initialisation: str = "standard_normal"
    inputs: int = 2
    seed: int = 0
    samples: int = 1
    normalised: bool = False

    def __post_init__(self) -> None:
        if min(self.depth, self.width, self.inputs, self.samples) < 1:
            raise DeriveError(_AT_LEAST_ONE)
        applied(self.activation)
        if self.normalised and self.samples < 2:
            raise DeriveError(_BATCH)
        if self.samples > MOST_SAMPLES:
            raise DeriveError(_MANY_SAMPLES.fill(most=MOST_SAMPLES))
        if self.width * (self.inputs + self.width * max(0, self.depth - 2) + 1) > MOST_WEIGHTS:
            raise DeriveError(_TOO_LARGE.fill(most=MOST_WEIGHTS))


@dataclass(frozen=True)
class LayerSizes:
    """The mean of |∂L/∂w| over the weights of each layer, the first layer first."""

    setting: Setting
    sizes: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How much of the last layer's gradient is left in the first."""
        return self.sizes[0] / self.sizes[-1] if self.sizes[-1] else float("nan")


def layer_sizes(setting: Setting, networks: int = NETWORKS) -> LayerSizes:
    """Measure the gradient in each layer, as the mean over several networks with other seeds.

    A network whose loss leaves the finite numbers is left out; where all do, sizes are NaN.
    """
    network, program = compiled(replace(setting, seed=0, initialisation="standard_normal"))
    found = []
    for number in range(networks):
        values = drawn(network, setting, number)
        try:
            _, *gradients = program(*(_ready(values[leaf]) for leaf in network.graph.leaves))
        except NumericError:
            continue
        found.append(tuple(_means(network, gradients)))
    if not found:
        return LayerSizes(setting, (float("nan"),) * setting.depth)
    means = (fsum(column) / len(found) for column in zip(*found, strict=True))
    return LayerSizes(setting, tuple(means))


def sizes_of(own: Lesson) -> tuple[float, ...]:
    """Return the mean of |∂L/∂w| over the weights of each layer, with a lesson's own numbers.

    Raises DeriveError for a lesson that is not described by its layers, or has no numbers.
    """
    import numpy as np  # a batch or a matrix has many numbers

    if own.network is None or not own.has_values:
        raise DeriveError(_LAYERS, _EXPLAIN)
    layers = [tuple(_flat(layer)) for layer in own.network.weights]
    asked = tuple(chain.from_iterable(layers))
    derivation = derive(own.graph, asked, notation=own.notation)
    values = run(derivation, {name: _ready(value) for name, value in own.values.items()})
    size = {
        name: float(np.abs(values[step.target]).mean())
        for name, step in derivation.gradients.items()
    }
    return tuple(fmean(size[name] for name in layer) for layer in layers)


def _flat(layer: Any) -> Iterator[Variable]:
    """Yield the weights of a layer, which in matrix form is one."""
    if isinstance(layer, Variable):
        yield layer
        return
    for part in layer:
        yield from _flat(part)


def _ready(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    import numpy as np  # a single sample does without

    return np.asarray(value)


@cache
def compiled(setting: Setting) -> tuple[Network, Program]:
    """Return a network and a program from its leaves to the loss and every weight's gradient."""
    network = built(setting)
    samples = setting.samples if setting.samples > 1 else None
    derivation = derive(network.graph, weights(network), notation=load_notation("layers"))
    rows = [(step.target, step.result) for step in derivation.steps]
    gradients = [derivation.gradients[name].target for name in weights(network)]
    outputs = (derivation.loss, *gradients)
    return network, compile_program(rows, network.graph.leaves, outputs, samples=samples)


def applied(key: str) -> Function:
    """Return an activation; raises DeriveError for one that a unit's single sum does not suit."""
    function = load_activation(key)
    if len(function.arguments) != 1:
        raise DeriveError(_ONE_ARGUMENT.fill(key=key))
    return function


def built(setting: Setting) -> Network:
    """Return a network without biases; its last layer has one linear unit."""
    function, batch = applied(setting.activation), setting.samples > 1
    inner = Layer(setting.width, function, bias=False, normalised=setting.normalised)
    layers = (*(inner,) * (setting.depth - 1), Layer(1, None, bias=False))
    loss = load_loss("half_mean_squared_error" if batch else "half_squared_error")
    return scalar_network(setting.inputs, layers, loss, load_notation("layers"), batch=batch)


def weights(network: Network) -> tuple[Variable, ...]:
    """Return all weights, layer by layer."""
    return tuple(chain.from_iterable(row for layer in network.weights for row in layer))


def drawn(network: Network, setting: Setting, number: int = 0) -> dict[Variable, Any]:
    """Draw the data and the weights of one network; the same for every activation."""
    random = Random(f"{setting.seed} {number}")
    values: dict[Variable, Any] = {
        name: _data(random, setting) for name in (*network.inputs, *network.targets)
    }
    if network.count is not None:
        values[network.count] = float(setting.samples)
    if network.epsilon is not None:
        values[network.epsilon] = EPSILON
    values |= dict.fromkeys(chain.from_iterable(network.scales), 1.0)
    values |= dict.fromkeys(chain.from_iterable(network.shifts), 0.0)
    start = initialisations.load(setting.initialisation)
    for layer in network.weights:
        before, behind = len(layer[0]), len(layer)
        values |= {name: start.draw(random, before, behind) for row in layer for name in row}
    return values


def lesson(setting: Setting, number: int = 0, learning_rate: float = 0.1) -> Lesson:
    """Return the network as a lesson with its first weights, to be worked out or trained."""
    network = built(setting)
    return Lesson(
        title=TITLE.fill(depth=setting.depth),
        graph=network.graph,
        notation=load_notation("layers"),
        values=drawn(network, setting, number),
        learning_rate=learning_rate,
        samples=setting.samples if setting.samples > 1 else None,
        network=network,
    )


def _data(random: Random, setting: Setting) -> float | tuple[float, ...]:
    drawn = tuple(random.gauss(0.0, 1.0) for _ in range(setting.samples))
    return drawn if setting.samples > 1 else drawn[0]


def _means(network: Network, gradients: list[Any]) -> list[float]:
    size: Mapping[Variable, float] = dict(zip(weights(network), map(abs, gradients), strict=True))
    return [
        fsum(size[name] for row in layer for name in row) / (len(layer) * len(layer[0]))
        for layer in network.weights
    ]


TITLE = Text("A network of {depth} layers", "{depth} 層的網路")
_AT_LEAST_ONE = Text(
    "Depth, width, inputs and samples have to be at least 1.",
    "層數、寬度、輸入數與樣本數都至少要是 1。",
)
_LAYERS = Text(
    "Sizes by layer need a lesson with “network:” and with numbers.",
    "要看各層的梯度，教案必須用「network:」描述，而且要有數值。",
)
_EXPLAIN = Text(
    "“derive explain” shows the gradient by each parameter of any lesson.",
    "「derive explain」會列出任何教案對各參數的梯度。",
)
_ONE_ARGUMENT = Text(
    "“{key}” takes more than one argument.", "「{key}」需要不只一個引數，不能當激勵函數。"
)
_BATCH = Text(
    "Batch normalisation needs a batch of at least two samples.",
    "批次正規化需要至少兩筆樣本的批次。",
)
_MANY_SAMPLES = Text("A batch here has at most {most} samples.", "這裡一個批次最多 {most} 筆樣本。")
_TOO_LARGE = Text(
    "A network to be looked at weight by weight has at most {most} weights.",
    "要逐一檢視權重的網路最多只能有 {most} 個權重。",
)
