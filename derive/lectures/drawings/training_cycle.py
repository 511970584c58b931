"""How a network is trained: forward, loss, backward, update, and again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from derive.core.expression import Add, Mul, Neg, Partial, Role, Variable
from derive.core.text import Text
from derive.figures.drawing import Box, Drawing, Label, Line, Look, Mark, Words

_WIDE, _HIGH, _GAP, _MARGIN = 166.0, 62.0, 32.0, 24.0
_TEXT, _NOTE = 15.0, 13.0

_X = Variable("x", "x", Role.DATA)
_OUTPUT = Variable(r"\hat{y}", r"\hat{y}")
_TARGET = Variable("y", "y", Role.DATA)
_THETA = Variable(r"\theta", r"\theta", Role.PARAMETER)
_RATE = Variable(r"\eta", r"\eta", Role.HYPERPARAMETER)

FORWARD = Text("forward pass", "前向傳遞")
LOSS = Text("loss", "損失函數")
BACKWARD = Text("backward pass", "反向傳遞")
UPDATE = Text("update", "更新參數")
AGAIN = Text("again, with the new parameters", "用新的參數再做一次")
TITLE = Text("How a network is trained", "模型訓練流程")
DESCRIPTION = Text(
    "Forward pass: the output from the inputs. Loss: how far it is from the target. Backward pass: "
    "the gradient of the loss by each parameter. Update: each parameter takes a step against it. "
    "Then again, with the new parameters.",
    "前向傳遞：由輸入算出輸出。損失函數：與正確答案的差距。反向傳遞：損失對各參數的梯度。"
    "更新參數：往梯度的反方向走一步。接著用新的參數再做一次。",
)

Boxes = tuple[tuple[Text, Words, Look], ...]


def training_cycle(loss: str = "L") -> Drawing:
    """Draw the four boxes and the arrow that leads back to the first; ``loss`` is its letter."""
    boxes = _boxes(Variable("L", loss, Role.LOSS))
    wide = 2 * _MARGIN + len(boxes) * _WIDE + (len(boxes) - 1) * _GAP
    return Drawing(wide, 178, tuple(_marks(boxes)), TITLE, DESCRIPTION)


def _boxes(loss: Variable) -> Boxes:
    gradient = Partial(loss, _THETA, Role.ADJOINT)
    updated = Add((_THETA, Neg(Mul((_RATE, gradient), dot=True))))
    return (
        (FORWARD, (_X, " → ", _OUTPUT), Look.VALUE),
        (LOSS, (_OUTPUT, ", ", _TARGET, " → ", loss), Look.PLAIN),
        (BACKWARD, (loss, " → ", gradient), Look.GRADIENT),
        (UPDATE, (_THETA, " ← ", updated), Look.PLAIN),
    )


def _marks(boxes: Boxes) -> Iterator[Mark]:
    middle = _MARGIN + _HIGH / 2
    places = [_MARGIN + _WIDE / 2 + n * (_WIDE + _GAP) for n in range(len(boxes))]
    for left, right in pairwise(places):
        yield Line(((left + _WIDE / 2, middle), (right - _WIDE / 2, middle)), arrow=True)
    low = middle + _HIGH / 2 + 34
    first, last, foot = places[0], places[-1], middle + _HIGH / 2
    yield Line(((last, foot), (last, low), (first, low), (first, foot)), Look.AID, arrow=True)
    yield Label((first + last) / 2, low + 18, (AGAIN,), size=_NOTE, look=Look.NOTE)
    for x, (title, words, look) in zip(places, boxes, strict=True):
        yield Box(x, middle, _WIDE, _HIGH)
        yield Label(x, middle - 13, (title,), size=_TEXT)
        yield Label(x, middle + 14, words, size=_TEXT, look=look)
