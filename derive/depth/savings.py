"""Why results are kept: the operations with and without the cache as a network grows."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.depth.sizes import Setting, built
from derive.passes import Cost, cost, derive

MOST_DEPTH, MOST_WIDTH = 20, 12


@dataclass(frozen=True)
class Count:
    """What the gradients of one network cost; ``weights`` is how many there are."""

    depth: int
    width: int
    weights: int
    cost: Cost

    @property
    def factor(self) -> float:
        """How many times as much work it is without the cache."""
        return self.cost.without_cache / self.cost.backward


def counted(depth: int, width: int, activation: str = "sigmoid", inputs: int = 2) -> Count:
    """Count the operations of one network by deriving it; it may not be too large for that."""
    if not (1 <= depth <= MOST_DEPTH and 1 <= width <= MOST_WIDTH):
        raise DeriveError(_SIZE.fill(depth=MOST_DEPTH, width=MOST_WIDTH))
    network = built(Setting(depth, width, activation, inputs=inputs))
    derivation = derive(network.graph)
    return Count(depth, width, len(derivation.gradients), cost(network.graph, derivation))


def against_depth(depths: tuple[int, ...], width: int = 3) -> tuple[Count, ...]:
    """Count networks of one width that get deeper."""
    return tuple(counted(depth, width) for depth in depths)


def against_width(widths: tuple[int, ...], depth: int = 3) -> tuple[Count, ...]:
    """Count networks of one depth that get wider."""
    return tuple(counted(depth, width) for width in widths)


_SIZE = Text(
    "Operations are counted in networks of 1 to {depth} layers with 1 to {width} units.",
    "只計算 1 到 {depth} 層、每層 1 到 {width} 個神經元的網路。",
)
