"""Which characters a formula may contain, and what each of them stands for.

``plain`` exchanges one character for one character, so every position in the plain text is the
position in what was typed and a caret needs no map.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from functools import lru_cache

_LOWER = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi"),
    *("chi", "psi", "omega"),
)
_LOWER_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK_LETTERS: dict[str, str] = {
    **dict(zip(_LOWER_LETTERS, _LOWER, strict=True)),
    **dict(zip(_LOWER_LETTERS.upper(), (word.capitalize() for word in _LOWER), strict=True)),
    "ℓ": "ell",  # no Greek letter, but one with a name: the loss of a single sample
}
GREEK_WORDS: frozenset[str] = frozenset(GREEK_LETTERS.values())
VARIANTS: dict[str, str] = {
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
    "varpi": "pi",
}

ACCENT_MARKS: dict[str, str] = {
    "\u0302": "hat",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0303": "tilde",
    "\u20d7": "vec",
    "\u0307": "dot",
}

FRACTIONS: dict[str, Fraction] = {
    sign: Fraction(top, bottom)
    for signs, bottom in (("½", 2), ("⅓⅔", 3), ("¼", 4), ("⅕⅖⅗⅘", 5), ("⅙", 6), ("⅐", 7), ("⅛", 8))
    for top, sign in enumerate(signs, 1)
} | {
    "¾": Fraction(3, 4),
    "⅚": Fraction(5, 6),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
    "⅑": Fraction(1, 9),
    "⅒": Fraction(1, 10),
}

SUBSCRIPTS: dict[str, str] = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-()aehijklmnoprstuvx", strict=True)
)
SUPERSCRIPTS: dict[str, str] = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀᵗˡʲᵏᵐ", "0123456789+-()niTtljkm", strict=True)
)

_SAME = {
    "-": "−–—‐‑‒﹣",
    "·": "⋅∙•‧・∗",
    "×": "✕✖⨯⨉",
    "/": "∕⁄",
    "'": "′’‘´ʹʼ",
    "⊙": "∘⨀ʘ",
    "∂": "𝜕𝝏𝛛",
    "∑": "⅀",
    "←": "⟵⇐",
    "⇒": "⟹",
    "≈": "≃≅≒≐",
    "=": "≡≔",
    "|": "∣｜",
    ",": "，、﹐",
    ".": "。．",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
    "\u205f\u3000\u200b\ufeff\u2060\u2061\u2062\u2063\u2064\t\n\r\v\f",
    "(": "⟮﹙",
    ")": "⟯﹚",
    "[": "［【〔",
    "]": "］】〕",
    "ε": "ϵ",
    "θ": "ϑ",
    "φ": "ϕ",
    "ρ": "ϱ",
    "σ": "ς",
    "μ": "µ",
    "ℒ": "𝓛",
    "Δ": "∆",
}


def _table() -> dict[int, int]:
    same = {ord(typed): ord(read) for read, many in _SAME.items() for typed in many}
    for code in range(0xFF01, 0xFF5F):  # full-width forms of ASCII
        same.setdefault(code, code - 0xFEE0)
    for code in range(0x1D400, 0x1D800):  # letters in mathematical alphabets, as PDFs copy them
        letter = unicodedata.normalize("NFKC", chr(code))
        if len(letter) == 1 and (letter.isalnum()):
            same.setdefault(code, ord(letter.translate(same)))
    for letter in "ℎℊℋℐℛℬℰℱℳℯ":
        same[ord(letter)] = ord(unicodedata.normalize("NFKC", letter))
    return same


_PLAIN = _table()


def plain(text: str) -> str:
    """Return the text with equal-looking characters made equal; every position stays the same."""
    return text if text.isascii() else text.translate(_PLAIN)


@lru_cache(maxsize=1024)
def accented(letter: str) -> tuple[str, str] | None:
    """Take ``ŷ`` (one or two code points) apart into ``("y", "hat")``; None when it has no accent.

    >>> accented("ŷ")
    ('y', 'hat')
    """
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 2 and parts[1] in ACCENT_MARKS:
        return parts[0], ACCENT_MARKS[parts[1]]
    return None


def describe(character: str) -> str:
    """Return how a refused character is called: its code point, and itself where it shows."""
    code = f"U+{ord(character):04X}"
    return f"{character} ({code})" if character.isprintable() else code
