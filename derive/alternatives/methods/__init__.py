"""The ways to a gradient, one file each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from derive.core import folder
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text

_KIND = Text("method", "方法")


@dataclass(frozen=True)
class Found:
    """What a method found: the gradients, the operations, how often the network was run."""

    gradients: Mapping[Variable, float]
    operations: int
    runs: int


@dataclass(frozen=True)
class Method:
    """A way to all gradients of a lesson.

    Parameters
    ----------
    run : returns None where the network is too large for it
    runs : how often the network is run for p parameters, as LaTeX
    exact : whether only rounding separates it from the true gradient
    """

    key: str
    title: Text
    about: Text
    place: int
    runs: str
    exact: bool
    run: Callable[[Lesson, Mapping[Variable, Any]], Found | None]
    reference: str = ""


@cache
def load(key: str) -> Method:
    """Return one method; raises LessonError with the nearest key when there is none."""
    found: Method = folder.load(__name__, key, _KIND).METHOD
    return found


def every() -> tuple[Method, ...]:
    """Return all methods in the order of a lecture."""
    return tuple(sorted(map(load, folder.keys(__name__)), key=lambda method: method.place))
