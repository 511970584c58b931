"""Tables for a terminal: columns give way at their spaces, and a wide table becomes two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.render.columns import break_formula, width, wrap

Row = Sequence[str]
BETWEEN = 3  # columns of a rule between two cells
NARROW = 8  # a Chinese cell may break anywhere, but is not torn into single characters

_WORD = re.compile(r"[!-\u2e7f\u0300-\u036f]+")


def ruled(head: Row, rows: Sequence[Row], columns: int) -> list[str]:
    """Return a table with rules, no wider than ``columns`` where its words allow that.

    A table whose longest words do not fit side by side continues under itself, its first column
    repeated.
    """
    table = [tuple(head), *map(tuple, rows)]
    least = [max(map(_least, column)) for column in zip(*table, strict=True)]
    lines: list[str] = []
    for part in _parts(least, columns):
        lines += [""] * bool(lines)
        lines += _ruled([[row[place] for place in part] for row in table], columns)
    return lines


def _parts(least: Sequence[int], columns: int) -> Iterator[list[int]]:
    """Yield the columns of each table, by their places."""
    part = [0]
    for place in range(1, len(least)):
        if len(part) > 1 and _total([least[at] for at in (*part, place)]) > columns:
            yield part
            part = [0]
        part.append(place)
    yield part


def _ruled(table: Sequence[Row], columns: int) -> list[str]:
    by_column = list(zip(*table, strict=True))
    wide = [max(map(width, column)) for column in by_column]
    least = [max(map(_least, column)) for column in by_column]
    while _total(wide) > columns:
        room = [w - at_least for w, at_least in zip(wide, least, strict=True)]
        if max(room) <= 0:
            break
        wide[max((w, -place) for place, w in enumerate(wide) if room[place] > 0)[1] * -1] -= 1
    right = [all(map(_is_number, column[1:])) for column in by_column]
    head, *rows = (_cells(row, wide, right) for row in table)
    return [*head, "─┼─".join("─" * w for w in wide), *(line for row in rows for line in row)]


def _total(wide: Sequence[int]) -> int:
    return sum(wide) + BETWEEN * (len(wide) - 1)


def _cells(row: Row, wide: Sequence[int], right: Sequence[bool]) -> list[str]:
    """Return the lines of one row, each cell broken to its column."""
    parts = [_broken(cell, columns) for cell, columns in zip(row, wide, strict=True)]
    lines = []
    for place in range(max(map(len, parts))):
        cells = [part[place] if place < len(part) else "" for part in parts]
        filled = [_filled(cell, w, r) for cell, w, r in zip(cells, wide, right, strict=True)]
        lines.append(" │ ".join(filled).rstrip())
    return lines


def _broken(cell: str, columns: int) -> list[str]:
    if width(cell) <= columns:
        return [cell]
    pieces = break_formula(cell, columns)
    return pieces if all(width(p) <= columns for p in pieces) else wrap(cell, columns) or [cell]


def _least(cell: str) -> int:
    """Return how wide a column has to be for its longest word."""
    floor = min(width(cell), NARROW)
    return max((floor, *map(width, _WORD.findall(cell))))


def _filled(cell: str, columns: int, right: bool) -> str:
    room = " " * (columns - width(cell))
    return room + cell if right else cell + room


def _is_number(cell: str) -> bool:
    return not cell or cell[0] in "-0123456789∞⋮…"
