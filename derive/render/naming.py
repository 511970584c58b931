"""The names of a lesson's variables in a sentence that somebody typed: ``w_{1,1}``, ``∂L/∂w``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from derive.core.derivation import Derivation
from derive.core.expression import Variable
from derive.render.wording import Piece, Sentence, said
from derive.spelling.text import text_name

MOST = 2000  # in a larger lesson the names in its sentences stay as they are typed


@dataclass(frozen=True)
class Names:
    """What may be looked for; a lone letter is not, for it may be a word."""

    variables: tuple[Variable, ...]

    def cut(self, words: str) -> Iterable[str | Variable]:
        """Return a sentence in pieces, each name in it as its variable."""
        if self._pattern is None:
            return [words]
        parts = self._pattern.split(words)
        return [self._spelled[part] if at % 2 else part for at, part in enumerate(parts) if part]

    @cached_property
    def _spelled(self) -> dict[str, Variable]:
        ways = (lambda name: name.name, text_name)
        spelled = {way(name): name for name in self.variables for way in ways}
        return {words: name for words, name in spelled.items() if set(words) & set("_^∂")}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._spelled or len(self._spelled) > MOST:
            return None
        longest_first = sorted(self._spelled, key=lambda words: (-len(words), words))
        # a Chinese character may stand beside a name without a blank
        letter = r"[0-9A-Za-z\u00c0-\u03ff_]"
        found = "|".join(map(re.escape, longest_first))
        return re.compile(rf"(?<!{letter})(?<!\\)({found})(?!{letter}|[\^{{])")


def names_of(derivation: Derivation) -> Names:
    """Return the names of everything given and everything found."""
    return Names((*derivation.givens, *(step.target for step in derivation.steps)))


@dataclass(frozen=True)
class Typed(Sentence):
    """A sentence that the author of a lesson typed, names and all."""

    names: Names = Names(())

    def pieces(self, language: str) -> tuple[Piece, ...]:
        """Return the sentence cut at the names in it."""
        return tuple(self.names.cut(said(self.words, language)))
