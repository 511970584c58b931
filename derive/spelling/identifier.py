"""Names of variables that a programming language accepts: ``w_1_1``, ``y_hat``, ``dL_dw_1_1``."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

from derive.core.expression import Partial, Variable
from derive.spelling.name import Name
from derive.spelling.script import Piece, name_of, pieces
from derive.spelling.symbols import COMMANDS, symbol

_TAKEN = frozenset({"np", "math", "print", "range", "sum"})
_WORDS = {"+": "_plus_", "-": "_minus_", "*": "_star_", "'": "_prime_"}


def identifier(variable: Variable) -> str:
    """Return a valid ASCII name: ``w_1_1``, ``y_hat``, ``dL_dw_1_1``, ``delta_h1``, ``lambda_``.

    Different variables may get the same one; ``identifiers`` keeps them apart.
    """
    return _legal(_identifier(variable))


def identifiers(variables: Iterable[Variable]) -> dict[Variable, str]:
    """Return a name for each variable, no two the same: the second ``z_1_1`` is ``z_1_1_2``."""
    found: dict[Variable, str] = {}
    used: set[str] = set()
    for variable in variables:
        if variable in found:
            continue
        name = wanted = identifier(variable)
        count = 1
        while name in used:
            count += 1
            name = f"{wanted}_{count}"
        used.add(name)
        found[variable] = name
    return found


def _identifier(variable: Variable) -> str:
    if isinstance(variable, Partial) and not variable.latex:
        return f"d{_identifier(variable.of)}_d{_identifier(variable.wrt)}"
    return _letters(name_of(variable))


def _letters(name: Name) -> str:
    parts = [
        _ascii(symbol(name.base)),
        name.accent,
        _script(name.subscript),
        _script(name.superscript),
        *["prime"] * name.primes,
    ]
    return "_".join(filter(None, parts))


def _script(script: str) -> str:
    """Join letters and digits that touch (``h1``), and part words and what a comma parts."""
    parts = map(_piece, pieces(script))
    joined = "".join(part if len(part) == 1 or part.isdigit() else f"_{part}_" for part in parts)
    return re.sub("_+", "_", joined).strip("_")


def _piece(piece: Piece) -> str:
    if isinstance(piece, Name):
        return _letters(piece)
    return piece if piece.isascii() and piece.isalnum() else _WORDS.get(piece, "_")


def _ascii(letters: str) -> str:
    """Spell letters in ASCII: δ is delta, é is e，損 its number in Unicode."""
    return "".join(map(_ascii_letter, unicodedata.normalize("NFKD", letters)))


def _ascii_letter(letter: str) -> str:
    if letter in COMMANDS:
        return COMMANDS[letter].removeprefix("var")
    if letter.isascii():
        return letter if letter.isalnum() or letter == "_" else "_"
    return "" if unicodedata.combining(letter) else f"u{ord(letter):x}"


def _legal(name: str) -> str:
    name = re.sub("_+", "_", name).lstrip("_") or "v"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in _TAKEN:
        return f"{name}_"
    return name if name[0].isalpha() else f"v{name}"
