"""Gradients by forward mode: dual numbers carried through the network's equations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derive.core.expression import Variable
from derive.core.graph import Graph
from derive.numeric.dual import Dual, Duals, lifted
from derive.numeric.lanes import (
    Array,
    Lanes,
    bundles,
    directions,
    gathered,
    laid_out,
    loss,
    seeds,
)

_DUAL_LANES = Duals(Lanes())


def forward_mode(
    graph: Graph, values: Mapping[Variable, Any], wanted: Sequence[Variable]
) -> dict[Variable, Array]:
    """Return the gradient of the loss by each wanted leaf, one lane for each number in it."""
    base = {leaf: laid_out(values[leaf]) for leaf in graph.leaves}
    slopes = []
    for bundle in bundles(graph, directions(wanted, values)):
        nudges = seeds(bundle, base)
        leaves = {**base, **{name: Dual(base[name], nudges[name]) for name in nudges}}
        tangent = lifted(loss(graph, leaves, _DUAL_LANES)).tangent
        result = np.broadcast_to(tangent, (len(bundle), 1, 1))
        slopes += list(zip(bundle, result[:, 0, 0], strict=True))
    return gathered(wanted, values, slopes)
