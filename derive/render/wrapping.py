"""Where a page may break a long formula: before the signs that stand outside all brackets."""

from __future__ import annotations

import re
from itertools import pairwise

_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
# a sign between two parts; the minus sign in front of a formula is no place to break
_SIGN = re.compile(r'<mo(?: form="infix")?>[+−⋅]</mo>')


def at_signs(mathml: str) -> list[str]:
    """Cut the inside of a ``<math>`` element before each sign of its outermost sum or product.

    Sums are cut at their signs only; a single product at its dots.
    """
    places = _outermost_signs(mathml)
    if any("⋅" not in sign for _, sign in places):
        places = [(place, sign) for place, sign in places if "⋅" not in sign]
    cuts = [0, *(place for place, _ in places if place), len(mathml)]
    return [mathml[start:end] for start, end in pairwise(cuts)]


def _outermost_signs(mathml: str) -> list[tuple[int, str]]:
    found, depth = [], 0
    for tag in _TAG.finditer(mathml):
        if depth == 0 and (sign := _SIGN.match(mathml, tag.start())):
            found.append((tag.start(), sign.group()))
        depth += -1 if tag.group(1) else 1
    return found
