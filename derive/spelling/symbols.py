"""The letters that have names: which character ``\\sigma`` is, and how σ is typed."""

from __future__ import annotations

import unicodedata

GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "vartheta": "ϑ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "varrho": "ϱ",
    "sigma": "σ",
    "varsigma": "ς",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "ϕ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Upsilon": "Υ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
OTHER = {
    "ell": "ℓ",
    "nabla": "∇",
    "partial": "∂",
    "infty": "∞",
    "cdots": "⋯",
    "top": "⊤",
    "star": "⋆",
    "ast": "∗",
    "blacktriangle": "▲",
}
SYMBOLS = GREEK | OTHER
COMMANDS = {letter: command for command, letter in SYMBOLS.items()}

#: the combining mark of each accent, put after its letter
ACCENT_MARKS = {
    "hat": "\u0302",
    "bar": "\u0304",
    "tilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
}

# Unicode had these script and bold letters before it had whole alphabets of them
_SCRIPT = dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True))


def symbol(base: str) -> str:
    """Return the letters of a base: σ for ``\\sigma``, tanh for ``\\tanh``, w for itself."""
    return SYMBOLS.get(base[1:], base[1:]) if base.startswith("\\") else base


def accented(letters: str, accent: str) -> str:
    """Put an accent on a letter, as one character where Unicode has it (ŷ)."""
    return unicodedata.normalize("NFC", letters + ACCENT_MARKS.get(accent, ""))


def script_letter(letter: str) -> str:
    """Return the calligraphic form of a capital (ℒ); anything else stays as it is."""
    if len(letter) != 1 or not "A" <= letter <= "Z":
        return letter
    return _SCRIPT.get(letter) or chr(0x1D49C + ord(letter) - ord("A"))


def bold_letter(letter: str) -> str:
    """Return the bold form of a Latin or Greek letter; anything else stays as it is."""
    for first, last, bold in (
        ("A", "Z", 0x1D400),
        ("a", "z", 0x1D41A),
        ("Α", "Ω", 0x1D6A8),
        ("α", "ω", 0x1D6C2),
    ):
        if len(letter) == 1 and first <= letter <= last:
            return chr(bold + ord(letter) - ord(first))
    return letter
