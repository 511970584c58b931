r"""Tables in an answer: a row of a grad_table, ``| ∂L/∂w | -0.972 |``, says its cells are equal.

A row is turned into an equation in its place, character by character, so that a complaint points
into what was typed: the bars between cells become ``=``, the others blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

Says = Callable[[str], bool]
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_MARKDOWN_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_DRAWN = re.compile(r"[│┃║]")
_BAR = re.compile(r"(?<!\\)\|")
_TABULAR = re.compile(
    r"\\begin\s*\{(tabular[x*]?|longtable)\}(?:\s*\[[^\]\n]{0,9}\]|\s*\{[^\n]{0,60}?\}(?=\s|$))*",
    re.MULTILINE,
)
_ROW_END = re.compile(
    r"\\\\(?:\[[^\]\n]{0,20}\])?|\\(?:hline|toprule|midrule|bottomrule)(?![A-Za-z])"
)
_AMPERSAND = re.compile(r"(?<!\\)&")


def as_equations(text: str, is_name: Says, is_formula: Says) -> str:
    """Return the text with the rows of tables as equations, each character in its place.

    ``is_name`` says whether a cell names something one can make a claim about, ``is_formula``
    whether it can be read at all.  A row without both stays as it is.
    """
    lines = text.split("\n")
    for number, separators in _rows(lines):
        lines[number] = _row(lines[number], separators, is_name, is_formula)
    return _tabular("\n".join(lines), is_name, is_formula)


def _rows(lines: list[str]) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Yield the lines that are rows: drawn with │, or in a Markdown table, which has a rule."""
    for number, line in enumerate(lines):
        if _DRAWN.search(line):
            yield number, _DRAWN
    begun = 0
    while begun < len(lines):
        stop = begun
        while stop < len(lines) and _MARKDOWN_ROW.fullmatch(lines[stop]):
            stop += 1
        if any(_RULE.fullmatch(line) for line in lines[begun:stop]):
            for number in range(begun, stop):
                if not _RULE.fullmatch(lines[number]):
                    yield number, _BAR
        begun = stop + 1


def _row(line: str, separators: re.Pattern[str], is_name: Says, is_formula: Says) -> str:
    """Return one row as an equation that begins with its first name."""
    cells = _cells(line, separators)
    first = next((place for place, cell in enumerate(cells) if is_name(_bare(line, cell))), None)
    if first is None:
        return line
    kept = [cells[first]] + [cell for cell in cells[first + 1 :] if is_formula(_bare(line, cell))]
    if len(kept) < 2:
        return line
    signs = [" "] * len(line)
    for start, stop in kept:
        signs[start:stop] = line[start:stop].replace("$", " ").replace("`", " ")
    for start, _ in kept[1:]:
        signs[start - 1] = "="  # where the bar stood
    return "".join(signs)


def _cells(line: str, separators: re.Pattern[str]) -> list[tuple[int, int]]:
    bars = [found.start() for found in separators.finditer(line)]
    edges = [-1, *bars, len(line)]
    return [(start + 1, stop) for start, stop in pairwise(edges)]


def _bare(line: str, cell: tuple[int, int]) -> str:
    return line[cell[0] : cell[1]].strip().strip("$`").strip()


def _tabular(text: str, is_name: Says, is_formula: Says) -> str:
    """Do the same with LaTeX's tables, whose rows end in a double backslash."""
    kept, at = [], 0
    while begin := _TABULAR.search(text, at):
        end = text.find(f"\\end{{{begin[1]}}}", begin.end())
        if end < 0:
            break
        inside = _ROW_END.sub(lambda found: " " * len(found.group()), text[begin.end() : end])
        rows = [_row(line, _AMPERSAND, is_name, is_formula) for line in inside.split("\n")]
        kept += [text[at : begin.end()], "\n".join(rows)]
        at = end
    return "".join((*kept, text[at:]))
