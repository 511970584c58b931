"""A sheet as slides: one step a frame, its lines appearing one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from derive.render.sheet import Item
from derive.render.tex_steps import Row
from derive.render.tex_width import em
from derive.render.tex_words import Tex

WIDTH = 33.0  # em of a line
HEIGHT = 11.5  # lines of text that a frame holds below its title
_TALL = re.compile(r"\\(?:frac|left|Bigl)")
_TALLER = re.compile(r"\\(?:sum|underbrace)")  # something stands under them
_LINE_END = re.compile(r"\\\\")
TABLE_HEIGHT = 11.0
_NOTE = 1.9
_REASON_BELOW = 1.5  # lines that a reason takes which has no room beside its formula
_REASON = 0.45  # em a letter of a reason takes, in small type


@dataclass(frozen=True)
class Slide:
    """One frame of a step: rows of an ``align*``, then remarks with their overlays."""

    item: Item
    lines: Tex
    notes: tuple[tuple[int, Tex], ...]


def slides(
    item: Item, rows: Sequence[Row], whys: Sequence[str], notes: Sequence[Tex]
) -> list[Slide]:
    """Return the frames of one step: one, or several where it is too long for one."""
    parts = list(_cut(rows, whys))
    found = [Slide(item, _lines(part, rows[0].left), ()) for part in parts]
    last, used = parts[-1], sum(height(row) for row, _ in parts[-1])
    later = tuple((len(last) + 1, note) for note in notes)
    if used + _NOTE * len(notes) <= HEIGHT:
        return [*found[:-1], Slide(item, found[-1].lines, later)]
    return [*found, Slide(item, Tex(""), tuple((1, note) for note in notes))]


def rows_that_fit(heights: Sequence[int]) -> int:
    """Return how many of the last rows of a table a frame holds, by their lines; at least one."""
    used, count = 0.0, 0
    for height in reversed(heights):
        used += 0.4 + 1.15 * height
        if count and used > TABLE_HEIGHT:
            break
        count += 1
    return max(1, count)


def _cut(rows: Sequence[Row], whys: Sequence[str]) -> Iterable[list[tuple[Row, str]]]:
    pairs = [
        piece for row, why in zip(rows, whys, strict=True) for piece in _no_higher_than(row, why)
    ]
    below = 0.0 if _fit_beside(pairs, rows[0].left) else _REASON_BELOW
    part: list[tuple[Row, str]] = []
    used = 0.0
    for row, why in pairs:
        high = height(row) + below * bool(why)
        if part and used + high > HEIGHT:
            yield part
            part, used = [], 0.0
        part.append((row, why))
        used += high
    yield part


def _no_higher_than(row: Row, why: str) -> Iterable[tuple[Row, str]]:
    """Yield a row in pieces that a frame holds; those behind the first go on from ``= ⋯``."""
    piece = replace(row, right=row.right[:1])
    for line in row.right[1:]:
        longer = replace(piece, right=(*piece.right, line))
        if height(longer) > HEIGHT:
            yield piece, ""
            longer = replace(row, left="", sign=rf"{row.sign} \cdots", right=(line,))
        piece = longer
    yield piece, why


def height(row: Row) -> float:
    """Return how many lines of text a row is high."""
    return sum(
        max(_high(line), 1.3 * len(_LINE_END.findall(line)) + 1.5)
        for line in (row.left + row.right[0], *row.right[1:])
    )


def _high(line: str) -> float:
    if _TALLER.search(line):
        return 3.4
    return 2.6 if _TALL.search(line) else 1.5


def _lines(part: Sequence[tuple[Row, str]], left: str) -> Tex:
    beside = _fit_beside(part, left)
    found = []
    for place, (row, why) in enumerate(part, 1):
        lines = [f"{{}}{row.sign} {row.right[0]}"]
        lines += [rf"\quad {{}}{line}" for line in row.right[1:]]
        covered = [rf"& \uncover<{place}->{{{line}}}" for line in lines]
        if row.left and place > 1:
            covered[0] = rf"\uncover<{place}->{{{row.left}}} {covered[0]}"
        if why and beside:
            covered[-1] += rf" && \uncover<{place}->{{\text{{\footnotesize {why}}}}}"
        elif why:
            covered.append(rf"& \uncover<{place}->{{\quad\text{{\footnotesize ({why})}}}}")
        found += covered
    return Tex(f"{part[0][0].left or left} " + " \\\\\n".join(found))


def _fit_beside(part: Sequence[tuple[Row, str]], left: str) -> bool:
    formulas = max(em(line) for row, _ in part for line in row.right)
    reasons = max((_REASON * _letters(why) for _, why in part if why), default=0.0)
    return em(left) + formulas + reasons + 5 <= WIDTH


def _letters(why: str) -> float:
    return sum(1.0 if letter.isascii() else 2.0 for letter in why)
