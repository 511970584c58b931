"""A sentence with formulas in it, before anybody has decided how formulas are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from derive.core.expression import Expression, Variable
from derive.core.text import Text


@dataclass(frozen=True)
class Equation:
    """``left = right``, to be printed as one formula."""

    left: Variable
    right: Expression


# words; a formula; or the number of a step, which a page may turn into a link to that step
Piece = str | Expression | Equation | int
Part = Piece | tuple[int, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the project's with what is to be put into its ``{name}`` places."""

    words: Text
    parts: Mapping[str, Part] = field(default_factory=dict)

    def pieces(self, language: str) -> tuple[Piece, ...]:
        """Return the sentence in ``"en"`` or ``"zh-Hant"``, cut at its formulas."""
        words = said(self.words, language)
        return tuple(piece for piece in self._cut(words, language) if piece != "")

    def _cut(self, words: str, language: str) -> Iterator[Piece]:
        for place, word in enumerate(_PLACE.split(words)):
            part = self.parts.get(word) if place % 2 else None
            if part is None:  # words, or braces that are a name's own: w_{11}
                yield f"{{{word}}}" if place % 2 else word
            elif isinstance(part, tuple):
                yield from _listed(part, language)
            else:
                yield part


_PLACE = re.compile(r"\{(\w+)\}")


def _listed(steps: tuple[int, ...], language: str) -> Iterator[Piece]:
    for place, step in enumerate(steps):
        if place:
            yield "、" if language == "zh-Hant" else ", "
        yield step


def said(text: Text, language: str) -> str:
    """Return a text in one language, Chinese with the full-width signs that Chinese is set with."""
    words = text.in_language(language)
    return full_width(words) if language == "zh-Hant" else words


def full_width(words: str) -> str:
    """Return Chinese words with full-width commas, colons and brackets, numbers left alone.

    A sign is Chinese when a Chinese character stands beside it, or a formula before it.
    """
    return _SIGN.sub(_wide_sign, _BRACKETS.sub(_wide_brackets, words))


_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60"
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\(([^()]*)\)|\(([^()]*[{_HAN}][^()]*)\)")
# between two formulas, as in {w, b}, a comma is the formula's own
_SIGN = re.compile(rf"(?<=[{_HAN}])[,;:!?] ?|(?<=\}})[,;:!?](?! \{{) ?|[,;:!?] ?(?=[{_HAN}])")
# the ASCII signs and their full-width forms lie at a fixed distance from one another
_DISTANCE = ord("\uff0c") - ord(",")


def _wide_sign(found: re.Match[str]) -> str:
    return _wide(found.group()[0])


def _wide_brackets(found: re.Match[str]) -> str:
    return f"{_wide('(')}{found.group(1) or found.group(2) or ''}{_wide(')')}"


def _wide(sign: str) -> str:
    return chr(ord(sign) + _DISTANCE)
