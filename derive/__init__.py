"""Backpropagation and gradient descent, worked out step by step for any network one writes down.

>>> import derive
>>> solution = derive.solve(derive.load("two-layer-mlp"))
>>> solution.formula("w11")
'x_1 · w_{3,1} · -(y - ŷ)'
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derive.core.lesson import Lesson
    from derive.render.solution import Solution

__version__ = "0.1.0"
__all__ = ["examples", "load", "loads", "solve"]


# Rooms are entered inside the functions: `import derive` and `derive --help` stay quick.


def load(source: str | Path, *, level: str = "") -> Lesson:
    """Return the lesson in a file, or the built-in lesson of that name.

    ``level="matrix"`` asks for the layer-wise form of a ``network:`` lesson.  Raises LessonError,
    which names file, line and remedy, for anything that is wrong with it.
    """
    from derive import lessons

    return lessons.load(source, level=level)


def loads(text: str, *, level: str = "") -> Lesson:
    """Return the lesson written in ``text`` (YAML)."""
    from derive import lessons

    return lessons.loads(text, level=level)


def solve(lesson: Lesson | str | Path, wrt: str | Sequence[str] = ()) -> Solution:
    """Work a lesson out, with its numbers.

    Parameters
    ----------
    lesson : a lesson, or what ``load`` takes
    wrt : names, in any spelling, to differentiate by; what the lesson asks for when not given
    """
    from derive.lessons.ask import variables_named
    from derive.render import solution

    if isinstance(lesson, (str, Path)):
        lesson = load(lesson)
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    return solution.solve(lesson, variables_named(lesson, names) if names else None)


def examples() -> tuple[str, ...]:
    """Return the names of the built-in lessons."""
    from derive import lessons

    return lessons.built_in()
