"""What each layer multiplies in: the gradient of the first weight of one neuron a layer."""

from collections.abc import Iterator
from functools import partial

from derive.core.text import Text
from derive.depth.layers import layer_by_layer
from derive.lectures.pieces import Derived, Piece
from derive.lectures.spec import Spec

SHOWS = Text("what each layer multiplies in", "每一層乘上什麼")

MOST = 60


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the formula for each depth that is named."""
    checked = spec.checked("depth", "activation", short="depth")
    activation = checked.at("activation").word("sigmoid")
    for depth in checked.at("depth"):
        count = depth.whole()
        if not 2 <= count <= MOST:
            raise depth.error(_LAYERS.fill(most=MOST))
        yield Derived(checked.reading(partial(layer_by_layer, count, activation)).rows)


_LAYERS = Text("The formula is written for 2 to {most} layers.", "這個式子只寫 2 到 {most} 層。")
