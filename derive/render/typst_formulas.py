"""Formulas for a Typst page, in which what was found before stands in a box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from derive.core.expression import Expression, Number, Variable
from derive.spelling.typst import TypstPrinter, quoted, typst

MOST_SHOWN = 8  # samples in a list, rows and columns of a matrix
_LONGEST = 64  # signs in a box; a longer one is cut into boxes between which a line may end
# signs that no formula contains: where it may be broken, where a box opens and closes
_SUM, _PRODUCT, _OPEN, _CLOSE = "\x11\x12\x13\x14"
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\\.|[A-Za-z][\w.]*\(?|[_^]\(|.', re.S)
_COMMAND = re.compile(r"(?<![\w\"])[A-Za-z][A-Za-z.]+(?![\w\"])")
_SIGNED = re.compile(r"((?:[+-]|dot\.op|dot\.o) )?(.*)", re.S)
_UNSEEN = re.compile(rf'[ "_^{_SUM}{_PRODUCT}]')
Boxed = Callable[[Variable], bool]


def marked(
    expression: Expression, digits: int, boxed: Boxed, below: Callable[[Variable], str]
) -> str:
    """Return a formula whose parts for which ``boxed`` answers are put into ``cached``.

    ``below`` gives the words under a factor of the chain rule, or none.  Of boxes in one another
    only the outermost is drawn.
    """

    def mark(variable: Variable, written: str) -> str:
        if boxed(variable):
            written = _OPEN + written.replace(_OPEN, "").replace(_CLOSE, "") + _CLOSE
        words = below(variable)
        return f"underbrace({written}, {quoted(words)})" if words else written

    return _drawn(_Breakable(digits, mark).write(expression))


class _Breakable(TypstPrinter):
    """Typst with a mark before every sign at which a line may end."""

    SPACE = _SUM
    DOT = f"{_PRODUCT}dot.op "
    ODOT = f"{_PRODUCT}dot.o "


def _drawn(written: str) -> str:
    before, *boxes = written.split(_OPEN)
    parts = [_plain(before)]
    for box in boxes:
        inside, _, after = box.partition(_CLOSE)
        parts += [_box(inside), _plain(after)]
    return "".join(parts)


def _plain(written: str) -> str:
    return written.replace(_SUM, " ").replace(_PRODUCT, " ")


def _box(inside: str) -> str:
    if _length(inside) <= _LONGEST:
        return f"#cached($display({_plain(inside)})$)"
    # lines end behind signs that stand in no box
    parts = map(_SIGNED.fullmatch, _cut(_TOKEN.findall(inside)))
    return " ".join(f"{part[1] or ''}#cached($display({part[2]})$)" for part in parts if part)


def _length(written: str) -> int:
    """Return about how many signs one sees."""
    return len(_UNSEEN.sub("", _COMMAND.sub("xx", written)))


def _cut(tokens: list[str]) -> list[str]:
    """Cut a formula at a sign that only ordinary brackets enclose, each half of which then stands.

    It is cut where the fewest brackets enclose the sign, and again where a part is still too long.
    """
    places = sorted(_places(tokens), key=lambda pair: (pair[1], abs(pair[0] - len(tokens) / 2)))
    if not places or _length("".join(tokens)) <= _LONGEST:
        return [_plain("".join(tokens)).strip()]
    place = places[0][0]
    tokens = _alone(tokens, place)
    return _cut(tokens[:place]) + _cut(tokens[place:])


def _places(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the signs where a formula may be broken, with the number of brackets around each."""
    opened: list[str] = []
    for place, token in enumerate(tokens):
        if token in ("(", "[") or token.endswith("("):
            opened.append(token)
        elif token in (")", "]") and opened:
            opened.pop()
        elif place and token in (_SUM, _PRODUCT) and set(opened) <= {"(", "["}:
            yield place, 2 * len(opened) + (token == _PRODUCT)


def _alone(tokens: list[str], cut: int) -> list[str]:
    """Write brackets whose halves come to stand in different parts as signs of their own."""
    opened: list[int] = []
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token in ("(", "[") or token.endswith("("):
            opened.append(place)
        elif token in (")", "]") and opened and (start := opened.pop()) < cut < place:
            found[start], found[place] = f"\\{tokens[start]}", f"\\{token}"
    return found


def value(given: Any, variable: Variable, digits: int) -> str:
    """Return a value: a number, the samples in one pair of brackets, or a matrix."""

    def number(one: float) -> str:
        return typst(Number(float(one)), digits=digits)

    if variable.shape is not None:
        rows = [_dotted([number(cell) for cell in row], "dots.c") for row in given]
        shown = _dotted(rows, ["dots.v"] * len(rows[0]))
        return f'mat(delim: "[", {"; ".join(", ".join(row) for row in shown)})'
    if variable.sampled:
        shown_samples = [number(one) for one in given[:MOST_SHOWN]]
        more = ["dots"] if len(given) > MOST_SHOWN else []
        return f"({', '.join(shown_samples + more)})"
    return number(given)


def _dotted(items: Sequence[Any], dots: Any) -> list[Any]:
    if len(items) <= MOST_SHOWN:
        return list(items)
    return [*items[: MOST_SHOWN - 2], dots, items[-1]]
