"""How a network is trained: forward, loss, backward, update, and round again."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.expression import Add, Mul, Neg, Partial, Variable
from derive.core.text import Text
from derive.figures.drawing import Box, Drawing, Label, Line, Mark, Point, Words

_WIDE, _HIGH = 168.0, 62.0
_GAP_X, _GAP_Y, _MARGIN = 52.0, 58.0, 16.0
_TEXT, _FORMULA = 15.0, 16.0

_TITLE = Text("One round of training", "模型訓練流程")
_DESCRIPTION = Text(
    "Training data go through the forward pass to the prediction and the loss; the backward pass"
    " leads to the gradients, the update to new parameters, and the next round begins.",
    "訓練資料經過前向傳遞得到預測值與損失，反向傳播算出梯度，再更新參數，接著進入下一輪。",
)
_DATA = Text("training data", "訓練資料")
_FORWARD = Text("forward pass", "前向傳遞")
_LOSS = Text("loss", "損失函數")
_BACKWARD = Text("backward pass", "反向傳播")
_GRADIENTS = Text("gradients", "梯度")
_UPDATE = Text("update", "更新參數")


def flow(
    data: Words, prediction: Variable, loss: Variable, parameter: Variable, rate: Variable
) -> Drawing:
    """Draw the loop of training in the names of a lecture; ``data`` is what the first box holds."""
    slope = Partial(loss, parameter)
    step = Add((parameter, Neg(Mul((rate, slope), dot=True))))
    chain = (Partial(loss, prediction),)
    top = ((_DATA, data), (_FORWARD, (prediction,)), (_LOSS, (loss,)))
    bottom = ((_UPDATE, (step,)), (_GRADIENTS, (slope,)), (_BACKWARD, chain))
    marks: list[Mark] = list(_arrows())
    for row, boxes in enumerate((top, bottom)):
        for column, (name, formula) in enumerate(boxes):
            marks += _box(_at(column, row), name, formula)
    size = (2 * _MARGIN + 3 * _WIDE + 2 * _GAP_X, 2 * _MARGIN + 2 * _HIGH + _GAP_Y)
    return Drawing(*size, tuple(marks), _TITLE, _DESCRIPTION)


def _at(column: int, row: int) -> Point:
    return (
        _MARGIN + _WIDE / 2 + column * (_WIDE + _GAP_X),
        _MARGIN + _HIGH / 2 + row * (_HIGH + _GAP_Y),
    )


def _box(at: Point, name: Text, formula: Words) -> Iterator[Mark]:
    x, y = at
    yield Box(x, y, _WIDE, _HIGH)
    yield Label(x, y - 14, (name,), size=_TEXT)
    yield Label(x, y + 14, formula, size=_FORMULA)


def _arrows() -> Iterator[Mark]:
    """To the right above, down on the right, to the left below, and up into the forward pass."""
    half = _WIDE / 2
    for row, sign in ((0, 1), (1, -1)):
        for column in (0, 1):
            (x0, y), (x1, _) = _at(column, row), _at(column + 1, row)
            ends = ((x0 + half, y), (x1 - half, y))
            yield Line(ends[::sign], arrow=True)
    (x, y0), (_, y1) = _at(2, 0), _at(2, 1)
    yield Line(((x, y0 + _HIGH / 2), (x, y1 - _HIGH / 2)), arrow=True)
    (x0, y0), (x1, y1) = _at(0, 1), _at(1, 0)
    yield Line(((x0 + half / 2, y0 - _HIGH / 2), (x1 - half / 2, y1 + _HIGH / 2)), arrow=True)
