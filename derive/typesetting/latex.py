"""Boxes as LaTeX again: every command in it is one of ours, every word is escaped."""

from __future__ import annotations

from derive.spelling.latex import escaped
from derive.typesetting.tree import (
    Accent,
    Box,
    Brace,
    Digits,
    Fence,
    Fraction,
    Frame,
    Grid,
    Letter,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Words,
)


def latex(row: Row) -> str:
    """Return the formula for maths mode; needs amsmath and amssymb."""
    return _joined([_box(item) for item in row.items])


def _box(node: Box) -> str:
    match node:
        case Row():
            return f"{{{latex(node)}}}"
        case Letter(text, command, style):
            return rf"\{style}{{{escaped(text)}}}" if style else command
        case Digits(text):
            return text
        case Sign(command=command):
            return r"\%" if command == "%" else command
        case Words(text):
            return rf"\text{{{escaped(text)}}}"
        case Space(command=command):
            return command
        case Scripts(base, below, above, primes):
            sub = f"_{{{latex(below)}}}" if below else ""
            sup = f"^{{{latex(above)}}}" if above else ""
            return f"{_box(base)}{chr(39) * primes}{sub}{sup}"
        case Fraction(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Root(body):
            return rf"\sqrt{{{latex(body)}}}"
        case Accent(body, mark):
            return rf"\{_wide(mark, body)}{{{latex(body)}}}"
        case Fence(left, body, right):
            return rf"\left{left or '.'} {latex(body)} \right{right or '.'}"
        case Grid(kind, rows):
            lines = r" \\ ".join(" & ".join(map(latex, row)) for row in rows)
            return rf"\begin{{{kind}}} {lines} \end{{{kind}}}"
        case Frame(body, over):
            box = rf"\boxed{{{latex(body)}}}"
            return rf"\overset{{{latex(over)}}}{{{box}}}" if over else box
        case Brace(body, label):
            under = f"_{{{latex(label)}}}" if label else ""
            return rf"\underbrace{{{latex(body)}}}{under}"
    raise TypeError(f"no way to set a {type(node).__name__}")


def _wide(mark: str, body: Row) -> str:
    if len(body.items) == 1 and isinstance(body.items[0], Letter | Scripts):
        return mark
    return {"hat": "widehat", "tilde": "widetilde", "bar": "overline", "vec": "overrightarrow"}.get(
        mark, mark
    )


def _joined(pieces: list[str]) -> str:
    written = ""
    for piece in pieces:
        ends_in_command = written.rpartition("\\")[2].isalpha() and "\\" in written
        written += (" " if ends_in_command and piece[:1].isalnum() else "") + piece
    return written
