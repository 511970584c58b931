"""Expression swell: how long one formula gets, and its derivatives, against the shared steps."""

from __future__ import annotations

from dataclasses import dataclass

from derive.alternatives.methods.composed import differentiated
from derive.core.expression import Variable
from derive.depth.sizes import Setting, drawn
from derive.depth.sizes import built as built_network
from derive.numeric.symbolic import composed_size
from derive.passes import cost, derive

LARGEST = 8_000  # nodes of the composed loss times parameters: SymPy takes a second or two
DEPTHS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Swell:
    """One network: how long its loss is when composed, and what all its derivatives cost.

    ``composed`` counts operations of SymPy's derivatives of the one formula, None where the formula
    is too long to be differentiated in a lecture; ``shared`` those of both passes together.
    """

    depth: int
    parameters: int
    length: int
    composed: int | None
    shared: int


def swell(depths: tuple[int, ...] = DEPTHS, width: int = 2) -> tuple[Swell, ...]:
    """Measure networks of one width that get deeper; raises DeriveError for impossible ones."""
    return tuple(_measured(Setting(depth=depth, width=width)) for depth in depths)


def _measured(setting: Setting) -> Swell:
    network = built_network(setting)
    values = drawn(network, setting)
    derivation = derive(network.graph)
    wanted: tuple[Variable, ...] = tuple(derivation.gradients)
    length = composed_size(network.graph, values)
    counts = cost(network.graph, derivation)
    found = None
    if length * len(wanted) <= LARGEST:
        found = differentiated(network.graph, values, wanted)
    return Swell(setting.depth, len(wanted), length, found, counts.forward + counts.backward)
