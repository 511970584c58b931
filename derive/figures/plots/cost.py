"""How many operations the gradients take as a network grows, with and without the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.core.text import Text
from derive.figures.drawing import Drawing, Words
from derive.figures.plots.series import Series, series

_TITLE = Text("Operations for all gradients", "計算所有梯度所需的運算次數")
_OPERATIONS = Text("operations", "運算次數")
LAYERS = Text("layers", "層數")
FORWARD = Text("forward pass", "前向傳遞")
WITH_CACHE = Text("backward pass with the cache", "反向傳播（有記錄）")
WITHOUT_CACHE = Text("chain rule without the cache", "連鎖律（不記錄）")


def cost(
    counts: Mapping[Words, Sequence[tuple[float, float]]], against: Words = (LAYERS,)
) -> Drawing:
    """Draw counts of operations, given as (depth or width, count), in powers of ten."""
    lines = [Series(tuple(points), label) for label, points in counts.items()]
    return series(lines, against, (_OPERATIONS,), _TITLE, log_y=True, whole_x=True)
