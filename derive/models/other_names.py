"""What else a layered network's values are called: ``a_1^2`` for ŷ, ``y_1`` for y, ``a_1^0``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derive.core.expression import Variable
from derive.core.notation import Notation
from derive.models.network import Network

MOST_UNITS = 400  # of a network whose other names are worth listing


def other_names(network: Network, notation: Notation) -> dict[str, Variable]:
    """Return the names that readers expect beside the network's own, as LaTeX.

    The output layer is a layer like the others (``a_1^2``, and ``z_1^2`` where it has no
    activation), the inputs are layer 0, the last layer may be called L, and an index that can only
    be 1 may be written or left out.  Names of the network itself are not among them.
    """
    if sum(layer.units for layer in network.layers) > MOST_UNITS:
        return {}
    own = {leaf.latex for leaf in network.graph.leaves}
    own |= {node.output.latex for node in network.graph.nodes}
    found: dict[str, Variable] = {}
    for latex, variable in _every(network, notation):
        if latex not in own:
            found.setdefault(latex, variable)
    return found


def deltas(network: Network, notation: Notation) -> dict[str, Variable]:
    """Return what readers call ``∂L/∂z`` of a unit, as LaTeX, and the z it is taken by."""
    units = sum(layer.units for layer in network.layers)
    if units > MOST_UNITS or not isinstance(network.weights[0], tuple):
        return {}
    return {
        latex: name
        for place, names in enumerate(network.pre_activations)
        for layer in _numbers(network, place)
        for latex, name in _units(notation.delta, layer, names)
    }


def matrix_names(network: Network, notation: Notation) -> tuple[str, ...]:
    """Return the names that the same network has when it is written in matrices, as LaTeX."""
    patterns = (
        notation.matrix_weight, notation.matrix_bias, notation.matrix_pre_activation,
        notation.matrix_activation, notation.matrix_delta,
    )  # fmt: skip
    numbers = [
        number for place in range(len(network.layers)) for number in _numbers(network, place)
    ]
    layers = [number.strip("{}") for number in numbers]
    return tuple(pattern.format(layer=layer) for pattern in patterns for layer in layers)


def _every(network: Network, notation: Notation) -> Iterator[tuple[str, Variable]]:
    if not isinstance(network.weights[0], tuple):
        yield from _matrices(network, notation)
        return
    yield from _units(notation.activation, "0", network.inputs)
    yield from _units(notation.input, "", network.inputs)
    yield from _units(notation.output, "", network.activations[-1])
    yield from _units(notation.target, "", network.targets)
    for place, weights in enumerate(network.weights):
        for layer in _numbers(network, place):
            yield from _units(notation.pre_activation, layer, network.pre_activations[place])
            yield from _units(notation.activation, layer, network.activations[place])
            yield from _units(notation.bias, layer, network.biases[place])
            yield from _weights(notation.weight, layer, weights)


def _numbers(network: Network, place: int) -> tuple[str, ...]:
    """Return what a layer may be called: its number, L for the last one, L-1 before it."""
    behind = len(network.layers) - 1 - place
    return str(place + 1), "L" if behind == 0 else f"{{L-{behind}}}"


def _units(pattern: str, layer: str, names: Iterable[Variable]) -> Iterator[tuple[str, Variable]]:
    names = tuple(names)
    for to, name in enumerate(names, 1):
        yield pattern.format(to=_script(to), layer=_layer(layer)), name
    if len(names) == 1 and not layer.isdigit():  # a^2 would let a_2^2 be a square
        yield pattern.replace("_{to}", "").format(layer=_layer(layer)), names[0]


def _weights(
    pattern: str, layer: str, rows: tuple[tuple[Variable, ...], ...]
) -> Iterator[tuple[str, Variable]]:
    wide = max(len(rows), len(rows[0])) > 9
    for to, row in enumerate(rows, 1):
        for of, name in enumerate(row, 1):
            sep = "," if wide else ""
            yield pattern.format(to=to, of=of, sep=sep, layer=_layer(layer)), name
    if len(rows) == 1:
        yield from _row(pattern, layer, rows[0])
    elif len(rows[0]) == 1:
        yield from _row(pattern, layer, [row[0] for row in rows])


def _row(pattern: str, layer: str, names: Iterable[Variable]) -> Iterator[tuple[str, Variable]]:
    """Yield weights with one index where the other can only be 1."""
    for place, name in enumerate(names, 1):
        yield pattern.format(to="", of=place, sep="", layer=_layer(layer)), name


def _matrices(network: Network, notation: Notation) -> Iterator[tuple[str, Variable]]:
    yield notation.matrix_activation.format(layer=0), network.inputs[0]
    kinds = (
        (notation.matrix_weight, network.weights),
        (notation.matrix_pre_activation, network.pre_activations),
        (notation.matrix_activation, network.activations),
    )
    for pattern, names in kinds:
        for place, name in enumerate(names):
            for layer in _numbers(network, place):
                yield pattern.format(layer=_layer(layer).strip("{}")), name


def _layer(layer: str) -> str:
    return f"{{{layer}}}" if layer.isdigit() and len(layer) > 1 else layer


def _script(number: int) -> str:
    return str(number) if number < 10 else f"{{{number}}}"
