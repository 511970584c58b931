"""Why the cache: operations with and without it as a network grows, counted from its derivation."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.depth.savings import Count, against_depth, against_width
from derive.figures import Drawing
from derive.figures.drawing import Words
from derive.lectures.pieces import Piece, Saying
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table
from derive.spelling.numbers import show

SHOWS = Text(
    "why the cache: operations with and without it", "為什麼要記錄：有記錄與不記錄的運算次數"
)


MANY = 1e6  # times as much: from there on in powers of ten


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a table and a picture against depth, or with ``widths`` against width."""
    checked = spec.checked("depths", "widths", "width", "depth")
    widths = checked.at("widths").wholes()
    if widths:
        depth = checked.at("depth").whole(3)
        counts = checked.reading(lambda: against_width(widths, depth))
        yield Saying(WIDER.fill(depth=depth))
    else:
        depths = checked.at("depths").wholes((1, 2, 3, 4, 5, 6))
        width = checked.at("width").whole(3)
        counts = checked.reading(lambda: against_depth(depths, width))
        yield Saying(DEEPER.fill(width=width))
    yield Table(HEAD, tuple(map(_row, counts)))
    yield Picture("savings", lambda: _drawing(counts, bool(widths)))


def _row(count: Count) -> tuple[Cell, ...]:
    cost = count.cost
    numbers = (cost.forward, cost.backward, cost.without_cache)
    factor = f"{count.factor:,.1f}" if count.factor < MANY else show(count.factor, 3)
    times = Text(f"{factor} ×", f"{factor} 倍")
    return (str(count.depth), str(count.width), *map(_written, numbers), times)


def _written(number: int) -> str:
    return f"{number:,}" if number < MANY**2 else show(float(number), 4)


def _drawing(counts: tuple[Count, ...], wider: bool) -> Drawing:
    from derive.figures.plots.cost import FORWARD, LAYERS, WITH_CACHE, WITHOUT_CACHE, cost

    def line(key: str) -> list[tuple[float, float]]:
        return [(float(c.width if wider else c.depth), float(getattr(c.cost, key))) for c in counts]

    lines: dict[Words, list[tuple[float, float]]] = {
        (FORWARD,): line("forward"),
        (WITH_CACHE,): line("backward"),
        (WITHOUT_CACHE,): line("without_cache"),
    }
    return cost(lines, (UNITS,) if wider else (LAYERS,))


DEEPER = Text(
    "Operations for all gradients of networks of width {width}, counted from their derivations:",
    "每層 {width} 個神經元的網路，計算所有梯度的運算次數（由推導過程逐一計數）：",
)
WIDER = Text(
    "Operations for all gradients of networks of depth {depth}, counted from their derivations:",
    "{depth} 層的網路，計算所有梯度的運算次數（由推導過程逐一計數）：",
)
HEAD = (
    Text("layers", "層數"),
    Text("units a layer", "每層神經元數"),
    Text("forward pass", "前向傳遞"),
    Text("backward pass with the cache", "反向傳遞（有記錄）"),
    Text("chain rule without the cache", "連鎖律（不記錄）"),
    Text("without / with", "不記錄 / 有記錄"),
)
UNITS = Text("units a layer", "每層神經元數")
