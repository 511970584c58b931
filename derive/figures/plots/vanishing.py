"""How large the gradient is in each layer, in powers of ten: where it vanishes or explodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.core.expression import Partial, Variable
from derive.core.text import Text
from derive.figures.drawing import Drawing, Words
from derive.figures.plots.series import Series, series

_TITLE = Text("Size of the gradient in each layer", "各層梯度的大小")
_LAYER = Text("layer (1 is next to the input)", "層（第 1 層最靠近輸入）")


def vanishing(sizes: Mapping[Words, Sequence[float]], loss: Variable, weight: Variable) -> Drawing:
    """Draw ``|∂L/∂w|`` by layer, the first layer first; one line for each setting.

    A gradient that is exactly 0 has no place on an axis in powers of ten and is left out.
    """
    lines = [
        Series(tuple((float(layer), size) for layer, size in enumerate(by_layer, 1)), label)
        for label, by_layer in sizes.items()
    ]
    name: Words = ("|", Partial(loss, weight), "|")
    return series(lines, (_LAYER,), name, _TITLE, log_y=True, whole_x=True)
