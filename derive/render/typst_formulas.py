"""Formulas for a Typst page, in which what was found before stands in a box."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from typing import Any

from derive.core.expression import Expression, Number, Variable
from derive.render.tex_lines import line_starts
from derive.spelling.typst import TypstPrinter, quoted, typst

MOST_SHOWN = 8  # samples in a list, rows and columns of a matrix
# signs that no formula contains: where it may be broken, where a box opens and closes
_SUM, _PRODUCT, _OPEN, _CLOSE = "\x11\x12\x13\x14"
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\\.|[A-Za-z][\w.]*\(?|[_^]\(|.', re.S)
Boxed = Callable[[Variable], bool]


def marked(
    expression: Expression,
    digits: int,
    boxed: Boxed,
    below: Callable[[Variable], str],
    width: float = inf,
) -> list[str]:
    """Return a formula in lines of ``width`` em, the parts that ``boxed`` answers for in boxes.

    ``below`` gives the words under a factor of the chain rule, or none.  Of boxes in one another
    only the outermost is drawn.
    """

    def mark(variable: Variable, written: str) -> str:
        if boxed(variable):
            written = _OPEN + written.replace(_OPEN, "").replace(_CLOSE, "") + _CLOSE
        words = below(variable)
        return f"underbrace({written}, {quoted(words)})" if words else written

    tokens = _TOKEN.findall(_Breakable(digits, mark).write(expression))
    starts = line_starts(expression, width, digits=digits) if width < inf else ()
    return [_drawn("".join(line)) for line in _cut(tokens, starts)]


class _Breakable(TypstPrinter):
    """Typst with a mark before every sign at which a line may end."""

    SPACE = _SUM
    DOT = f"{_PRODUCT}dot.op "
    ODOT = f"{_PRODUCT}dot.o "


def _cut(tokens: list[str], starts: Sequence[int]) -> list[list[str]]:
    """Cut a formula before some of its signs, each line a formula of its own."""
    signs = [place for place, token in enumerate(tokens) if token in (_SUM, _PRODUCT)]
    ends = [*(signs[start] for start in starts), len(tokens)]
    tokens = _alone(tokens, ends)
    lines: list[list[str]] = []
    in_box = False
    for start, end in pairwise([0, *ends]):
        line = tokens[start:end]
        lead = ([_OPEN] if in_box else []) + (['""'] if start else [])
        in_box = _opens(line, in_box)
        lines.append([*lead, *line, *([_CLOSE] if in_box else [])])
    return lines


def _opens(line: Sequence[str], in_box: bool) -> bool:
    """Return whether a box is still open at the end of a line."""
    boxes = [token for token in line if token in (_OPEN, _CLOSE)]
    return boxes[-1] == _OPEN if boxes else in_box


def _alone(tokens: list[str], cuts: Sequence[int]) -> list[str]:
    """Write brackets whose halves come to stand in different lines as signs of their own."""
    opened: list[int] = []
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token in ("(", "[") or token.endswith("("):
            opened.append(place)
        elif token in (")", "]") and opened:
            start = opened.pop()
            if any(start < cut <= place for cut in cuts):
                name, sign = tokens[start][:-1], tokens[start][-1]
                found[start], found[place] = f"{name} \\{sign}", f"\\{token}"
    return found


def _drawn(line: str) -> str:
    plain = line.replace(_SUM, " ").replace(_PRODUCT, " ")
    return plain.replace(_OPEN, "#cached($display(").replace(_CLOSE, ")$)")


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
