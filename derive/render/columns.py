"""Text in columns: how wide it is, where prose and formulas break, tables with rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import combining, east_asian_width

Row = tuple[str, ...]
FORMULA = 2  # the column of a table that gives way when the whole is too wide
NARROWEST = 12
HELD = "\u00a0"  # a space at which a line does not end

_COLOURS = re.compile(r"\x1b\[[\d;]*m")


def width(written: str) -> int:
    """Return how many columns a string takes: CJK counts two, accents and colours none."""
    if "\x1b" in written:
        written = _COLOURS.sub("", written)
    return len(written) if written.isascii() else sum(map(_columns, written))


@cache
def _columns(letter: str) -> int:
    if combining(letter):
        return 0
    return 2 if east_asian_width(letter) in "WF" else 1


def wrap(sentence: str, columns: int) -> list[str]:
    """Break prose; a Chinese sentence may break between any two characters.

    Where a held space stands the line goes on; it comes out as a plain one.
    """
    lines, line = [], ""
    for word in _words(sentence):
        if line and width(line + word.rstrip()) > columns:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    whole = [*lines, line.rstrip()] if line.strip() else lines
    return [each.replace(HELD, " ") for each in whole]


def _words(sentence: str) -> Iterable[str]:
    word = ""
    for letter in sentence:
        wide = east_asian_width(letter) in "WF"
        if wide and word and letter not in "，。；：、）」！？":
            yield word
            word = ""
        word += letter
        if letter == " ":
            yield word
            word = ""
    yield word


def break_formula(formula: str, columns: int) -> list[str]:
    """Break a long formula before its signs as one does by hand, the outermost signs first.

    A line inside brackets stands further in, and so does a factor below the terms of a sum.
    """
    lines: list[str] = []
    sums: set[int] = set()
    indent = depth = 0
    while width(formula) > columns - indent and (best := _break(formula, columns - indent)):
        lines.append(" " * indent + formula[:best])
        depth += _deeper(formula[:best])
        formula = formula[best + 1 :]
        term = formula[0] in "+-"
        factor = not term and depth in sums
        sums |= {depth} if term else set()
        indent = min(2 + 4 * max(depth, 0) + 2 * factor, columns // 3)
    return [*lines, " " * indent + formula]


def _break(formula: str, columns: int) -> int:
    """Return where to end the line; 0 for one piece, which is better too long than torn."""
    places = list(_places(formula))
    fitting = [place for place in places if width(formula[: place[1]]) <= columns]
    return max(fitting)[1] if fitting else min((place for _, place in places), default=0)


def _places(formula: str) -> Iterable[tuple[float, int]]:
    """Yield where a line may end, as (how good, place): shallow is better, then +, ·, a gap.

    What stands below a fraction bar counts as deeper: one breaks above it.
    """
    within: list[int] = []
    for place, letter in enumerate(formula):
        if letter in "([{":
            within.append(2 if formula[place - 1 : place] == "/" else 1)
        elif letter in ")]}" and within:
            within.pop()
        worse = _worse(formula[max(place - 1, 0) : place + 3]) if place else None
        if worse is not None:
            yield -2 * sum(within) - worse, place


def _worse(around: str) -> float | None:
    """Return how much worse than a + it is to break here; None where one does not break."""
    sign = around[1:]
    if sign in (" + ", " - ", " · "):
        return float(sign == " · ")
    return 1.5 if _GAP.match(around) else None


_GAP = re.compile(r"[)\]] [^\W\d]")  # cos(z) σ(z): between factors side by side


def _deeper(part: str) -> int:
    return sum((letter in "([{") - (letter in ")]}") for letter in part)


def shortened(items: Sequence[str], columns: int, dots: str, gap: int = 2) -> list[str]:
    """Return as many items as fit side by side, with dots before the last when some are left out.

    Two items are kept in any case.
    """
    if sum(width(item) + gap for item in items) - gap <= columns:
        return [*items]
    room = columns - width(items[-1]) - width(dots) - gap
    kept = 0
    while kept < len(items) - 2 and (room := room - width(items[kept]) - gap) >= 0:
        kept += 1
    return [*items[: max(kept, 1)], dots, items[-1]]


def grid(rows: Sequence[Row], columns: int, head: Row | None = None) -> list[str]:
    """Return a table with rules; its formula column gives way when the whole is too wide."""
    if not rows:
        return []
    every = [head, *rows] if head else list(rows)
    wide = [max(width(row[place]) for row in every) for place in range(len(rows[0]))]
    over = sum(wide) + 3 * (len(wide) - 1) - columns
    if over > 0 and len(wide) > FORMULA:
        wide[FORMULA] = max(NARROWEST, wide[FORMULA] - over)
    lines = []
    if head:
        lines = [_cells(head, wide), "─┼─".join("─" * w for w in wide)]
    for row in rows:
        parts = break_formula(row[2], wide[2]) if len(row) > 2 else [row[-1]]
        first = (*row[:2], parts[0], *row[3:]) if len(row) > 2 else row
        lines.append(_cells(first, wide))
        blank = ("",) * (len(row) - 3)
        lines += [_cells(("", "", part, *blank), wide) for part in parts[1:]]
    return lines


def _cells(row: Row, wide: Sequence[int]) -> str:
    filled = [cell + " " * (w - width(cell)) for cell, w in zip(row, wide, strict=True)]
    return " │ ".join(filled).rstrip()
