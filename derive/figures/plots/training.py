"""Loss after each iteration, one line for each setting that was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from derive.core.expression import Variable
from derive.core.text import Text
from derive.figures.drawing import Drawing, Words
from derive.figures.plots.series import Series, series

_TITLE = Text("Loss while learning", "訓練過程中的損失")
_ITERATION = Text("iteration", "迭代次數")
_MANY_TIMES = 1000.0  # losses that differ more than this are shown in powers of ten
_RISEN = 3.0  # a loss that rises higher than so many times its start leaves the picture


def training(
    runs: Mapping[Words, Sequence[float]], loss: Variable, title: Text | None = None
) -> Drawing:
    """Draw the losses of several runs; one that diverges leaves the picture at the top."""
    lines = [Series(tuple(enumerate(map(float, losses))), label) for label, losses in runs.items()]
    starts = [losses[0] for losses in runs.values() if losses]
    finite = [y for line in lines for _, y in line.points if isfinite(y)]
    top = min(max(finite, default=1.0), _RISEN * max(starts, default=1.0))
    shown = [value for value in finite if value <= top]
    log = min(shown, default=1.0) > 0 and top / min(shown, default=1.0) > _MANY_TIMES
    name = title or _TITLE
    return series(lines, (_ITERATION,), (loss,), name, log_y=log, whole_x=True, highest=top)
