"""What may be written before a bracket, each spelling with the function it calls."""

from __future__ import annotations

from collections.abc import Mapping

from derive.core.function import Function
from derive.reading.characters import GREEK_WORDS, plain
from derive.reading.names import Script, Stem, keys, whole_name

_SAME_FUNCTION = {"ln": "log", "log": "ln"}


def function_names(functions: Mapping[str, Function]) -> dict[str, Function]:
    """Add to the given spellings those that the functions have of themselves."""
    names: dict[str, Function] = {}
    for spelled, function in functions.items():
        names |= dict.fromkeys((_function_word(plain(spelled)), _command(spelled)), function)
    names.pop("", None)
    for function in functions.values():
        for spelled in (function.name, function.latex, *function.names):
            names.setdefault(_function_word(spelled), function)
    for name, other in _SAME_FUNCTION.items():
        if other in names:
            names.setdefault(name, names[other])
    for name in tuple(names):
        if len(name) > 2:
            names.setdefault(name.lower(), names[name])
            if name in GREEK_WORDS:
                names.setdefault(f"var{name}", names[name])
            else:  # Σ is no σ
                names.setdefault(name.capitalize(), names[name])
    return names


def _function_word(spelled: str) -> str:
    found = whole_name(spelled)
    if found is None:
        return spelled.strip().removeprefix("\\")
    return (
        found.word if not found.scripts and found.word else function_key(found.stem, found.scripts)
    )


def _command(spelled: str) -> str:
    """Return the word of ``\\varphi``, which as a name is one with φ; empty for no command."""
    word = spelled.removeprefix("\\")
    return word if word != spelled and word.isalpha() else ""


def function_key(stem: Stem, scripts: tuple[Script, ...]) -> str:
    """Return under which word a spelled function is kept; empty where it can be none."""
    blunt = keys(stem, scripts)[1]
    base = blunt.base.removeprefix("\\") + blunt.accent
    return "_".join(filter(None, (base, blunt.sub))) if not blunt.sup + "'" * blunt.primes else ""
