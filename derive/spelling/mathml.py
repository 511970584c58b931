"""Formulas as MathML Core, which browsers set without any script; every part can carry a mark.

What browsers get wrong is put right here and in the page's style sheet: operators inside scripts
keep their gaps in Chromium unless told otherwise, a hat must be U+02C6, ``menclose`` paints
nothing, and an accent or prime is placed by the classes named below.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.spelling.form import is_word
from derive.spelling.name import Name, composed
from derive.spelling.printer import Printer
from derive.spelling.script import Piece, parsed, pieces
from derive.spelling.symbols import bold_letter, script_letter, symbol
from derive.spelling.target import Mark, counted

_APPLY = "<mo>&#8289;</mo>"  # says aloud "of", shows nothing
_TIMES = "<mo>&#8290;</mo>"  # invisible times
_SPACED_TIMES = '<mo rspace="0.1667em">&#8290;</mo>'
_PARTIAL = "<mi>∂</mi>"
_PRIME = "<mo>′</mo>"
_TALL = ("<mfrac", "<munder", "<msqrt", "<mo>∑")
_ACCENTS = {"hat": "ˆ", "bar": "¯", "tilde": "˜", "vec": "→", "dot": "˙"}
_SIGNS = {"-": "−", "*": "∗", "'": "′"}
_TAG = re.compile(r"<(\w+)")
_IN_SCRIPT = re.compile(r"<mo(?=[ >])(?!>&#8)(?![^>]*space=)")


def mathml(
    expression: Expression,
    *,
    digits: int = 6,
    mark: Mark | None = None,
    display: bool = True,
    spoken: str = "",
) -> str:
    """Return a formula as one ``<math>`` element.

    ``mark`` is given each partial derivative and each part already found, with its MathML, and
    returns what to put there (see ``chip``).  ``spoken`` is what a screen reader says instead of
    the formula: the sentence from ``speech``.
    """
    return wrapped(fragment(expression, digits=digits, mark=mark), display=display, spoken=spoken)


def fragment(expression: Expression, *, digits: int = 6, mark: Mark | None = None) -> str:
    """Return the inside of a ``<math>`` element, to be joined with other parts of an equation."""
    return MathmlPrinter(digits, mark).write(expression)


def wrapped(inside: str, *, display: bool = True, spoken: str = "") -> str:
    """Return fragments as one ``<math>`` element."""
    attributes = ' display="block"' if display else ""
    if spoken:
        attributes += f' alttext="{escape(spoken)}"'
    return f"<math{attributes}>{inside}</math>"


def chip(variable: Variable, written: str) -> str:
    """Return a part as a box that a style sheet paints and a script finds: the usual ``mark``."""
    return f'<mrow class="cached" data-t="{escape(variable.name)}">{written}</mrow>'


def label_below(words: str) -> str:
    """Return an ``<mtext>`` that keeps clear of the line above it; Firefox knows no padding."""
    return f'<mpadded class="w" height="1.1em" depth=".2em">{words}</mpadded>'


def mathml_name(variable: Variable) -> str:
    """Return a variable as a fragment of MathML."""
    return _PRINTER.variable(variable)


class MathmlPrinter(Printer):
    """MathML Core."""

    SPACE = ""
    PLUS = "<mo>+</mo>"
    MINUS = "<mo>−</mo>"
    NEGATIVE = '<mo form="prefix">−</mo>'
    DOT = "<mo>⋅</mo>"
    GAP = _TIMES
    CLOSE = _TIMES
    ODOT = "<mo>⊙</mo>"
    COMMA = "<mo>,</mo>"

    def name(self, variable: Variable) -> str:
        return _spelled(variable.latex or variable.name)

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        order = len(wrt)
        sign = f"<msup>{_PARTIAL}<mn>{order}</mn></msup>" if order > 1 else _PARTIAL
        below = "".join(map(self._below, counted(wrt)))
        return f"<mfrac><mrow>{sign}{self.name(of)}</mrow><mrow>{below}</mrow></mfrac>"

    def _below(self, variable_and_count: tuple[Variable, int]) -> str:
        variable, count = variable_and_count
        written = self.variable(variable)
        if count == 1:
            return _PARTIAL + written
        base = self.brackets(written) if "<msup" in written or "<msubsup" in written else written
        return f"{_PARTIAL}<msup>{_one(base)}<mn>{count}</mn></msup>"

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        below = f"<mrow>{_PARTIAL}{self.variable(wrt)}</mrow>"
        if long:
            return f"<mfrac>{_PARTIAL}{below}</mfrac>{_fenced('[', body, ']')}"
        # inside a numerator brackets stay small, as on the slides
        above = f"<mrow>{_PARTIAL}{_fenced('[', body, ']', small=True)}</mrow>"
        return f"<mfrac>{above}{below}</mfrac>"

    def operator(self, wrt: Variable) -> str:
        return f"<mfrac>{_PARTIAL}<mrow>{_PARTIAL}{self.variable(wrt)}</mrow></mfrac>"

    def digits_of(self, digits: str) -> str:
        return f"<mn>{digits}</mn>" if digits[0] != "∞" else "<mi>∞</mi>"

    def scientific(self, mantissa: str, exponent: int) -> str:
        sign = _tight("−") if exponent < 0 else ""
        power = f"<msup><mn>10</mn>{_one(f'{sign}<mn>{abs(exponent)}</mn>')}</msup>"
        return f"<mn>{mantissa}</mn><mo>×</mo>{power}"

    def constant(self, key: str) -> str:
        return f"<mi>{'π' if key == 'pi' else escape(key)}</mi>"

    def brackets(self, inside: str) -> str:
        return _fenced("(", inside, ")")

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        return f"<mfrac>{_one(top)}{_one(bottom)}</mfrac>"

    def power(self, base: str, exponent: str, plain: bool) -> str:
        # a name with a subscript takes the exponent into the same column: x with _1 and ^2
        if base.startswith("<msub>") and base.find("</msub>") == len(base) - 7:
            return f"<msubsup>{base[6:-7]}{_script_of(exponent)}</msubsup>"
        return f"<msup>{_one(base)}{_script_of(exponent)}</msup>"

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        name = _function(function.latex)
        if order:
            name = f"<msup>{_one(name)}{_one(_PRIME * order)}</msup>"
        elif exponent:
            name = f"<msup>{_one(name)}{_script_of(exponent)}</msup>"
        return f"{name}{_APPLY}{self.brackets(arguments)}"

    def indicator(self, inside: str) -> str:
        return "<mn>𝟏</mn>" + _fenced("[", f"{inside}<mo>&gt;</mo><mn>0</mn>", "]")

    def absolute(self, inside: str) -> str:
        return _fenced("|", inside, "|")

    def norm(self, inside: str) -> str:
        return _fenced("‖", inside, "‖")

    def root(self, inside: str) -> str:
        return f"<msqrt>{inside}</msqrt>"

    def summed(self, index: str, upper: str, body: str) -> str:
        if not index:
            return f"<mo>∑</mo>{body}"
        lower = f"<mrow>{_spelled(index)}{_tight('=')}<mn>1</mn></mrow>"
        return f"<munderover><mo>∑</mo>{lower}{_script_of(upper)}</munderover>{body}"

    def ones(self) -> str:
        return "<mn>𝟏</mn>"

    def transposed(self, operand: str) -> str:
        return f"<msup>{_one(operand)}{_tight('⊤')}</msup>"

    def gap(self, left: Expression, right: Expression) -> str:
        # two fractions are kept apart by the style sheet, as all fractions are
        return _SPACED_TIMES if is_word(left) or is_word(right) else _TIMES

    def marked_term(self, variable: Variable, written: str) -> str:
        # first in a box of its own a minus sign would be set as a sign, not as a subtraction
        return self.marked(variable, written.replace("<mo>−", '<mo form="infix">−', 1))


_PRINTER = MathmlPrinter()


def _fenced(left: str, inside: str, right: str, small: bool = False) -> str:
    stretchy = any(tag in inside for tag in _TALL) and not small
    mo = "<mo>" if stretchy else '<mo stretchy="false">'  # else they would grow with every hat
    return f"<mrow>{mo}{left}</mo>{inside}{mo}{right}</mo></mrow>"


def _one(written: str) -> str:
    """Return one element, as scripts and fractions need their parts to be."""
    return written if _is_one(written) else f"<mrow>{written}</mrow>"


def _is_one(written: str) -> bool:
    opening = _TAG.match(written)
    if not opening:
        return False
    depth = 0
    for tag in re.finditer(rf"<(/?){opening.group(1)}\b", written):
        depth += -1 if tag.group(1) else 1
        if depth == 0:
            return tag.end() + 1 == len(written)
    return False


def _tight(sign: str) -> str:
    stretchy = ' stretchy="false"' if sign in "()[]|" else ""
    return f'<mo lspace="0" rspace="0"{stretchy}>{escape(sign)}</mo>'


def _script_of(exponent: str) -> str:
    """Return an exponent with the gaps around its operators taken out."""
    return _one(_IN_SCRIPT.sub('<mo lspace="0" rspace="0"', exponent))


@lru_cache(maxsize=65536)
def _spelled(latex: str) -> str:
    return _letters(parsed(latex))


def _function(latex: str) -> str:
    names = [_spelled(name) for name in composed(latex)]
    return names[0] if len(names) == 1 else _fenced("(", "<mo>∘</mo>".join(names), ")")


def _letters(name: Name) -> str:
    stem = _stem(name)
    if name.accent:
        sign = _ACCENTS.get(name.accent, "ˆ")
        mover = f'<mo stretchy="false" class="ac">{sign}</mo>'
        stem = f'<mover accent="true">{stem}{mover}</mover>'
    sub, sup = _script(name.subscript), _script(name.superscript) + _PRIME * name.primes
    if sub and sup:
        return f"<msubsup>{stem}{_one(sub)}{_one(sup)}</msubsup>"
    if sub:
        return f"<msub>{stem}{_one(sub)}</msub>"
    return f"<msup>{stem}{_one(sup)}</msup>" if sup else stem


def _stem(name: Name) -> str:
    letters = symbol(name.base)
    if name.style == "mathcal":
        letters = script_letter(letters)
    if name.style in ("mathbf", "boldsymbol", "bm"):
        letters = "".join(map(bold_letter, letters))
    if len(letters) == 1 and name.style in ("mathrm", "text", "operatorname", "mathbf"):
        return f'<mi mathvariant="normal">{escape(letters)}</mi>'
    return f"<mi>{escape(letters)}</mi>"


def _script(script: str) -> str:
    return "".join(map(_piece, pieces(script)))


def _piece(piece: Piece) -> str:
    if isinstance(piece, Name):
        return _letters(piece)
    if piece.isdigit():
        return f"<mn>{piece}</mn>"
    return _tight(_SIGNS.get(piece, piece))
