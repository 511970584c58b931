"""Where a page may break a long formula: before its signs, the outermost first, as by hand."""

from __future__ import annotations

import re
from itertools import pairwise

# letters that fit on a telephone, and on two thirds of a sheet of paper
NARROW, WIDE = 24, 44

_UNSEEN = re.compile(r"<[^>]*>|&#\d+;")  # tags, and signs that are only read aloud
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
# a sign between two parts; the minus sign in front of a formula is no place to break
_SIGN = re.compile(r'<mo(?: form="infix")?>[+−⋅]</mo>')
_ROW = re.compile("<mrow[ >]")


def parts(mathml: str) -> list[list[str]]:
    """Cut the inside of a ``<math>`` element into pieces that may stand on lines of their own.

    A sum is cut at its signs, a product at its dots; what is still long, inside its brackets.
    Pieces that need be apart only on a telephone stand together in one list.
    """
    if letters(mathml) <= NARROW:
        return [[mathml]]
    cut = _at_signs(mathml)
    return [_smaller(piece, NARROW) for part in cut for piece in _smaller(part, WIDE)]


def letters(mathml: str) -> int:
    """Return how many letters, digits and signs a formula shows."""
    return len(_UNSEEN.sub("", mathml))


def _smaller(part: str, most: int) -> list[str]:
    if letters(part) <= most:
        return [part]
    cut = _at_signs(part)
    if len(cut) > 1:
        return [piece for smaller in cut for piece in _smaller(smaller, most)]
    return _opened(part, most)


def _opened(part: str, most: int) -> list[str]:
    """Cut inside the brackets that a part ends in; a chip becomes several chips."""
    place = _last_row(part)
    if place is None:
        return [part]
    lead, rest = part[:place], part[place:]
    opening = _TAG.match(rest)
    assert opening is not None, "a row begins with its tag"
    inside = rest[opening.end() : -len(_CLOSE)]
    cut = [piece for smaller in _at_signs(inside) for piece in _smaller(smaller, most)]
    if opening.group(3):
        cut = [f"{opening.group()}{piece}{_CLOSE}" for piece in cut]
    return [lead + cut[0], *cut[1:]]


def _last_row(part: str) -> int | None:
    """Return where the row begins that ends the part, behind signs and factors: −, λ/2."""
    for found in _ROW.finditer(part):
        if _depth(part, found.start()) == 0 and _is_one(part[found.start() :]):
            return found.start()
    return None


def _at_signs(mathml: str) -> list[str]:
    places = [(place, sign) for place, sign in _outermost_signs(mathml) if place]
    if any("⋅" not in sign for _, sign in places):
        places = [(place, sign) for place, sign in places if "⋅" not in sign]
    cuts = [0, *(place for place, _ in places), len(mathml)]
    return [mathml[start:end] for start, end in pairwise(cuts)]


def _outermost_signs(mathml: str) -> list[tuple[int, str]]:
    return [
        (sign.start(), sign.group())
        for sign in _SIGN.finditer(mathml)
        if _depth(mathml, sign.start()) == 0
    ]


def _depth(mathml: str, place: int) -> int:
    """Return how many elements are open at a place: each tag begins with <, a closing one </."""
    return mathml.count("<", 0, place) - 2 * mathml.count("</", 0, place)


def _is_one(mathml: str) -> bool:
    """Whether an ``<mrow>`` that opens here closes at the very end."""
    end = mathml.find(_CLOSE)
    while end >= 0 and _depth(mathml, end) > 1:
        end = mathml.find(_CLOSE, end + 1)
    return end == len(mathml) - len(_CLOSE)


_CLOSE = "</mrow>"
