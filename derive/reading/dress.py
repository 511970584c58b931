"""Commands and words that only dress a formula up: frames, fonts, colours, labels, prose."""

from __future__ import annotations

import re

from derive.core.expression import Expression
from derive.reading.cursor import Grammar
from derive.reading.names import STYLE_COMMANDS, spelled_at

_TRANSPARENT = frozenset(
    {"\\boxed", "\\fbox", "\\framebox", "\\cancel", "\\bcancel", "\\xcancel", "\\ensuremath"}
    | {"\\underline", "\\mathord", "\\mathop", "\\mathbin", "\\underbrace", "\\overbrace"}
    | {"\\smash", "\\sout"}
)
_LABELLED = frozenset({"\\overset", "\\underset", "\\stackrel", "\\textcolor", "\\colorbox"})
_BRACED_LABELS = frozenset({"\\underbrace", "\\overbrace"})
_LABEL = re.compile(r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,80}\}){0,80}\}){0,80}\}")
_ONE_SIGN = re.compile(r"\s*(?:\\[A-Za-z]+|[^\s{}\\])")
_WRAPPER = re.compile(rf"\\(?:{STYLE_COMMANDS})(?![A-Za-z])\s*(?=\{{)")


def command(reader: Grammar, word: str) -> Expression | None:
    """Read what stands in a frame or under a label; None for any other command."""
    if word in _LABELLED:
        _skip_label(reader, reader.stop)
        return reader.argument()
    if word not in _TRANSPARENT:
        return None
    reader.next()
    body = reader.argument()
    if word in _BRACED_LABELS and reader.kind == "mark" and reader.word in "_^":
        _skip_label(reader, reader.stop)
    return body


def _skip_label(reader: Grammar, place: int) -> None:
    found = _LABEL.match(reader.text, place, reader.end) or _ONE_SIGN.match(
        reader.text, place, reader.end
    )
    if found is None:
        reader.refuse_token()
    reader.go(found.end())


def wrapped(reader: Grammar) -> Expression | None:
    """Read a font command around a whole formula, ``\\mathbf{W x}``."""
    if spelled_at(reader.text, reader.start, reader.end) is not None:
        return None
    found = _WRAPPER.match(reader.text, reader.start, reader.end)
    if found is None:
        return None
    reader.go(found.end())
    return reader.bracketed()


def is_prose(reader: Grammar) -> bool:
    """Say whether ``\\text{…}`` stands here with words that are no name."""
    return reader.kind == "text" and reader.match() is None


def is_aside(reader: Grammar) -> bool:
    """Say whether the words that stand here are prose for certain, and not a misspelt name."""
    if not is_prose(reader):
        return False
    content = reader.word[reader.word.index("{") + 1 : -1]
    if not (content.isascii() and content.isalpha()):
        return True
    between = reader.text[reader.behind : reader.start]
    return "quad" in between and reader.ends_after(reader.stop)
