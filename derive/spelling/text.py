"""Formulas as Unicode on one line, for a terminal and for JSON: ``h_1 · -(y - ŷ)``."""

from __future__ import annotations

import re
from functools import lru_cache

from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.spelling.name import Name, composed
from derive.spelling.numbers import superscript
from derive.spelling.printer import Printer
from derive.spelling.script import parsed, pieces
from derive.spelling.symbols import accented, script_letter, symbol
from derive.spelling.target import Mark, counted

_WHOLE = re.compile(r"-?\d+")


def text(expression: Expression, *, digits: int = 6, mark: Mark | None = None) -> str:
    """Return a formula as one line of Unicode.

    ``mark`` is given each partial derivative and each part already found, with its text, and
    returns what to put there; a terminal colours it.
    """
    return TextPrinter(digits, mark).write(expression)


def text_name(variable: Variable) -> str:
    """Return a variable as Unicode: ``w_{1,1}``, ``ŷ``, ``∂L/∂w_{1,1}``."""
    return _PRINTER.variable(variable)


class TextPrinter(Printer):
    """Unicode on one line."""

    flat = True

    def name(self, variable: Variable) -> str:
        return _spelled(variable.latex or variable.name)

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        order = superscript(len(wrt)) if len(wrt) > 1 else ""
        return f"∂{order}{self.name(of)}/{''.join(map(self._below, counted(wrt)))}"

    def _below(self, variable_and_count: tuple[Variable, int]) -> str:
        variable, count = variable_and_count
        written = self.variable(variable)
        if count == 1:
            return f"∂{written}"
        return (
            f"∂({written})" + superscript(count)
            if "^" in written
            else f"∂{written}" + superscript(count)
        )

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        return f"∂[{body}]/∂{self.variable(wrt)}"

    def operator(self, wrt: Variable) -> str:
        return f"∂/∂{self.variable(wrt)}"

    def digits_of(self, digits: str) -> str:
        return digits

    def scientific(self, mantissa: str, exponent: int) -> str:
        return f"{mantissa}×10{superscript(exponent)}"

    def constant(self, key: str) -> str:
        return "π" if key == "pi" else key

    def brackets(self, inside: str) -> str:
        return f"({inside})"

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        return "½" if (top, bottom) == ("1", "2") else f"{top}/{bottom}"

    def power(self, base: str, exponent: str, plain: bool) -> str:
        if _WHOLE.fullmatch(exponent):
            return base + superscript(exponent)
        exponent = "1/2" if exponent == "½" else exponent
        return f"{base}^{exponent}" if len(exponent) == 1 else f"{base}^{{{exponent}}}"

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        power = superscript(exponent) if exponent else ""
        return f"{_function(function.latex)}{_primes(order)}{power}({arguments})"

    def indicator(self, inside: str) -> str:
        return f"𝟏[{inside} > 0]"

    def absolute(self, inside: str) -> str:
        return f"|{inside}|"

    def norm(self, inside: str) -> str:
        return f"‖{inside}‖"

    def root(self, inside: str) -> str:
        return f"√({inside})"

    def summed(self, index: str, upper: str, body: str) -> str:
        limits = f"_{{{_spelled(index)}=1}}^{{{upper}}}" if index else ""
        return f"Σ{limits} {body}"

    def ones(self) -> str:
        return "𝟏"

    def transposed(self, operand: str) -> str:
        return f"{operand}ᵀ"


_PRINTER = TextPrinter()


def _primes(count: int) -> str:
    return "'" * count


@lru_cache(maxsize=65536)
def _spelled(latex: str) -> str:
    return _letters(parsed(latex))


def _function(latex: str) -> str:
    names = [_spelled(name) for name in composed(latex)]
    return names[0] if len(names) == 1 else f"({' ∘ '.join(names)})"


def _letters(name: Name) -> str:
    letters = symbol(name.base)
    if name.style == "mathcal":
        letters = script_letter(letters)
    scripts = _script("_", name.subscript) + _script("^", name.superscript)
    return _plain(accented(letters, name.accent)) + scripts + _primes(name.primes)


def _plain(letters: str) -> str:
    # a page may carry two kinds of ε and φ; on one line of plain text one of each is clearer
    return letters.replace("ϵ", "ε").replace("ϕ", "φ")


def _script(mark: str, script: str) -> str:
    content = "".join(
        piece if isinstance(piece, str) else _letters(piece) for piece in pieces(script)
    )
    if not content:
        return ""
    return f"{mark}{content}" if len(content) == 1 else f"{mark}{{{content}}}"
