"""Formulas as the LaTeX that a lecturer would type: plain, readable, ready to be copied."""

from __future__ import annotations

import re
from functools import lru_cache

from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.spelling.form import is_word
from derive.spelling.name import Name, composed
from derive.spelling.printer import Printer
from derive.spelling.script import Piece, parsed, pieces
from derive.spelling.symbols import COMMANDS, symbol
from derive.spelling.target import Mark, counted

_TALL = ("\\frac", "\\sum", "\\left", "\\sqrt")
# commands that every LaTeX knows and sets upright with the right gaps
_OPERATORS = re.compile("arg|cosh?|coth?|det|exp|ln|log|max|min|sinh?|tanh?")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: "\\" + sign for sign in "$&#%_"},
}
_SIGN_ESCAPES = {"\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim "}


def latex(expression: Expression, *, digits: int = 6, mark: Mark | None = None) -> str:
    """Return a formula as LaTeX for maths mode; needs no package but amsmath.

    ``mark`` is given each partial derivative and each part already found, with its LaTeX, and
    returns what to put there: a coloured box, an underbrace.
    """
    return LatexPrinter(digits, mark).write(expression)


def latex_name(variable: Variable) -> str:
    """Return a variable as LaTeX: ``w_{1,1}``, ``\\hat{y}``, ``z_1^1``."""
    return _PRINTER.variable(variable)


def escaped(text: str) -> str:
    """Return ordinary words for LaTeX's text mode: no character of theirs is a command."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


class LatexPrinter(Printer):
    """LaTeX for maths mode."""

    DOT = r" \cdot "
    TAKEN = " "
    ODOT = r" \odot "

    def name(self, variable: Variable) -> str:
        return _spelled(variable.latex or variable.name)

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        order = _raised(len(wrt))
        below = " ".join(map(self._below, counted(wrt)))
        return rf"\frac{{\partial{order} {self.name(of)}}}{{{below}}}"

    def _below(self, variable_and_count: tuple[Variable, int]) -> str:
        variable, count = variable_and_count
        written = self.variable(variable)
        if count > 1 and "^" in written:
            written = f"({written})"
        return rf"\partial {written}{_raised(count)}"

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        below = rf"\partial {self.variable(wrt)}"
        if long:
            return rf"\frac{{\partial}}{{{below}}}\left[{body}\right]"
        return rf"\frac{{\partial [{body}]}}{{{below}}}"

    def operator(self, wrt: Variable) -> str:
        return rf"\frac{{\partial}}{{\partial {self.variable(wrt)}}}"

    def digits_of(self, digits: str) -> str:
        return {"∞": r"\infty", "NaN": r"\mathrm{NaN}"}.get(digits, digits)

    def scientific(self, mantissa: str, exponent: int) -> str:
        return rf"{mantissa} \times 10^{{{exponent}}}"

    def constant(self, key: str) -> str:
        return r"\pi" if key == "pi" else key

    def brackets(self, inside: str) -> str:
        return rf"\left({inside}\right)" if _is_tall(inside) else f"({inside})"

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        return rf"\frac{{{top}}}{{{bottom}}}"

    def power(self, base: str, exponent: str, plain: bool) -> str:
        return f"{base}^{_group(exponent)}"

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        power = f"^{_group(exponent)}" if exponent else ""
        name = _function(function.latex)
        primes = "'" * order if order < 4 else f"^{{({order})}}"
        return f"{name}{primes}{power}{self.brackets(arguments)}"

    def indicator(self, inside: str) -> str:
        return rf"\mathbf{{1}}[{inside} > 0]"

    def absolute(self, inside: str) -> str:
        return rf"\left|{inside}\right|" if _is_tall(inside) else f"|{inside}|"

    def norm(self, inside: str) -> str:
        return rf"\left\|{inside}\right\|" if _is_tall(inside) else rf"\|{inside}\|"

    def root(self, inside: str) -> str:
        return rf"\sqrt{{{inside}}}"

    def summed(self, index: str, upper: str, body: str) -> str:
        limits = f"_{{{_spelled(index)}=1}}^{_group(upper)}" if index else ""
        return rf"\sum{limits} {body}"

    def ones(self) -> str:
        return r"\mathbf{1}"

    def transposed(self, operand: str) -> str:
        return rf"{operand}^{{\top}}"

    def gap(self, left: Expression, right: Expression) -> str:
        # TeX sets nothing between letters side by side: two words would run together
        return r" \, " if _is_name_word(left) or _is_name_word(right) else " "

    def marked_term(self, variable: Variable, written: str) -> str:
        # inside a box of its own a minus sign would be set as a sign, not as a subtraction
        return self.marked(variable, "{} " + written) if self.mark else written


_PRINTER = LatexPrinter()


def _is_tall(written: str) -> bool:
    return any(command in written for command in _TALL)


def _is_name_word(node: Expression) -> bool:
    return isinstance(node, Variable) and is_word(node)


def _raised(count: int) -> str:
    return f"^{count}" if count > 1 else ""


def _group(script: str) -> str:
    """Return a script with the braces it needs: none around one character or one letter's name."""
    single = len(script) == 1 or (script[0] == "\\" and script[1:] in COMMANDS.values())
    return script if single else f"{{{script}}}"


@lru_cache(maxsize=65536)
def _spelled(latex: str) -> str:
    return _letters(parsed(latex))


@lru_cache(maxsize=1024)
def _function(latex: str) -> str:
    names = composed(latex)
    if len(names) > 1:
        inside = r" \circ ".join(map(_function, names))
        return f"({inside})"
    name = parsed(latex)
    word = symbol(name.base)
    if len(word) < 2:
        return _letters(name)
    stem = name.base if _is_operator(name) else f"\\operatorname{{{escaped(word)}}}"
    return stem + _scripts(name)


def _is_operator(name: Name) -> bool:
    return name.base.startswith("\\") and bool(_OPERATORS.fullmatch(name.base[1:]))


def _letters(name: Name) -> str:
    stem = _stem(name)
    if name.style and name.style not in ("text", "operatorname"):
        stem = f"\\{'boldsymbol' if name.style == 'bm' else name.style}{{{stem}}}"
    elif name.style:
        stem = rf"\mathrm{{{stem}}}"
    if name.accent:
        wide = name.accent in ("hat", "tilde") and len(symbol(name.base)) > 1
        stem = f"\\{'wide' if wide else ''}{name.accent}{{{stem}}}"
    return stem + _scripts(name)


def _stem(name: Name) -> str:
    letters = symbol(name.base)
    if letters in COMMANDS:
        return f"\\{COMMANDS[letters]}"
    if len(letters) == 1 and letters.isascii() and letters.isalnum():
        return letters
    if re.fullmatch(r"[A-Za-z0-9]+", letters):
        return letters if name.style else rf"\mathrm{{{letters}}}"
    return rf"\text{{{escaped(letters)}}}"


def _scripts(name: Name) -> str:
    sub, sup = _script(name.subscript), _script(name.superscript)
    primes = "'" * name.primes  # before the superscript: TeX takes x^2' for a double one
    return (f"_{_group(sub)}" if sub else "") + primes + (f"^{_group(sup)}" if sup else "")


def _script(script: str) -> str:
    written = ""
    for piece in pieces(script):
        following = _piece(piece)
        if re.search(r"\\[A-Za-z]+$", written) and following[:1].isalpha():
            written += " "
        written += following
    return written


def _piece(piece: Piece) -> str:
    if isinstance(piece, Name):
        word = symbol(piece.base)
        if _is_operator(piece):
            return piece.base + _scripts(piece)
        if len(word) > 1 and not piece.style:
            return rf"\text{{{escaped(word)}}}" + _scripts(piece)
        return _letters(piece)
    if piece.isalnum() or piece not in _ESCAPES:
        return piece
    return _SIGN_ESCAPES.get(piece) or _ESCAPES[piece]
