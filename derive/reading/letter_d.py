"""Telling the d of ``dL/dw`` from the letter d, by what stands behind it and never by trying."""

from __future__ import annotations

import re

from derive.reading.cursor import Grammar
from derive.reading.names import spelled_at

_NAME = r"(?=[^\x00-@\[\]^_`{-\x7f])"  # a letter of any script, or a command
_SLASH = re.compile(
    rf"\s*/\s*(?:d|δ|\\delta(?![A-Za-z]))\s*{_NAME}|\s*/\s*(?:\\partial|∂|\\mathrm)"
)
_OVER = re.compile(
    rf"\s*\}}\s*\{{\s*(?:(?:d|δ|\\delta(?![A-Za-z]))\s*{_NAME}|\\mathrm|\\text|\\partial|∂)"
)
_UNDERSCORE = re.compile(r"d([A-Za-z]+\d*)_d(?=[A-Za-z])")
_SPACE = re.compile(r"[ ~]*")
ORDER = re.compile(r"\s*\^\s*(?:(\d)|\{\s*(\d)\s*\})")


def width(reader: Grammar) -> int:
    """Return how many characters the sign of a differential takes here; 0 where none can stand.

    ``δ`` counts as one where it is no name: students write it for ``∂``.
    """
    word = reader.word
    if word in ("δ", "\\delta"):
        return len(word) if reader.match() is None else 0
    if word[0] != "d" or (word != "d" and reader.table.is_word(word)):
        return 0
    return 1


def opens_quotient(reader: Grammar) -> bool:
    """Say whether ``dL/dw``, ``d(…)/dw`` or ``d/dw`` begins here, in a line."""
    return _opens(reader, _SLASH, alone=True)


def opens_fraction(reader: Grammar) -> bool:
    """Say whether what stands here is the top of ``\\frac{dL}{dw}`` or ``\\frac{d}{dw}``."""
    return _opens(reader, _OVER, alone=not is_declared(reader))


def underscored(reader: Grammar) -> tuple[int, int] | None:
    """Return where the two names of ``dL_dw1`` begin, the way programs spell a derivative."""
    found = _UNDERSCORE.match(reader.text, reader.start, reader.end)
    if found is None or reader.table.is_word(reader.word):
        return None
    whole = reader.match(found.start(1), found.end(1))
    return found.span(1) if whole is not None and whole.stop == found.end(1) else None


def _opens(reader: Grammar, behind: re.Pattern[str], alone: bool) -> bool:
    text, size = reader.text, width(reader)
    if not size:
        return False
    at = reader.start + size
    order = ORDER.match(text, at, reader.end)
    at = order.end() if order else at
    only = len(reader.word) == size
    if behind.match(text, at, reader.end):
        return only and alone
    space = _SPACE.match(text, at, reader.end)
    at = space.end() if space else at
    if only and text.startswith(("(", "[", "\\left"), at):
        return reader.word == "d" and not is_declared(reader)
    spelled = spelled_at(text, at, reader.end)
    return spelled is not None and behind.match(text, _applied(text, spelled.end)) is not None


def is_declared(reader: Grammar) -> bool:
    """Say whether the letter itself is a name."""
    return reader.match(reader.start, reader.start + 1) is not None


def _applied(text: str, at: int) -> int:
    """Return the place behind ``(w)`` in ``dL(w)/dw``."""
    closing = text.find(")", at, at + 200) if text.startswith("(", at) else -1
    return closing + 1 if closing > 0 else at
