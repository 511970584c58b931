"""The mistakes that students are known to make, one file each; the file's name is its key."""

from __future__ import annotations

from functools import cache

from derive.check.mistake import Mistake
from derive.core import folder
from derive.core.text import Text

_KIND = Text("known mistake", "常見錯誤")


def keys() -> tuple[str, ...]:
    """Return the key of every known mistake, sorted."""
    return folder.keys(__name__)


@cache
def load(key: str) -> Mistake:
    """Return one mistake; raises LessonError with the nearest key when there is none."""
    mistake: Mistake = folder.load(__name__, key, _KIND).MISTAKE
    return mistake


def all_mistakes() -> tuple[Mistake, ...]:
    """Return every known mistake, those that say most first."""
    return tuple(sorted(map(load, keys()), key=lambda mistake: (mistake.rank, mistake.key)))
