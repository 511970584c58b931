"""What stands in a subscript or a superscript, taken apart so that every printer can spell it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from derive.core.expression import Variable
from derive.spelling.name import STYLES, Name, split_name
from derive.spelling.symbols import ACCENT_MARKS

Piece = Name | str  # a letter or word with its own scripts; or digits, or one sign

_STYLED = re.compile(r"\\(?:" + "|".join(STYLES) + r")\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_ACCENT_OF = {mark: accent for accent, mark in ACCENT_MARKS.items()}
_MOST_BRACES = 16  # a name with more is nobody's name; it is spelled out, not taken apart


def name_of(variable: Variable) -> Name:
    """Return the parts of a variable's name; what is not a name becomes a word, spelled out."""
    return parsed(variable.latex or variable.name)


@lru_cache(maxsize=65536)
def parsed(latex: str) -> Name:
    """Return the parts of a name, with a letter such as ŷ taken apart into y and its hat."""
    if latex.count("{") > _MOST_BRACES:
        return Name(latex)
    try:
        name = split_name(unicodedata.normalize("NFC", latex))
    except ValueError:
        return Name(latex)
    letters = unicodedata.normalize("NFD", name.base)
    if len(letters) == 2 and not name.accent and letters[1] in _ACCENT_OF:
        return replace(name, base=letters[0], accent=_ACCENT_OF[letters[1]])
    return name


@lru_cache(maxsize=65536)
def pieces(script: str) -> tuple[Piece, ...]:
    """Take a script apart: ``h_1,j+1`` is h with subscript 1, a comma, j, a plus sign, 1.

    One or two letters are indices (``w_{ij}``), three or more a word (``E_{total}``).
    """
    found: list[Piece] = []
    rest = script.replace("−", "-")
    while rest := rest.lstrip():
        if rest[0] in "_^" and found:
            content, after = _argument(rest[1:])
            found[-1] = _scripted(found[-1], rest[0], content)
            rest = after
        elif rest[0] in "{}":
            rest = rest[1:]
        else:
            piece, rest = _next(rest)
            found.extend(piece)
    return tuple(found)


def _next(rest: str) -> tuple[list[Piece], str]:
    if styled := _STYLED.match(rest):
        return [Name(styled.group(1).strip())], rest[styled.end() :]
    if command := _COMMAND.match(rest):
        return [Name(command.group())], rest[command.end() :]
    if letters := _LETTERS.match(rest):
        run = letters.group()
        return [Name(run)] if len(run) > 2 else [Name(letter) for letter in run], rest[len(run) :]
    digits = _DIGITS.match(rest)
    taken = digits.group() if digits else rest[0]
    return [taken], rest[len(taken) :]


def _scripted(piece: Piece, mark: str, content: str) -> Piece:
    name = piece if isinstance(piece, Name) else Name(piece)
    if mark == "_":
        return replace(name, subscript=name.subscript + content)
    return replace(name, superscript=name.superscript + content)


def _argument(text: str) -> tuple[str, str]:
    text = text.lstrip()
    if not text.startswith("{"):
        command = _COMMAND.match(text)
        end = command.end() if command else 1
        return text[:end], text[end:]
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return text[1:place], text[place + 1 :]
    return text[1:], ""
