"""The V of finite differences: a smaller step truncates less and rounds more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.core.expression import Variable
from derive.core.text import Text
from derive.figures.drawing import Drawing, Words
from derive.figures.plots.series import Series, series

_TITLE = Text("Error of a numerical derivative against its step", "數值微分的誤差與步長")
_ERROR = Text("relative error", "相對誤差")
_STEP = Text("step ", "步長 ")
_H = Variable("h", "h")
_LEAST = 1e-17  # an error of 0 stands at the foot of an axis in powers of ten


def differences(errors: Mapping[Words, Sequence[tuple[float, float]]]) -> Drawing:
    """Draw relative errors, given as (step, error), one line for each way to differentiate."""
    lines = [
        Series(tuple((step, max(error, _LEAST)) for step, error in points), label)
        for label, points in errors.items()
    ]
    return series(lines, (_STEP, _H), (_ERROR,), _TITLE, log_x=True, log_y=True)
