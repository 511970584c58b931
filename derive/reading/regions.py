"""Where in a document mathematics stands: between ``$…$``, in ``\\[…\\]``, in an environment.

Everything is found in one pass from left to right and given back as places in the document, so
that a complaint can point into what was really typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from derive.reading.cursor import ENVIRONMENTS, PERCENT


class Kind(Enum):
    """What a region of a document is."""

    TEXT = "text"  # no mark of mathematics: prose, or a formula in plain text
    INLINE = "inline"  # a formula within a line
    DISPLAY = "display"  # a formula, or rows of them, set apart
    OPEN = "open"  # begun and never ended


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the document, without the marks around it."""

    kind: Kind
    start: int
    end: int


_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_DOCUMENT = re.compile(r"\\begin\s*\{document\}")
_OPENER = re.compile(
    r"\\\$|(?P<fence>^[ \t]*```[^\n]*$)|(?P<two>\$\$)|(?P<one>\$)"
    r"|(?P<square>(?<!\\)\\\[)|(?P<round>(?<!\\)\\\()"
    rf"|\\begin\s*\{{(?P<env>(?:{ENVIRONMENTS})\*?)\}}|(?P<tick>`)",
    re.MULTILINE,
)
_CLOSERS = {
    "two": re.compile(r"\$\$"),
    "one": re.compile(r"(?<!\\)\$"),
    "square": re.compile(r"\\\]"),
    "round": re.compile(r"\\\)"),
    "tick": re.compile(r"`"),
}
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ENDS = {
    name: re.compile(rf"\\end\s*\{{{re.escape(name)}\}}")
    for base in ENVIRONMENTS.split("|")
    for name in (base, base + "*")
}


def without_comments(text: str) -> str:
    """Return the document with comments and its preamble blanked out, place by place."""
    begin = _DOCUMENT.search(text)
    text = _COMMENT.sub(lambda found: _comment(found, percent=begin is None), text)
    if begin:
        end = text.find("\\end{document}", begin.end())
        end = len(text) if end < 0 else end
        text = _blank(text[: begin.end()]) + text[begin.end() : end] + _blank(text[end:])
    return text


def _comment(found: re.Match[str], percent: bool) -> str:
    """Return blanks for a comment; ``8.2 %`` at the end of a formula is none outside LaTeX."""
    before = found.string[max(0, found.start() - 8) : found.start()].rstrip(" ")
    if percent and before[-1:].isdigit() and PERCENT.match(found.string, found.start()):
        return found.group()
    return " " * len(found.group())


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def regions(text: str) -> Iterator[Region]:
    """Cut a document into text and mathematics, in order."""
    at = 0
    blanks = [found.start() for found in _BLANK_LINE.finditer(text)]
    while opener := _next_opener(text, at):
        name = opener.lastgroup or ""
        yield Region(Kind.TEXT, at, opener.start())
        if name == "fence":  # its lines are formulas in plain text
            at = opener.end()
            continue
        closer = _closer(text, opener, name, blanks)
        if closer is None:
            stop = text.find("\n", opener.end())
            at = len(text) if stop < 0 else stop
            yield Region(Kind.TEXT if name == "tick" else Kind.OPEN, opener.end(), at)
            continue
        kind = Kind.INLINE if name in ("one", "round", "tick") else Kind.DISPLAY
        yield Region(kind, opener.end(), closer.start())
        at = closer.end()
    yield Region(Kind.TEXT, at, len(text))


def _next_opener(text: str, at: int) -> re.Match[str] | None:
    while found := _OPENER.search(text, at):
        if found.lastgroup is not None:
            return found
        at = found.end()
    return None


def _closer(text: str, opener: re.Match[str], name: str, blanks: list[int]) -> re.Match[str] | None:
    until = len(text)
    if name == "tick":
        line_end = text.find("\n", opener.end())
        until = len(text) if line_end < 0 else line_end
    elif name in ("one", "round"):
        paragraph = bisect_left(blanks, opener.end())
        until = blanks[paragraph] if paragraph < len(blanks) else len(text)
    pattern = _ENDS[opener["env"]] if name == "env" else _CLOSERS[name]
    return pattern.search(text, opener.end(), until)


# -- rows of a display ---------------------------------------------------------------------

_ROW_MARK = re.compile(
    r"(?P<row>\\\\(?:\[[^\]\n]{0,20}\])?)|\\(?P<turn>begin|end)\s*\{(?P<name>[a-zA-Z]{1,20}\*?)\}|\\."
    r"|(?P<brace>[{}])|(?P<newline>\n)|(?P<relation>[=≈←]|\\approx(?![A-Za-z])|\\leftarrow(?![A-Za-z])|\\gets(?![A-Za-z]))"
)
_TRANSPARENT = frozenset(ENVIRONMENTS.split("|"))
_GOES_ON = re.compile(r"[\s&]*(?:[+*·×/⊙]|\\(?:cdot|times|odot|div)(?![A-Za-z]))")
_MINUS = re.compile(r"[\s&]*(?:\\q?quad\s*)*[-−]")
_UNFINISHED = re.compile(r"(?:[-−+*·×/=≈⊙]|\\(?:cdot|times|odot|div|approx))[\s&]*\Z")
_STICKS = re.compile(r"\s*[{^_&=≈]")


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    related: bool


def rows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    r"""Cut a display into rows at ``\\``; a row that goes on from the one above belongs to it."""
    begun: _Row | None = None
    for row in _rows(text, start, end):
        if not text[row.start : row.end].strip("& \t\n\r"):
            continue
        if begun is not None and _belongs(text, begun, row):
            begun = _Row(begun.start, row.end, begun.related or row.related)
            continue
        if begun is not None:
            yield begun.start, begun.end
        begun = row
    if begun is not None:
        yield begun.start, begun.end


def _belongs(text: str, above: _Row, row: _Row) -> bool:
    if _GOES_ON.match(text, row.start, row.end):
        return True
    if not row.related and _MINUS.match(text, row.start, row.end):
        return True
    return bool(_UNFINISHED.search(text, max(above.start, above.end - 20), above.end))


def _rows(text: str, start: int, end: int) -> Iterator[_Row]:
    depth, begun, related, line_related, newline = 0, start, False, False, -1
    for mark in _ROW_MARK.finditer(text, start, end):
        if brace := mark["brace"]:
            depth += 1 if brace == "{" else -1
        elif mark["turn"]:
            if mark["name"].rstrip("*") not in _TRANSPARENT:
                depth += 1 if mark["turn"] == "begin" else -1
        elif depth > 0:
            continue
        elif mark["row"]:
            yield _Row(begun, mark.start(), related)
            begun, related, line_related, newline = mark.end(), False, False, -1
        elif mark["newline"]:
            line_related, newline = False, mark.start()
        elif mark["relation"]:
            # two lines with a relation each and no \\ between them are two rows as well
            if related and not line_related and _is_own_line(text, newline, mark.start()):
                yield _Row(begun, newline, True)
                begun = newline
            related = line_related = True
    yield _Row(begun, end, related)


def _is_own_line(text: str, newline: int, relation: int) -> bool:
    if newline < 0 or _STICKS.match(text, newline, relation + 1):
        return False
    return bool(text[newline:relation].strip("& \t\n"))
