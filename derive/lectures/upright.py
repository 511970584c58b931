"""A formula on several lines of a terminal: a column of cases or a vector stands upright."""

from __future__ import annotations

from derive.render.columns import width
from derive.typesetting import text
from derive.typesetting.tree import Box, Grid, Row


def upright(row: Row) -> list[str]:
    """Return the formula as lines of a terminal: a column of cases or a vector stands upright."""
    lines = [""]
    for items in _cut(row):
        part = _lines(items[0]) if isinstance(items[0], Grid) else [text(Row(tuple(items)))]
        lines = _beside(lines, part)
    return [line.rstrip() for line in lines]


def _cut(row: Row) -> list[list[Box]]:
    """Cut a formula before and behind each column of several rows."""
    found: list[list[Box]] = []
    for item in row.items:
        stands = isinstance(item, Grid) and len(item.rows) > 1
        if stands or not found or isinstance(found[-1][0], Grid):
            found.append([])
        found[-1].append(item)
    return found


def _lines(grid: Grid) -> list[str]:
    cells = [[text(cell) for cell in row] for row in grid.rows]
    wide = [max(map(width, column)) for column in zip(*cells, strict=True)]
    rows = [
        "  ".join(c + " " * (w - width(c)) for c, w in zip(row, wide, strict=True)) for row in cells
    ]
    if grid.kind == "cases":
        marks = ["⎧", *["⎪"] * (len(rows) - 2), "⎩"]
        return [f"{mark} {row}" for mark, row in zip(marks, rows, strict=True)]
    left, right = _FENCES.get(grid.kind, ("", ""))
    return [f"{left} {row} {right}" for row in rows]


def _beside(left: list[str], right: list[str]) -> list[str]:
    """Put two blocks side by side, what is lower in the middle of what is higher."""
    height = max(len(left), len(right))
    gap = " " if left != [""] else ""
    columns = []
    for part in (left, right):
        wide = max(map(width, part))
        above = (height - len(part)) // 2
        blank = [" " * wide]
        filled = [line + " " * (wide - width(line)) for line in part]
        columns.append(blank * above + filled + blank * (height - len(part) - above))
    return [f"{one}{gap}{other}" for one, other in zip(*columns, strict=True)]


_FENCES = {"bmatrix": ("[", "]"), "pmatrix": ("(", ")"), "vmatrix": ("|", "|")}
