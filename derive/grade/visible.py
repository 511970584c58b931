"""Text that somebody else chose, made fit to be shown: what cannot be seen is named instead."""

from __future__ import annotations

import re
import unicodedata

# control and formatting characters (bidirectional overrides, zero widths), what belongs to nobody,
# halves of characters, and the separators that begin a new line
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_LONGEST_NAME = 40  # letters; four bytes each still leave room in a file's name
_RESERVED = re.compile(r"[\W_]+")


def visible(text: str) -> str:
    """Return the text with every character that has no shape written as ``⟨U+202E⟩``.

    >>> visible("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def file_stem(name: str) -> str:
    """Return a name's letters and digits joined by hyphens: nothing that a path could mean.

    >>> file_stem("../../etc/passwd")
    'etc-passwd'
    """
    letters = unicodedata.normalize("NFC", visible(name))
    return _RESERVED.sub("-", letters)[:_LONGEST_NAME].strip("-") or "student"


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN:
        return f"⟨U+{ord(character):04X}⟩"
    return character
