"""Formulas as Typst mathematics, for a PDF without TeX."""

from __future__ import annotations

from functools import lru_cache

from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.spelling.form import is_quotient, is_word
from derive.spelling.name import Name, composed
from derive.spelling.printer import Printer
from derive.spelling.script import Piece, parsed, pieces
from derive.spelling.symbols import symbol
from derive.spelling.target import Mark, counted

_STYLES = {"mathcal": "cal", "mathbf": "bold(upright", "boldsymbol": "bold", "bm": "bold"}
_ACCENTS = {"hat": "hat", "bar": "macron", "tilde": "tilde", "vec": "arrow", "dot": "dot"}
_SIGNS = frozenset(",+-=.()[]*")
_BRACKETS = {"(": ")", "[": "]"}


def typst(expression: Expression, *, digits: int = 6, mark: Mark | None = None) -> str:
    """Return a formula for between two dollar signs.

    ``mark`` is given each partial derivative and each part already found, with its Typst, and
    returns what to put there.
    """
    return TypstPrinter(digits, mark).write(expression)


def typst_name(variable: Variable) -> str:
    """Return a variable as Typst: ``w_(1,1)``, ``hat(y)``."""
    return _PRINTER.variable(variable)


def quoted(text: str) -> str:
    """Return words as a Typst string: nothing in it is code."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class TypstPrinter(Printer):
    """Typst mathematics.  Letters are kept apart: side by side they would be one identifier."""

    DOT = " dot.op "
    ODOT = " dot.o "
    CLOSE = " "
    TAKEN = " "

    def name(self, variable: Variable) -> str:
        return _spelled(variable.latex or variable.name)

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        order = f"^{len(wrt)}" if len(wrt) > 1 else ""
        below = " ".join(map(self._below, counted(wrt)))
        return f"frac(∂{order} {self.name(of)}, {below})"

    def _below(self, variable_and_count: tuple[Variable, int]) -> str:
        variable, count = variable_and_count
        written = self.variable(variable)
        if count == 1:
            return f"∂ {written}"
        return f"∂ ({written})^{count}" if "^" in written else f"∂ {written}^{count}"

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        below = f"∂ {self.variable(wrt)}"
        return f"frac(∂, {below}) [{body}]" if long else f"frac(∂ [{body}], {below})"

    def operator(self, wrt: Variable) -> str:
        return f"frac(∂, ∂ {self.variable(wrt)})"

    def digits_of(self, digits: str) -> str:
        return quoted(digits) if digits == "NaN" else digits

    def scientific(self, mantissa: str, exponent: int) -> str:
        return f"{mantissa} times 10^({exponent})"

    def constant(self, key: str) -> str:
        return "π" if key == "pi" else key

    def brackets(self, inside: str) -> str:
        return f"({inside})"

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        return f"frac({top}, {bottom})"

    def power(self, base: str, exponent: str, plain: bool) -> str:
        return f"{base}^{_group(exponent)}"

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        power = f"^{_group(exponent)}" if exponent else ""
        # the space keeps the brackets on the line: f^2(x) would raise them with the 2
        return f"{_function(function.latex)}{_primes(order)}{power} ({arguments})"

    def indicator(self, inside: str) -> str:
        return f"bold(1) [{inside} > 0]"

    def absolute(self, inside: str) -> str:
        return f"abs({inside})"

    def norm(self, inside: str) -> str:
        return f"norm({inside})"

    def root(self, inside: str) -> str:
        return f"sqrt({inside})"

    def summed(self, index: str, upper: str, body: str) -> str:
        limits = f"_({_spelled(index)} = 1)^{_group(upper)}" if index else ""
        return f"sum{limits} {body}"

    def ones(self) -> str:
        return "bold(1)"

    def transposed(self, operand: str) -> str:
        return f"{operand}^top"

    def gap(self, left: Expression, right: Expression) -> str:
        words = any(isinstance(side, Variable) and is_word(side) for side in (left, right))
        bars = is_quotient(left) and is_quotient(right)
        return " thin " if words or bars else " "


_PRINTER = TypstPrinter()


def _primes(count: int) -> str:
    return "'" * count


@lru_cache(maxsize=65536)
def _spelled(latex: str) -> str:
    return _letters(parsed(latex))


@lru_cache(maxsize=1024)
def _function(latex: str) -> str:
    names = composed(latex)
    if len(names) > 1:
        return f"({' compose '.join(map(_function, names))})"
    name = parsed(latex)
    word = symbol(name.base)
    return (f"op({quoted(word)})" if len(word) > 1 else _base(word)) + _scripts(name)


def _letters(name: Name) -> str:
    stem = _base(symbol(name.base))
    if name.style in _STYLES:
        opening = _STYLES[name.style]
        stem = f"{opening}({stem}{')' * (opening.count('(') + 1)}"
    elif name.style:
        stem = f"upright({stem})"
    if name.accent:
        stem = f"{_ACCENTS.get(name.accent, 'hat')}({stem})"
    return stem + _scripts(name)


def _base(letters: str) -> str:
    return letters if len(letters) == 1 and letters.isalpha() else quoted(letters)


def _scripts(name: Name) -> str:
    sub, sup = _script(name.subscript), _script(name.superscript)
    if name.primes and sup:
        sup, primes = f"{sup} {'prime ' * name.primes}".rstrip(), ""
    else:
        primes = _primes(name.primes)
    return primes + (f"_{_group(sub)}" if sub else "") + (f"^{_group(sup)}" if sup else "")


def _group(script: str) -> str:
    # brackets that are the whole script vanish, so ``(2)`` needs a pair of its own
    return script if len(script) == 1 and script.isalnum() else f"({script})"


def _script(script: str) -> str:
    written = ""
    for piece in map(_piece, pieces(script)):
        apart = written and written[-1] not in _SIGNS and piece[0] not in _SIGNS
        written += f" {piece}" if apart else piece
    return written if _is_balanced(script) else quoted(script)


def _is_balanced(script: str) -> bool:
    """Whether every bracket is closed: one that is not would end the formula elsewhere."""
    expected: list[str] = []
    for letter in script:
        if letter in _BRACKETS:
            expected.append(_BRACKETS[letter])
        elif letter in _BRACKETS.values() and (not expected or expected.pop() != letter):
            return False
    return not expected


def _piece(piece: Piece) -> str:
    if isinstance(piece, Name):
        return _letters(piece)
    return piece if piece.isdigit() or piece in _SIGNS else quoted(piece)
