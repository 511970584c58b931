"""Boxes as MathML Core."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from derive.spelling.symbols import bold_letter, script_letter
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

_ACCENTS = {"hat": "ˆ", "bar": "¯", "tilde": "˜", "vec": "→", "dot": "˙"}
# a minus sign behind one of these is a sign, not a subtraction
_BEFORE = ("(", "[", "{", ",", *signs.RELATIONS.values())
_GAP = '<mspace width="0.17em"></mspace>'
_PREFIXES = ("∇", "Δ")
_IDENTIFIERS = ("∂", "∇", "Δ", "∞", "⊤", "▲", "⋯", "…", "⋮", "⋱", "%")


def mathml(row: Row) -> str:
    """Return the inside of a ``<math>`` element."""
    return "".join(_in_row(before, item) for before, item in pairwise((None, *row.items)))


def _in_row(before: Box | None, item: Box | None) -> str:
    assert item is not None, "only what stands before the first item is nothing"
    is_sign = isinstance(item, Sign) and item.text in ("−", "+")
    if is_sign and (before is None or (isinstance(before, Sign) and before.text in _BEFORE)):
        return _box(item).replace("<mo>", '<mo form="prefix">', 1)
    return _box(item)


def _box(node: Box) -> str:
    match node:
        case Row(items):
            return f"<mrow>{''.join(map(_box, items))}</mrow>"
        case Letter():
            return _letter(node)
        case Digits(text):
            return f"<mn>{text}</mn>"
        case Sign():
            return _sign(node)
        case Words(text):
            return f'<mtext class="words">{escape(text)}</mtext>'
        case Space(em):
            return f'<mspace width="{em}em"></mspace>'
        case Scripts():
            return _scripts(node)
        case Fraction(above, below):
            return f"<mfrac>{_box(above)}{_box(below)}</mfrac>"
        case Root(body):
            return f"<msqrt>{mathml(body)}</msqrt>"
        case Accent(body, mark):
            stretch = "true" if mark in ("vec", "bar") and len(body.items) > 1 else "false"
            sign = f'<mo stretchy="{stretch}" class="ac">{_ACCENTS[mark]}</mo>'
            return f'<mover accent="true">{_one(body)}{sign}</mover>'
        case Fence(left, body, right):
            return (
                f"<mrow>{_bracket(left, 'prefix')}{mathml(body)}{_bracket(right, 'postfix')}</mrow>"
            )
        case Grid():
            return _grid(node)
        case Frame(body, over):
            box = f'<mpadded class="boxed">{mathml(body)}</mpadded>'
            return f"<mover>{box}{_box(over)}</mover>" if over else box
        case Brace(body, label):
            under = _box(label) if label else "<mrow></mrow>"
            return f'<munder class="brace"><mrow>{mathml(body)}</mrow>{under}</munder>'
    raise TypeError(f"no way to set a {type(node).__name__}")


def _letter(node: Letter) -> str:
    text = node.text
    if node.style == "mathcal":
        text = "".join(map(script_letter, text))
    elif node.style == "mathbf":
        text = "".join(map(bold_letter, text))
    upright = len(text) == 1 and (
        node.style in ("mathrm", "operatorname", "mathbf") or text in _IDENTIFIERS
    )
    variant = ' mathvariant="normal"' if upright else ""
    return f"<mi{variant}>{escape(text)}</mi>"


def _sign(node: Sign) -> str:
    if node.word:
        return f"<mi>{node.text}</mi>"
    if node.text in _PREFIXES:
        # Firefox sets a gap behind an upright letter, and an operator where it is told to
        return f'<mo form="prefix" lspace="0" rspace="0">{node.text}</mo>'
    if node.text == "∂":
        return "<mi>∂</mi>"
    if node.text in _IDENTIFIERS:
        return f'<mi mathvariant="normal">{node.text}</mi>'
    bars = ' lspace="0" rspace="0"' if node.text in "|‖" else ""
    fixed = f' stretchy="false"{bars}' if node.text in signs.BRACKETS.values() else ""
    return f"<mo{fixed}>{escape(node.text)}</mo>"


def _scripts(node: Scripts) -> str:
    base, below = _box(node.base), node.below
    above = "<mo>′</mo>" * node.primes + (mathml(node.above) if node.above else "")
    sup = f"<mrow>{_tight(above)}</mrow>" if above else ""
    sub = f"<mrow>{_tight(mathml(below))}</mrow>" if below else ""
    wide = isinstance(node.base, Sign) and node.base.wide
    one, both = ("munder", "munderover") if wide else ("msub", "msubsup")
    is_word = (isinstance(node.base, Sign) and node.base.word) or (
        isinstance(node.base, Letter) and node.base.style == "operatorname"
    )
    gap = _GAP if is_word else ""
    if sub and sup:
        return f"<{both}>{base}{sub}{sup}</{both}>{gap}"
    if sub:
        return f"<{one}>{base}{sub}</{one}>{gap}"
    over = "mover" if wide else "msup"
    return f"<{over}>{base}{sup}</{over}>{gap}"


def _tight(script: str) -> str:
    """Take the gaps around operators out, which Chromium keeps inside scripts."""
    return script.replace("<mo>", '<mo lspace="0" rspace="0">')


def _grid(node: Grid) -> str:
    cells = "".join(
        f"<mtr>{''.join(f'<mtd>{mathml(cell)}</mtd>' for cell in row)}</mtr>" for row in node.rows
    )
    kind = ' class="cases"' if node.kind == "cases" else ""
    left, right = _FENCES[node.kind]
    return (
        f"<mrow>{_bracket(left, 'prefix')}<mtable{kind}>{cells}</mtable>"
        f"{_bracket(right, 'postfix')}</mrow>"
    )


def _bracket(command: str, form: str) -> str:
    text = signs.BRACKETS.get(command, "")
    return f'<mo form="{form}" fence="true">{escape(text)}</mo>' if text else ""


def _one(row: Row) -> str:
    return _box(row.items[0]) if len(row.items) == 1 else _box(row)


_FENCES = {
    "bmatrix": ("[", "]"),
    "pmatrix": ("(", ")"),
    "vmatrix": ("|", "|"),
    "matrix": ("", ""),
    "cases": (r"\{", ""),
}
