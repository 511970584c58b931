"""Boxes on one line of Unicode, for a terminal and for whoever listens."""

from __future__ import annotations

from derive.spelling.numbers import superscript
from derive.spelling.symbols import accented, script_letter
from derive.typesetting import signs
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

_SPACED = frozenset(set(signs.RELATIONS.values()) | {"+", "−", "×", "⋅", "±", "∘", "⊙"}) - {":"}


def text(row: Row) -> str:
    """Return the formula on one line."""
    written, before = "", None
    for item in row.items:
        piece = _box(item)
        is_minus = isinstance(item, Sign) and item.text == "−" and _begins(written)
        if isinstance(item, Sign) and item.text in _SPACED and not is_minus:
            written = f"{written.rstrip()} {piece} "
        elif isinstance(item, Sign) and item.text in ",;":
            written += f"{piece} "
        elif _is_operator(item):
            factor = " · " if isinstance(before, Fraction) else _gap(written)
            written += f"{factor}{piece} "
        elif (
            isinstance(item, Fraction) and isinstance(before, _FACTORS) and not _is_operator(before)
        ):
            written += f" · {piece}"
        elif isinstance(item, Letter | Scripts) and (
            isinstance(before, Fraction) or _is_nabla(before)
        ):
            written += f" {piece}"
        else:
            written += piece
        before = item
    return written.strip()


def _is_nabla(item: Box | None) -> bool:
    """Whether it is ∇ with what is differentiated by below: a gap keeps the two apart."""
    return isinstance(item, Scripts) and _box(item.base) == "∇"


_FACTORS = (Fraction, Letter, Scripts, Digits)


def _gap(written: str) -> str:
    return " " if written and (written[-1].isalnum() or written[-1] in ")]}") else ""


def _is_operator(item: Box) -> bool:
    """Whether a gap comes behind it: lim, argmin, Σ."""
    base = item.base if isinstance(item, Scripts) else item
    return (isinstance(base, Sign) and (base.word or base.wide)) or (
        isinstance(base, Letter) and base.style == "operatorname"
    )


def _begins(written: str) -> bool:
    return not written.strip() or written.rstrip()[-1] in "([{=,<>≤≥"


def _box(node: Box) -> str:
    match node:
        case Row():
            return text(node)
        case Letter(letter, _, style):
            return script_letter(letter) if style == "mathcal" else letter
        case Digits(digits):
            return digits
        case Sign(sign):
            return {"−": "-", "⋅": "·", "∑": "Σ"}.get(sign, sign)
        case Words(words):
            return words
        case Space(em):
            return " " if em > 0.2 else ""
        case Scripts(base, below, above, primes):
            return (
                f"{_box(base)}{chr(39) * primes}{_script('_', below)}{_script('^', above, below)}"
            )
        case Fraction(above, below):
            written = f"{_part(above)}/{_part(below, True)}"
            return "½" if written == "1/2" else written
        case Root(body):
            inside = text(body)
            return f"√{inside}" if len(inside) == 1 else f"√({inside})"
        case Accent(body, mark):
            return accented(text(body), mark) if len(text(body)) == 1 else text(body)
        case Fence(left, body, right):
            return f"{signs.BRACKETS.get(left, '')}{text(body)}{signs.BRACKETS.get(right, '')}"
        case Grid(_, rows):
            return f"[{'; '.join(', '.join(map(text, row)) for row in rows)}]"
        case Frame(body, over):
            return f"[{text(over)}: {text(body)}]" if over else f"[{text(body)}]"
        case Brace(body, label):
            return f"[{text(body)}]{_script('_', label)}"
    raise TypeError(f"no way to write a {type(node).__name__}")


def _script(mark: str, row: Row | None, below: Row | None = None) -> str:
    if row is None:
        return ""
    written = text(row)
    if not any(isinstance(item, Words) for item in row.items):
        written = written.replace(" ", "")
    # x² is a power; in w_1^2, as names are written elsewhere, the number is an index
    if mark == "^" and written.isdigit() and below is None:
        return superscript(written)
    return f"{mark}{written}" if len(written) == 1 else f"{mark}{{{written}}}"


def _part(row: Row, below: bool = False) -> str:
    """Return one side of a fraction on one line, in brackets where it is a sum or a product."""
    written, first = text(row), row.items[0] if row.items else None
    is_difference = (isinstance(first, Sign) and first.text in "∂Δ") or first == Letter("d", "d")
    plain = not below and all(isinstance(item, Letter | Digits | Scripts) for item in row.items)
    simple = len(row.items) == 1 or is_difference or plain
    return written if simple else f"({written})"
