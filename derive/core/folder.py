"""A folder of files, each of which is one thing: the file's name is the thing's key."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
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

    ``kind`` names what the folder holds (an activation, a loss) in the message.  Capitals, hyphens,
    spaces and underscores make no difference: ``Adam``, ``RMS-prop``.
    """
    known = {plain(each): each for each in keys(package)}
    found = known.get(plain(key))
    if found is None:  # an import by a name from outside only ever meets known names
        raise LessonError(
            _UNKNOWN.fill(key=key),
            _remedy(key, keys(package), kind),
        )
    return import_module(f"{package}.{found}")


def plain(name: str) -> str:
    """Return a name without what people leave out or put in: ``beta_1``, ``Beta-1`` are one."""
    return "".join(letter for letter in name.casefold() if letter not in "_- ")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that takes the fewest slips of the finger; None when all are far."""
    wanted = plain(name)[:_LONGEST]
    slips = {each: _slips(wanted, plain(each)) for each in known}
    best = min(slips, key=lambda each: slips[each], default=None)
    return best if best is not None and slips[best] <= max(1, len(wanted) // 2) else None


def _slips(typed: str, meant: str) -> int:
    """Count letters left out, put in, exchanged or swapped with the next (Damerau)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for place, letter in enumerate(typed, 1):
        before, last, row = row, before, [place]
        for at, other in enumerate(meant, 1):
            least = min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != other))
            swapped = place > 1 < at and typed[place - 2] == other and letter == meant[at - 2]
            row.append(min(least, last[at - 2] + 1) if swapped else least)
    return row[-1]


def _remedy(key: str, known: tuple[str, ...], kind: Text) -> Text:
    close = nearest(key, known)
    remedy = _CHOICE.fill(en=kind.en, zh=kind.zh, keys=", ".join(known))
    if close is None:
        return remedy
    near = _NEAREST.fill(key=close)
    return Text(f"{near.en} {remedy.en}", f"{near.zh}{remedy.zh}")


_LONGEST = 60  # letters of what was typed that are compared


_UNKNOWN = Text("There is no “{key}”.", "沒有「{key}」。")
_NEAREST = Text("Did you mean {key}?", "是不是要寫 {key}？")
_CHOICE = Text("Every {en} there is: {keys}.", "可用的{zh}有：{keys}。")
