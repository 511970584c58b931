"""Writing habits, one file each; a lesson names one with ``notation:``."""

from __future__ import annotations

from derive.core import folder
from derive.core.notation import Notation
from derive.core.text import Text

_KIND = Text("notation", "記法")


def keys() -> tuple[str, ...]:
    """Return the keys of all notations."""
    return folder.keys(__name__)


def load(key: str) -> Notation:
    """Return a notation by its key; raises LessonError when there is none of that name."""
    notation: Notation = folder.load(__name__, key, _KIND).NOTATION
    return notation
