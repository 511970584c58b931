"""Several descents that differ in one thing: the learning rate, the optimiser, the start …"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from derive.core.errors import DeriveError
from derive.core.expression import Variable
from derive.core.folder import nearest
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.course import Course
from derive.descent.plan import hyperparameters, make_plan, named
from derive.descent.run import descend
from derive.descent.variation import with_activation, with_loss, with_samples, with_start

MOST = 12


@dataclass(frozen=True)
class Comparison:
    """Courses by the value that was changed, in the order asked for."""

    what: str
    courses: tuple[tuple[str, Course], ...]


def compare(lesson: Lesson, what: str, values: tuple[str, ...], **settings: Any) -> Comparison:
    """Run one descent for each value of ``what``; everything else is as in ``make_plan``.

    ``what`` is ``learning_rate``, ``optimizer``, ``schedule``, ``batch_size``, ``seed``, ``loss``,
    ``activation``, ``n``, a hyperparameter or a parameter to start from.
    """
    if not 1 <= len(values) <= MOST:
        raise DeriveError(_HOW_MANY.fill(most=MOST))
    return Comparison(what, tuple((value, _one(lesson, what, value, settings)) for value in values))


def _one(lesson: Lesson, what: str, value: str, settings: Mapping[str, Any]) -> Course:
    changed, plan = lesson, dict(settings)
    if what in _PLAN:
        plan.update(_PLAN[what](value))
    elif what in _LESSON:
        changed = _LESSON[what](lesson, value)
    elif (parameter := parameter_named(lesson, what)) is not None:
        changed = with_start(lesson, parameter, number(value))
    else:
        plan["settings"] = {
            **(settings.get("settings") or {}),
            what: _setting(settings, what, value),
        }
    if what == "batch_size" and settings.get("steps") is None:
        plan["epochs"] = plan.get("epochs") or 1
    return descend(changed, make_plan(changed, **plan))


def _setting(settings: Mapping[str, Any], what: str, value: str) -> float:
    """Return the value of a hyperparameter; make_plan says what there is, if it is none either."""
    known = hyperparameters(settings.get("optimizer") or "sgd", settings.get("schedule"))
    close = nearest(what, (*_PLAN, *_LESSON)) if named(known, what) is None else None
    if close is not None:
        raise DeriveError(_WHAT.fill(what=what), _NEAREST.fill(name=close))
    return number(value)


def parameter_named(lesson: Lesson, name: str) -> Variable | None:
    """Return the parameter of that name; None when it is no parameter."""
    from derive.core.errors import ReadError
    from derive.lessons.ask import variables_named

    try:
        (found,) = variables_named(lesson, (name,))
    except ReadError:
        return None
    return found if found in lesson.parameters else None


def number(text: str) -> float:
    """Return a number as typed; DeriveError for anything else."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DeriveError(_NUMBER.fill(value=text))
    return value


def _whole(text: str) -> int:
    value = number(text)
    if value != int(value):
        raise DeriveError(_NUMBER.fill(value=text))
    return int(value)


def _size(text: str) -> dict[str, Any]:
    return {"batch_size": None if text in ("all", "n") else _whole(text)}


_PLAN: dict[str, Callable[[str], dict[str, Any]]] = {
    "learning_rate": lambda value: {"learning_rate": number(value)},
    "optimizer": lambda value: {"optimizer": value},
    "schedule": lambda value: {"schedule": None if value == "none" else value},
    "batch_size": _size,
    "seed": lambda value: {"seed": _whole(value)},
}
_LESSON: dict[str, Callable[[Lesson, str], Lesson]] = {
    "loss": with_loss,
    "activation": with_activation,
    "n": lambda lesson, value: with_samples(lesson, _whole(value)),
}
_HOW_MANY = Text("Compare 1 to {most} values.", "請比較 1 到 {most} 個值。")
_WHAT = Text("“{what}” is nothing that can be compared.", "「{what}」不是可以比較的項目。")
_NEAREST = Text("Did you mean {name}?", "是不是要寫 {name}？")
_NUMBER = Text("“{value}” is not a number that fits here.", "「{value}」不是適合的數字。")
