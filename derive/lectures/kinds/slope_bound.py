"""The largest slope of an activation, and what two layers make of it."""

from collections.abc import Iterator
from functools import partial

from derive.blackboard.chain import Row
from derive.core.text import Text
from derive.depth.slope_bound import layers_multiplied, slope_bound
from derive.lectures.pieces import Derived, Piece, Saying
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Picture
from derive.render.pictures import activation_curve

SHOWS = Text("the largest slope of an activation", "激勵函數的最大斜率")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the bound derived in two ways, its picture, then ``0.25 · 0.25``."""
    checked = spec.checked("activation", "layers", short="activation")
    name = checked.at("activation")
    try:
        found = slope_bound(name.word())
    except ValueError:
        raise name.error(_NO_BOUND) from None
    yield Saying(FLAT)
    yield Derived(found.board.rows, plain=True)
    yield Saying(SQUARE)
    yield Derived(found.square.rows, plain=True)
    yield Picture(f"slope-bound-{found.function.key}", partial(activation_curve, found.function))
    for layers in checked.at("layers").wholes((2,)):
        row = layers_multiplied(found.largest, layers)
        yield Saying(LAYERS.fill(layers=layers))
        yield Derived((Row(row.right, TIMES.fill(layers=layers), row.left),))


FLAT = Text(
    "Where the slope is largest, its own derivative is 0:", "斜率最大的地方，斜率的微分為 0："
)
SQUARE = Text("The same without calculus:", "不用微分也可以證明：")
LAYERS = Text(
    "With {layers} such layers on the way at most this is left of the slopes' product:",
    "路上有 {layers} 層這樣的激勵函數時，斜率相乘最多只剩：",
)
TIMES = Text("{layers} layers", "{layers} 層")
_NO_BOUND = Text(
    "The slope of this function has no such bound; try sigmoid or tanh.",
    "這個函數的斜率無法這樣求上界；可用 sigmoid 或 tanh。",
)
