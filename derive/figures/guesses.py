"""Learning by guessing: how far each guess lies from the target, and on which side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.core.expression import Number, Variable
from derive.core.text import Text, same
from derive.figures.drawing import Anchor, Circle, Drawing, Label, Line, Look, Mark, Words
from derive.figures.label import spoken, width
from derive.figures.sentences import filled, joined
from derive.spelling.numbers import show
from derive.spelling.text import text_name

_LONG, _ROW, _MARGIN = 340.0, 74.0, 24.0
_TEXT, _NOTE = 16.0, 13.0

_TITLE = Text("Guesses and their distance from the target", "每次猜測與正確答案的差距")
_DESCRIPTION = Text("The target is {target} = {value}.", "正確答案是 {target} = {value}。")
_GUESS = Text(
    " With {setting} the prediction is {value}, {distance} away.",
    "{setting} 時預測值是 {value}，差距 {distance}。",
)


@dataclass(frozen=True)
class Guess:
    """One try: what was set, what came out, and what a teacher says to it."""

    setting: Words
    prediction: float
    verdict: Text


def guesses(tried: Sequence[Guess], target: float, names: tuple[Variable, Variable]) -> Drawing:
    """Draw each guess on a line of its own; ``names`` are those of prediction and target."""
    left = _MARGIN + max(width(guess.setting, _TEXT) for guess in tried) + 22
    right = max(width((guess.verdict,), _NOTE) for guess in tried) + 2 * _MARGIN
    values = [target, *(guess.prediction for guess in tried)]
    scale = _LONG / ((max(values) - min(values)) or 1.0)

    def at(value: float) -> float:
        return left + 30 + (value - min(values)) * scale

    bottom = _MARGIN + 30 + len(tried) * _ROW
    marks: list[Mark] = [Line(((at(target), _MARGIN + 24), (at(target), bottom)), Look.AID)]
    marks.append(_named(names[1], target, at(target), _MARGIN + 8))
    for row, guess in enumerate(tried):
        y = _MARGIN + 30 + (row + 0.5) * _ROW
        places = (left, at(guess.prediction), at(target), left + 60 + _LONG)
        marks += _row(guess, names[0], abs(guess.prediction - target), places, y)
    size = (left + 60 + _LONG + right, bottom + _MARGIN)
    return Drawing(*size, tuple(marks), _TITLE, joined(_described(tried, target, names)))


def _row(
    guess: Guess,
    name: Variable,
    distance: float,
    at: tuple[float, float, float, float],
    y: float,
) -> Iterator[Mark]:
    left, guessed, target, right = at
    yield Line(((left, y), (right, y)), Look.GUIDE)
    middle = (guessed + target) / 2
    if abs(guessed - target) > 24:
        yield Line(((middle, y), (guessed, y)), Look.ASKED, arrow=True)
        yield Line(((middle, y), (target, y)), Look.ASKED, arrow=True)
    yield Circle(guessed, y, 5, solid=True)
    yield Label(middle, y + 18, (Number(distance),), size=_TEXT, look=Look.ASKED, halo=True)
    yield _named(name, guess.prediction, guessed, y - 20)
    yield Label(left - 12, y, guess.setting, Anchor.END, _TEXT)
    yield Label(right + 14, y, (guess.verdict,), Anchor.START, _NOTE, Look.NOTE)


def _named(name: Variable, value: float, x: float, y: float) -> Label:
    return Label(x, y, (name, " = ", Number(value)), size=_TEXT, halo=True)


def _described(
    tried: Sequence[Guess], target: float, names: tuple[Variable, Variable]
) -> Iterator[Text]:
    yield _DESCRIPTION.fill(target=text_name(names[1]), value=show(target))
    for guess in tried:
        numbers = {"value": guess.prediction, "distance": abs(guess.prediction - target)}
        spelled = {key: same(show(number)) for key, number in numbers.items()}
        yield filled(_GUESS, setting=spoken(guess.setting), **spelled)
