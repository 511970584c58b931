"""What is said of a formula: on the formula itself, and beside it in a second language.

An attribute has one language, that of the page.  So a page in two languages sets an empty element
behind each formula, which has nothing to show and its sentence as its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup

from derive.spelling.mathml import wrapped

Aloud = Mapping[str, str]  # a sentence for each language of the page, the first one first

# what a language is called in an attribute; readers of the screen choose a voice by it
CODES = {"en": "en", "zh-Hant": "zh-Hant-TW"}


def inline(written: str, aloud: Aloud) -> Markup:
    """Return the inside of a ``<math>`` element as a formula with its sentences."""
    return Markup(wrapped(written, display=False, spoken=_first(aloud)) + _beside(aloud))


def in_pieces(groups: Sequence[Sequence[str]], aloud: Aloud) -> Markup:
    """Return several elements that are one formula to whoever listens.

    A line may break between groups, and on a telephone also inside them.
    """
    cut = "<wbr>".join(map(_group, groups))
    one = f'<span role="math" aria-label="{escape(_first(aloud))}">{cut}</span>'
    return Markup(one + _beside(aloud))


def beside(aloud: Aloud) -> Markup:
    """Return the sentences in the further languages, as far as they differ from the first."""
    return Markup(_beside(aloud))


def silent(formula: Markup) -> Markup:
    """Return a formula that stands elsewhere too, without its sentences."""
    return Markup(_SENTENCE.sub("", _BESIDE.sub("", formula)))


def _group(pieces: Sequence[str]) -> str:
    # unlike <wbr> this is no place to break where the style sheet says so
    cut = "&#8203;".join(wrapped(piece, display=False) for piece in pieces)
    return f'<span class="n">{cut}</span>' if len(pieces) > 1 else cut


def _beside(aloud: Aloud) -> str:
    first = _first(aloud)
    return "".join(
        f'<span role="img" lang="{CODES[language]}" aria-label="{escape(sentence)}"></span>'
        for language, sentence in aloud.items()
        if sentence != first
    )


def _first(aloud: Aloud) -> str:
    return next(iter(aloud.values()))


_BESIDE = re.compile('<span role="img" [^>]*></span>')
_SENTENCE = re.compile(' (?:alttext|aria-label|role)="[^"]*"')
