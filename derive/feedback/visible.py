"""Text that somebody else chose, made fit to be shown: what cannot be seen is named instead."""

from __future__ import annotations

import json
import unicodedata

# control and formatting characters (bidirectional overrides, zero widths), what belongs to nobody,
# halves of characters, and the separators that begin a new line
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def visible(text: str) -> str:
    """Return the text with every character that has no shape written as ``⟨U+202E⟩``.

    >>> visible("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def dumps(data: object) -> str:
    """Return JSON in which what cannot be seen is escaped: the same data, fit for a terminal.

    >>> dumps("a\\u202eb")
    '"a\\\\u202eb"'
    """
    text = json.dumps(data, ensure_ascii=False, indent=1)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character != "\n" and unicodedata.category(character) in _UNSEEN:
        return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"
    return character


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN:
        return f"⟨U+{ord(character):04X}⟩"
    return character
