"""A folder of files, each of which is one thing: the file's name is the thing's key."""

from __future__ import annotations

import difflib
import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from derive.core.errors import LessonError
from derive.core.text import Text


@cache
def keys(package: str) -> tuple[str, ...]:
    """Return the keys of a folder of plug-ins, sorted; nothing in it is imported yet."""
    path = import_module(package).__path__
    return tuple(sorted(info.name for info in pkgutil.iter_modules(path)))


def load(package: str, key: str, kind: Text) -> ModuleType:
    """Import one file of the folder; raises LessonError with the nearest key when there is none.

    ``kind`` names what the folder holds (an activation, a loss) in the message.
    """
    if key not in keys(package):  # an import by a name from outside only ever meets known names
        raise LessonError(
            _UNKNOWN.fill(key=key),
            _remedy(key, keys(package), kind),
        )
    return import_module(f"{package}.{key}")


def _remedy(key: str, known: tuple[str, ...], kind: Text) -> Text:
    close = difflib.get_close_matches(key, known, 1, 0.5)
    remedy = _CHOICE.fill(en=kind.en, zh=kind.zh, keys=", ".join(known))
    if not close:
        return remedy
    near = _NEAREST.fill(key=close[0])
    return Text(f"{near.en} {remedy.en}", f"{near.zh}{remedy.zh}")


_UNKNOWN = Text("There is no “{key}”.", "沒有「{key}」。")
_NEAREST = Text("Did you mean {key}?", "是不是要寫 {key}？")
_CHOICE = Text("Every {en} there is: {keys}.", "可用的{zh}有：{keys}。")
