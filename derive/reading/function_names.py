"""What may be written before a bracket, each spelling with the function it calls."""

from __future__ import annotations

from collections.abc import Mapping

from derive.core.function import Function
from derive.reading.characters import GREEK_WORDS
from derive.reading.names import Script, Stem, keys, whole_name

_SAME_FUNCTION = {"ln": "log", "log": "ln"}


def function_names(functions: Mapping[str, Function]) -> dict[str, Function]:
    """Add to the given spellings those that the functions have of themselves."""
    names = {_function_word(spelled): function for spelled, function in functions.items()}
    for function in functions.values():
        for spelled in (function.name, function.latex, *function.names):
            names.setdefault(_function_word(spelled), function)
    for name, other in _SAME_FUNCTION.items():
        if other in names:
            names.setdefault(name, names[other])
    for name in tuple(names):
        if len(name) > 2:
            names.setdefault(name.lower(), names[name])
            if name not in GREEK_WORDS:  # Σ is no σ
                names.setdefault(name.capitalize(), names[name])
    return names


def _function_word(spelled: str) -> str:
    found = whole_name(spelled)
    if found is None:
        return spelled.strip().removeprefix("\\")
    return (
        found.word if not found.scripts and found.word else function_key(found.stem, found.scripts)
    )


def function_key(stem: Stem, scripts: tuple[Script, ...]) -> str:
    """Return under which word a spelled function is kept; empty where it can be none."""
    blunt = keys(stem, scripts)[1]
    base = blunt.base.removeprefix("\\") + blunt.accent
    return "_".join(filter(None, (base, blunt.sub))) if not blunt.sup + "'" * blunt.primes else ""
