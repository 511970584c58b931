"""Where a page may break a long formula: before its signs, the outermost first, as by hand."""

from __future__ import annotations

import re
from itertools import pairwise

# letters that fit on a narrow screen, and on half a sheet of paper
NARROW, WIDE = 24, 40

_ANY = re.compile("<[^>]*>")
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
# a sign between two parts; the minus sign in front of a formula is no place to break
_SIGN = re.compile(r'<mo(?: form="infix")?>[+−⋅]</mo>')
_LEAD = re.compile(r"(?:<mo[^>]*>[^<]*</mo>)*")


def parts(mathml: str) -> list[str]:
    """Cut the inside of a ``<math>`` element into pieces that may stand on lines of their own.

    A sum is cut at its signs, a product at its dots; what is still long, inside its brackets.
    """
    if letters(mathml) <= NARROW:
        return [mathml]
    cut = _at_signs(mathml)
    return [piece for part in cut for piece in _smaller(part)]


def letters(mathml: str) -> int:
    """Return how many letters, digits and signs a formula shows."""
    return len(_ANY.sub("", mathml))


def _smaller(part: str) -> list[str]:
    if letters(part) <= WIDE:
        return [part]
    cut = _at_signs(part)
    if len(cut) > 1:
        return [piece for smaller in cut for piece in _smaller(smaller)]
    return _opened(part)


def _opened(part: str) -> list[str]:
    """Cut inside the one element that follows the leading signs; a chip becomes several chips."""
    lead = _LEAD.match(part)
    assert lead is not None, "the pattern matches nothing, too"
    rest = part[lead.end() :]
    opening = _TAG.match(rest)
    if opening is None or opening.group(2) != "mrow" or not _is_one(rest):
        return [part]
    inside = rest[opening.end() : -len(_CLOSE)]
    cut = [piece for smaller in _at_signs(inside) for piece in _smaller(smaller)]
    if opening.group(3):
        cut = [f"{opening.group()}{piece}{_CLOSE}" for piece in cut]
    return [lead.group() + cut[0], *cut[1:]]


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
