"""Words for LaTeX's text mode: whatever they contain, none of it is a command."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from derive.spelling.latex import escaped
from derive.spelling.symbols import COMMANDS

# signs of mathematics that stand in sentences; the fonts of LaTeX's text mode lack them
_SIGNS = {
    "−": "-", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "≈": r"\approx", "≠": r"\neq",
    "≤": r"\leq", "≥": r"\geq", "→": r"\to", "←": r"\leftarrow", "⇒": r"\Rightarrow",
    "½": r"\tfrac{1}{2}", "√": r"\surd", "∑": r"\sum", "⊙": r"\odot", "‖": r"\|", "′": "'",
    "★": r"\star", "⋯": r"\cdots", "𝟏": r"\mathbf{1}", "ᵀ": r"^{\top}",
}  # fmt: skip
_SCRIPTS = {"<super>": "^", "<sub>": "_"}
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
# what pdfLaTeX sets without further packages: Latin letters, quotation marks, dashes, dots
_LATIN = re.compile("[\x20-\x7e\u00a0-\u017f‘’“”–—…]*")


# what no font of LaTeX has: it is left out, where a box or a warning would stand in the document
_PICTOGRAM = re.compile("[\u2600-\u27bf\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e01ef]")


class Tex(str):
    """LaTeX; any other string is words, and is escaped before it reaches a file."""

    __slots__ = ()


def tex_words(words: object) -> Tex:
    """Return words as LaTeX on one line; what is LaTeX already stays as it is."""
    if isinstance(words, Tex):
        return words
    return _escaped(str(words))


@lru_cache(maxsize=4096)
def _escaped(words: str) -> Tex:
    line = " ".join(unicodedata.normalize("NFC", words).split())
    return Tex("".join(_run(kind, "".join(run)) for kind, run in groupby(line, _kind)))


def comment(words: str) -> Tex:
    """Return words for the inside of a comment: they cannot end it."""
    return Tex("".join(letter for letter in " ".join(words.split()) if letter.isprintable()))


def has_cjk(written: str) -> bool:
    """Whether there is a Chinese character in a document."""
    return bool(_CJK.search(written))


def needs_cjk(written: str) -> bool:
    """Whether there is a Chinese character in a document, or one that pdfLaTeX cannot set."""
    return has_cjk(written) or not all(map(_LATIN.fullmatch, written.split("\n")))


def _kind(letter: str) -> str:
    """Return ``^`` or ``_`` for what is printed high or low, and nothing for the rest."""
    return _SCRIPTS.get(unicodedata.decomposition(letter).partition(" ")[0], "")


def _run(kind: str, run: str) -> str:
    if not kind or any(letter in _SIGNS for letter in run):
        return "".join(map(_letter, run))
    plain = unicodedata.normalize("NFKC", run).replace("−", "-")
    return rf"\ensuremath{{{kind}{{{''.join(map(_letter, plain))}}}}}"


def _letter(letter: str) -> str:
    if letter in _SIGNS:
        return rf"\ensuremath{{{_SIGNS[letter]}}}"
    if letter in COMMANDS:
        return rf"\ensuremath{{\{COMMANDS[letter]}}}"
    return escaped(letter) if letter.isprintable() and not _PICTOGRAM.match(letter) else ""
