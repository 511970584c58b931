"""Learning by guessing: try numbers, and see how far off the answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derive.core.derivation import Derivation
from derive.core.expression import Add, Expression, Neg, Role, Variable, walk
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.numeric.run import run
from derive.passes.forward import forward

A_BIT = 0.2  # an answer that is off by at most this part of the target is off by a bit


@dataclass(frozen=True)
class Guess:
    """One number tried: the forward pass with it, how far off the answer is, and in which way."""

    parameter: Variable
    number: float
    derivation: Derivation
    values: Mapping[Variable, Any]
    error: float | None
    comment: Text | None


def guesses(lesson: Lesson) -> tuple[Guess, ...]:
    """Return what the lesson's guesses come to, in its order."""
    return tuple(
        _tried(lesson, parameter, number)
        for parameter, numbers in lesson.guesses.items()
        for number in numbers
    )


def difference(lesson: Lesson) -> tuple[Variable, Variable] | None:
    """Return target and output where the loss reads ``y - ŷ`` or ``ŷ - y``; None elsewhere."""
    for part in walk(lesson.graph.nodes[-1].formula):
        if isinstance(part, Add) and len(part.terms) == 2 and isinstance(part.terms[1], Neg):
            pair = (part.terms[0], part.terms[1].operand)
            targets, outputs = _with(pair, Role.DATA), _with(pair, Role.INTERMEDIATE)
            if len(targets) == len(outputs) == 1:
                return targets[0], outputs[0]
    return None


def _with(pair: tuple[Expression, ...], role: Role) -> list[Variable]:
    return [each for each in pair if isinstance(each, Variable) and each.role is role]


def _tried(lesson: Lesson, parameter: Variable, number: float) -> Guess:
    graph = lesson.graph
    derivation = Derivation(graph.leaves, forward(graph), graph.loss)
    given = {name: _number(value) for name, value in lesson.values.items()}
    given[parameter] = number
    values = {**given, **run(derivation, given)}
    pair = difference(lesson)
    if pair is None or pair[0].sampled:
        return Guess(parameter, number, derivation, values, None, None)
    target, output = (values[name] for name in pair)
    error = target - output
    return Guess(parameter, number, derivation, values, error, _comment(error, abs(target)))


def _number(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    import numpy as np

    return np.asarray(value, dtype=float)


def _comment(error: float, size: float) -> Text:
    if error == 0:
        return RIGHT
    near = abs(error) <= A_BIT * size
    return (BIT_SMALL if near else SMALL) if error > 0 else (BIT_LARGE if near else LARGE)


SMALL = Text("too small", "太小了")
LARGE = Text("too large", "太大了")
BIT_SMALL = Text("a bit small", "有點小")
BIT_LARGE = Text("a bit large", "有點大")
RIGHT = Text("right", "剛剛好")
