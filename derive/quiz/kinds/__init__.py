"""The kinds of question, one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from derive.core import folder
from derive.core.text import Text
from derive.quiz.material import Material
from derive.quiz.question import Question

_KIND = Text("kind of question", "題型")


@dataclass(frozen=True)
class Kind:
    """A kind of question; ``make`` yields as many as the material allows, the best first."""

    key: str
    title: Text
    place: int
    make: Callable[[Material], Iterator[Question]]


@cache
def load(key: str) -> Kind:
    """Return one kind; raises LessonError with the nearest key when there is none."""
    found: Kind = folder.load(__name__, key, _KIND).KIND
    return found


def every() -> tuple[Kind, ...]:
    """Return all kinds in the order of a quiz."""
    return tuple(sorted(map(load, folder.keys(__name__)), key=lambda kind: kind.place))
