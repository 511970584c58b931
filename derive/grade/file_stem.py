"""Names that somebody else chose, made fit to be the names of files."""

from __future__ import annotations

import re
import unicodedata

from derive.feedback.visible import visible

_LONGEST_NAME = 40  # letters; four bytes each still leave room in a file's name
_RESERVED = re.compile(r"[\W_]+")


def file_stem(name: str) -> str:
    """Return a name's letters and digits joined by hyphens: nothing that a path could mean.

    >>> file_stem("../../etc/passwd")
    'etc-passwd'
    """
    letters = unicodedata.normalize("NFC", visible(name))
    return _RESERVED.sub("-", letters)[:_LONGEST_NAME].strip("-") or "student"
