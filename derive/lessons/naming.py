"""How a name that somebody typed in a file is typeset: ``w11`` as ``w_{11}``, ``yhat`` as ``ŷ``."""

from __future__ import annotations

from dataclasses import replace

from derive.reading.characters import plain
from derive.reading.names import Script, whole_name
from derive.spelling.name import ACCENTS, Name


def typeset(typed: str) -> str | None:
    """Return the LaTeX of one name in any spelling; None when it is not one name."""
    spelled = whole_name(plain(typed))
    if spelled is None:
        return None
    stem, scripts = spelled.stem, spelled.scripts
    if not stem.accent and scripts and scripts[0].content in ACCENTS:  # y_hat
        stem, scripts = replace(stem, accent=scripts[0].content), scripts[1:]
    below = ",".join(_content(script).strip("[]") for script in scripts if script.mark == "_")
    above = "".join(_content(script) for script in scripts if script.mark == "^")
    primes = sum(len(script.content) or 1 for script in scripts if script.mark == "'")
    return Name(stem.base, stem.accent, below, above, primes, stem.style).latex


def _content(script: Script) -> str:
    return script.content.strip()
