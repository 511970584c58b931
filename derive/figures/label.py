"""A formula on one line of a picture: letters with real sub- and superscripts and their places.

SVG knows no formulas, only text.  So a label is taken apart into runs of one style, and each run is
told how far to move from where the run before it ended.  The widths are those of the page's own
maths font; with another font only scripts that stand one above the other move a little.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.core.text import LANGUAGES, Text
from derive.figures.drawing import Words
from derive.spelling.name import Name
from derive.spelling.printer import counted
from derive.spelling.script import Piece, parsed, pieces
from derive.spelling.symbols import bold_letter, script_letter, symbol
from derive.spelling.text import TextPrinter

_SCRIPT_SIZE = 0.72
_DOWN, _UP = 0.2, 0.38  # how far a script stands below and above its base, in ems of the base
_ACCENTS = {"hat": "ˆ", "bar": "¯", "tilde": "˜", "vec": "⃗", "dot": "˙"}
_SLANT = 0.07  # the middle of an italic letter's top lies to the right of its own middle
_TALL = 0.2  # an accent over a letter that is taller than x
_SIGNS = {"-": "−", "*": "∗", "'": "′"}


class Style(StrEnum):
    """How a run is set."""

    ITALIC = "italic"
    UPRIGHT = "upright"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style, moved by ``shift`` from the end of the run before.

    ``rise`` is how far above the line they stand, ``scale`` their size: all in ems of the label.
    """

    text: str
    style: Style
    rise: float = 0.0
    scale: float = 1.0
    shift: float = 0.0

    @property
    def width(self) -> float:
        """How much room the run takes, in ems of the label."""
        return self.scale * sum(_advance(letter, self.style) for letter in self.text)


def runs(words: Words, language: str) -> tuple[Run, ...]:
    """Return a label as runs from left to right."""
    return tuple(_merged(run for part in words for run in _part(part, language)))


def width(words: Words, size: float, language: str | None = None) -> float:
    """Return how wide a label of a given size is in pixels; without a language, the widest."""
    languages = [language] if language else LANGUAGES
    return size * max(_length(runs(words, spoken)) for spoken in languages)


def separated(parts: Iterable[Expression | Text], by: str) -> Words:
    """Return parts with a sign between each two of them."""
    words: list[Expression | Text | str] = []
    for part in parts:
        words += [by, part]
    return tuple(words[1:])


def plain(words: Words, language: str) -> str:
    """Return a label as a line of plain Unicode."""
    return "".join(
        TextPrinter().write(part) if isinstance(part, Expression) else said(part, language)
        for part in words
    )


def spoken(words: Words) -> Text:
    """Return a label as plain Unicode in both languages."""
    return Text(*(plain(words, language) for language in LANGUAGES))


def said(part: Text | str, language: str) -> str:
    """Return a part that is no formula in one language."""
    return part.in_language(language) if isinstance(part, Text) else part


def _part(part: Expression | Text | str, language: str) -> Iterable[Run]:
    if isinstance(part, Expression):
        return _formula(part)
    return (Run(said(part, language), Style.WORDS if isinstance(part, Text) else Style.UPRIGHT),)


def _merged(found: Iterable[Run]) -> Iterator[Run]:
    """Join neighbours that are set alike, so that a page carries few elements."""
    last: Run | None = None
    for run in found:
        if last and not run.shift and _setting(run) == _setting(last):
            last = replace(last, text=last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _setting(run: Run) -> tuple[Style, float, float]:
    return run.style, run.rise, run.scale


def _length(found: Iterable[Run]) -> float:
    return sum(run.shift + run.width for run in found)


# ---- how wide a character is ----------------------------------------------------------------


def _advance(letter: str, style: Style) -> float:
    if style is Style.WORDS:
        return 1.0 if letter > "⺀" else 0.55  # Chinese characters are squares
    return _widths()[style].get(letter, 0.55)


@cache
def _widths() -> dict[str, dict[str, float]]:
    table = json.loads(files(__package__).joinpath("widths.json").read_text(encoding="utf-8"))
    return {
        style: {letter: int(width) / 1000 for width, letters in rows.items() for letter in letters}
        for style, rows in table.items()
    }


# ---- formulas: printed by the walk that all printers share, then read character by character ----
# Scripts and accents stand between brackets, and an italic letter w is written as one character,
# all from the planes that Unicode leaves to private use.

_SUB, _SUP, _ACCENT, _END = "\ue000\ue001\ue002\ue003"
_ITALIC_PLANE = 0xF0000


def _formula(expression: Expression) -> tuple[Run, ...]:
    return tuple(_runs(iter(_LinePrinter().write(expression)), 0.0, 1.0))


def _runs(marked: Iterator[str], rise: float, scale: float) -> list[Run]:
    """Read up to the bracket that closes, one run a character."""
    found: list[Run] = []
    before: list[Run] = []  # the script just read, if any
    for letter in marked:
        if letter == _END:
            break
        if letter == _ACCENT:
            found[-1:] = _accented(found[-1], next(marked))
        elif letter in (_SUB, _SUP):
            raised = rise + scale * (_UP if letter == _SUP else -_DOWN)
            script = _runs(marked, raised, scale * _SCRIPT_SIZE)
            if before:
                found[len(found) - len(before) :] = _stacked(before, script)
                script = []
            else:
                found += script
            before = script
            continue
        else:
            found.append(_character(letter, rise, scale))
        before = []
    return found


def _character(letter: str, rise: float, scale: float) -> Run:
    if ord(letter) > _ITALIC_PLANE:
        return Run(chr(ord(letter) - _ITALIC_PLANE), Style.ITALIC, rise, scale)
    return Run(letter, Style.UPRIGHT, rise, scale)


def _stacked(one: list[Run], other: list[Run]) -> list[Run]:
    """Return two scripts that start at the same place, the longer one last."""
    first, second = sorted((one, other), key=_length)
    back = replace(second[0], shift=second[0].shift - _length(first))
    return [*first, back, *second[1:]]


def _accented(letter: Run, sign: str) -> list[Run]:
    """Return a letter with its accent; the accent comes first, so that the line goes on behind."""
    slant = _SLANT if letter.style is Style.ITALIC else 0.0
    tall = letter.text.isupper() or letter.text in "bdfhklt"
    accent = Run(sign, Style.UPRIGHT, letter.rise + _TALL * letter.scale * tall, letter.scale)
    ahead = (letter.width - accent.width) / 2 + slant * letter.scale
    behind = letter.shift - ahead - accent.width
    return [replace(accent, shift=letter.shift + ahead), replace(letter, shift=behind)]


class _LinePrinter(TextPrinter):
    """Unicode on one line, with the brackets and italic letters explained above."""

    MINUS = "− "
    NEGATIVE = "−"

    def name(self, variable: Variable) -> str:
        return _spelled(variable.latex or variable.name)

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        below = "".join(
            _italic("∂") + self.variable(name) + _times(count) for name, count in counted(wrt)
        )
        return f"{_italic('∂')}{_times(len(wrt))}{self.variable(of)}/{below}"

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        return f"{_italic('∂')}[{body}]/{_italic('∂')}{self.variable(wrt)}"

    def digits_of(self, digits: str) -> str:
        return digits

    def scientific(self, mantissa: str, exponent: int) -> str:
        return f"{mantissa}×10{_script(_SUP, str(exponent).replace('-', '−'))}"

    def constant(self, key: str) -> str:
        return _italic("π" if key == "pi" else key)

    def power(self, base: str, exponent: str, plain: bool) -> str:
        return base + _script(_SUP, exponent)

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        raised = _script(_SUP, "′" * order or exponent)
        return f"{_spelled(function.latex)}{raised}({arguments})"

    def summed(self, index: str, upper: str, body: str) -> str:
        if not index:
            return f"∑{body}"
        return f"∑{_script(_SUB, f'{_spelled(index)}=1')}{_script(_SUP, upper)} {body}"

    def transposed(self, operand: str) -> str:
        return operand + _script(_SUP, "⊤")


def _times(count: int) -> str:
    return _script(_SUP, str(count)) if count > 1 else ""


def _script(bracket: str, content: str) -> str:
    return f"{bracket}{content}{_END}" if content else ""


def _italic(letter: str) -> str:
    return chr(_ITALIC_PLANE + ord(letter))


@lru_cache(maxsize=65536)
def _spelled(latex: str) -> str:
    return _letters(parsed(latex))


def _letters(name: Name) -> str:
    accent = _ACCENT + _ACCENTS.get(name.accent, "ˆ") if name.accent else ""
    above = "".join(map(_piece, pieces(name.superscript))) + "′" * name.primes
    below = "".join(map(_piece, pieces(name.subscript)))
    return _stem(name) + accent + _script(_SUB, below) + _script(_SUP, above)


def _stem(name: Name) -> str:
    letters = symbol(name.base)
    if name.style == "mathcal":
        return script_letter(letters)
    if name.style in ("mathbf", "boldsymbol", "bm"):
        return "".join(map(bold_letter, letters))
    if len(letters) > 1 or name.style or letters not in _widths()[Style.ITALIC]:
        return letters
    return _italic(letters)


def _piece(piece: Piece) -> str:
    return _letters(piece) if isinstance(piece, Name) else _SIGNS.get(piece, piece)
