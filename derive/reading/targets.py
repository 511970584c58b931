"""The left side of an equation, read before any name is known."""

from __future__ import annotations

import re

from derive.core.errors import ReadError
from derive.core.text import Text
from derive.reading.characters import plain
from derive.reading.limits import LESSON
from derive.reading.names import spelled_at, whole_name


def read_target(text: str) -> tuple[str, tuple[str, ...]]:
    """Read the left side of an equation before any name is known.

    >>> read_target(r"\\hat{y}_i"), read_target("f(w)")
    (('\\\\hat{y}_i', ()), ('f', ('w',)))
    """
    if len(text) > LESSON.line_length:
        raise ReadError(_LONG, source=text[:80], column=79)
    typed = plain(text)
    left = typed.partition("=")[0].rstrip()
    start = len(left) - len(left.lstrip())
    spelled = spelled_at(typed, start, len(left))
    if spelled is None:
        raise ReadError(_NOT_A_NAME, _WRITE_TARGET, source=text, column=start)
    stop = spelled.end
    return text[start:stop].strip(), _target_arguments(text, typed, stop, len(left))


def _target_arguments(text: str, typed: str, stop: int, end: int) -> tuple[str, ...]:
    rest = typed[stop:end].strip()
    if not rest:
        return ()
    if not (rest.startswith("(") and rest.endswith(")")):
        raise ReadError(_NOT_A_NAME, _WRITE_TARGET, source=text, column=stop)
    open_at = typed.index("(", stop)
    names, at = [], open_at + 1
    for name in _BETWEEN.split(rest[1:-1]):
        if whole_name(name) is not None:
            names.append(name.strip())
        elif not _is_value(name):
            raise ReadError(_NOT_A_NAME, _WRITE_TARGET, source=text, column=at)
        at += len(name) + 1
    return tuple(names)


def _is_value(argument: str) -> bool:
    """Whether an argument is a value of a function, the ``f(x)`` of ``\\ell(f(x), y)``."""
    outside, _, inside = argument.strip().removesuffix(")").partition("(")
    return all(whole_name(name) is not None for name in (outside, *_BETWEEN.split(inside)))


_BETWEEN = re.compile(r"[,;](?![^()]*\))")  # what stands between arguments, not inside one


_NOT_A_NAME = Text("This is not a name.", "這不是一個名稱。")
_WRITE_TARGET = Text(
    "Write one name on the left, such as h_1, \\hat{y}_i or f(w).",
    "左邊請寫一個名稱，例如 h_1、\\hat{y}_i 或 f(w)。",
)
_LONG = Text("This line is too long.", "這一行太長。")
