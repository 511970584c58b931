"""How far off each guess is: the output and the target on one line, and the distance between."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.errors import DeriveError
from derive.core.expression import Number, Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.guessing import Guess, difference, guesses
from derive.figures.drawing import Anchor, Circle, Drawing, Label, Line, Look, Mark
from derive.spelling.numbers import show

_LEFT, _ACROSS, _ROW, _TOP, _TEXT = 120.0, 420.0, 84.0, 44.0, 15.0

TITLE = Text("How far off each guess is", "每次猜測差多少")
DESCRIPTION = Text(
    "For each guess the output, the target and their distance.",
    "每次猜測的輸出、正確答案與兩者的距離。",
)


def distances(lesson: Lesson) -> Drawing:
    """Draw a line for each guess of a lesson; DeriveError for a lesson without guesses."""
    tried, pair = guesses(lesson), difference(lesson)
    if not tried or pair is None:
        raise DeriveError(_NO_GUESSES)
    marks = tuple(_marks(tried, *pair))
    return Drawing(_LEFT + _ACROSS + 90, _TOP + _ROW * len(tried), marks, TITLE, DESCRIPTION)


def _marks(tried: tuple[Guess, ...], target: Variable, output: Variable) -> Iterator[Mark]:
    ends = [float(guess.values[name]) for guess in tried for name in (target, output)]
    low, high = min(ends), max(ends)
    for row, guess in enumerate(tried):
        y = _TOP + _ROW * (row + 0.4)
        at = {
            name: _LEFT + _ACROSS * (float(guess.values[name]) - low) / ((high - low) or 1.0)
            for name in (target, output)
        }
        yield from _line(guess, at, (target, output), y)


def _line(
    guess: Guess, at: dict[Variable, float], names: tuple[Variable, Variable], y: float
) -> Iterator[Mark]:
    target, output = names
    middle = (at[target] + at[output]) / 2
    yield Line(((at[output], y), (at[target], y)), Look.SERIES_1)
    words = (guess.parameter, " = ", Number(guess.number))
    yield Label(_LEFT - 40, y, words, Anchor.END, _TEXT)
    for name, look in ((output, Look.SERIES_1), (target, Look.PLAIN)):
        yield Circle(at[name], y, 5.0, look, solid=True)
        outward = Anchor.END if at[name] < middle else Anchor.START
        push = -10 if outward is Anchor.END else 10
        value = (name, " = ", Number(float(guess.values[name])))
        yield Label(at[name] + push, y + 20, value, outward, _TEXT)
    yield Label(middle, y - 15, (show(abs(guess.error or 0.0)),), size=_TEXT, look=Look.GRADIENT)


_NO_GUESSES = Text("This lesson has no guesses.", "這份教案沒有要猜的數。")
