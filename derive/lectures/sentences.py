"""A lecturer's sentence, cut into words and formulas."""

from __future__ import annotations

from derive.core.text import Text
from derive.render.wording import full_width
from derive.typesetting import Row, split


def pieces_of(words: Text, language: str) -> tuple[str | Row, ...]:
    """Return the words and formulas of a sentence; Chinese words with full-width signs."""
    found = split(words.in_language(language))
    if language != "zh-Hant":
        return tuple(found)
    return tuple(full_width(piece) if isinstance(piece, str) else piece for piece in found)
