"""Factors: an atom (a number, a name, a bracket, a call, a derivative) and the powers behind it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from derive.core.expression import (
    Constant,
    Div,
    Expression,
    Neg,
    Number,
    Pow,
    Transpose,
    Variable,
)
from derive.core.function import Function
from derive.core.text import Text
from derive.reading import calls, derivatives, dot_product, dress, matrices, sums, variables
from derive.reading.bounds import check_exponent, check_number
from derive.reading.characters import FRACTIONS, SUPERSCRIPTS
from derive.reading.cursor import PERCENT, Grammar

_PAIRS = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}
_NAMED_BRACKETS = {
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\lparen": "(",
    "\\rparen": ")",
}
_METHOD = re.compile(r"\.([a-z]+(?:_[a-z]+)?)\(\s*\)")
# what stands before a number of which a percent sign takes the hundredth: no exponent, no divisor;
# a bare sign, which may begin a comment, is believed behind a number that is a side of its own
_NO_EXPONENT = re.compile(r"(?<![\^_/÷])(?<!\*\*)\Z")
_ALONE = re.compile(r"(?:\A|[=≈←:,;(\[{&|$·×]|(?<!\*)\*|\\(?!div)[A-Za-z]+)[ ~]*[-+]?[ ~]*\Z")
_POSITIVE_PART = re.compile(r"[_^]\s*(?:\+|\{\s*\+\s*\})")


class Factors(Grammar):
    """Reads one factor from where it stands."""

    # -- powers -----------------------------------------------------------------------------

    def factor(self) -> Expression:
        """Read an atom and the powers, transposes and methods behind it."""
        opened = self.kind == "open"
        return self.powers(self._applied(self.atom(), opened))

    def _applied(self, atom: Expression, bracketed: bool) -> Expression:
        """Read what else may be done to an atom: ``z.relu()``, and ``[z]_+`` for max(0, z)."""
        while self.word == "." and (found := _METHOD.match(self.text, self.start, self.end)):
            self.go(found.end())
            atom = calls.apply(self, found[1], (atom,), found.start(1))
        if bracketed and (found := _POSITIVE_PART.match(self.text, self.start, self.end)):
            self.go(found.end())
            return calls.apply(self, "max", (Number(Fraction(0)), atom))
        return atom

    def powers(self, base: Expression) -> Expression:
        """Read the exponents behind a base."""
        powered = base
        while self._has_exponent():
            if isinstance(powered, Pow) and powered is not base:
                self.refuse(_TWO_EXPONENTS, _BRACKET_POWER)
            if self.word == ".":
                self.go(self.stop + 1)
                powered = Transpose(powered)
                continue
            raised = self.kind == "raised"
            if not raised:
                self.next()
            powered = self._raised(powered) if raised else self._power(powered)
        return powered

    def _has_exponent(self) -> bool:
        kind, word = self.kind, self.word
        return (
            kind == "raised"
            or (kind == "mark" and word == "^")
            or (kind == "times" and word == "**")
            or (word == "." and self._is_dot_transpose())
        )

    def _is_dot_transpose(self) -> bool:
        after = self.text[self.stop : self.stop + 2]
        return after[:1] == "T" and not after[1:].isalnum()

    def _raised(self, base: Expression) -> Expression:
        if self.word == "ᵀ":
            self.next()
            return Transpose(base)
        return Pow(base, self.raised())

    def raised(self) -> Expression:
        """Read an exponent of raised characters, ``²``."""
        written = "".join(SUPERSCRIPTS[sign] for sign in self.word)
        sign, digits = (-1, written[1:]) if written[0] == "-" else (1, written.lstrip("+"))
        if not digits.isdigit():
            self.refuse_token()
        value = Number(check_number(self, digits))
        exponent = Neg(value) if sign < 0 else value
        check_exponent(self, value, exponent)
        self.next()
        return exponent

    def _power(self, base: Expression) -> Expression:
        if self._transposes(base):
            return Transpose(base)
        return Pow(base, self._exponent_of(base))

    def _exponent_of(self, base: Expression) -> Expression:
        place = self.start
        exponent = self._exponent()
        check_exponent(self, base, exponent, place)
        return exponent

    def _transposes(self, base: Expression) -> bool:
        braced = self.kind == "open" and self.word == "{"
        start = self.stop if braced else self.start
        found = matrices.TRANSPOSE.match(self.text, start, self.end)
        if found is None or (braced and not self.text.startswith("}", found.end())):
            return False
        letter = found.group().strip()
        named = letter == "T" and self.match(start, start + len(found.group())) is not None
        if named and matrices.shape(base) is None:
            return False
        self.go(found.end() + braced)
        return True

    def _exponent(self) -> Expression:
        self.enter()
        if self.kind == "sign":
            exponent = self.signed(self._exponent_atom)
        else:
            exponent = self._exponent_atom()
        self.leave()
        return exponent

    def _exponent_atom(self) -> Expression:
        if self.kind == "open":
            return self.bracketed()
        atom = self.atom()
        if self.kind == "times" and self.word == "**":
            return self.powers(atom)
        return atom

    def signed(self, read: Callable[[], Expression]) -> Expression:
        """Read a factor that may carry a sign of its own, as in ``0.1·-(y - ŷ)``."""
        if self.kind != "sign":
            return read()
        negative = self.word == "-"
        self.next()
        self.enter()
        body = self.signed(read)
        self.leave()
        return Neg(body) if negative else body

    # -- atoms ------------------------------------------------------------------------------

    def atom(self) -> Expression:
        """Read the smallest whole: a number, a name, a bracket, a call, a derivative, a sum."""
        kind = self.kind
        if kind == "name" or kind == "text":
            return self.named()
        if kind == "number":
            return (self.word == "1" and calls.indicated(self)) or self.number()
        if kind == "open":
            return self.bracketed()
        if kind == "partial":
            return derivatives.inline(self)
        if kind == "command":
            return self._command()
        if kind == "summed":
            return self._sum()
        if kind == "vulgar":
            value = FRACTIONS[self.word]
            self.next()
            return Number(value)
        if kind == "bar":
            return self._absolute()
        if kind == "mark" and self.word == "√":
            self.next()
            return calls.apply(self, "sqrt", (self.factor(),))
        if kind == "mark" and self.word == "∇":
            return derivatives.nabla(self)
        return self.refuse_token()

    def number(self) -> Number:
        """Read a decimal; it keeps its text, so that 0.10 is printed as 0.10."""
        word = self.word
        at = max(word.find("e"), word.find("E"))
        if at > 0:
            known = self.match(self.start + at, self.start + at + 1)
            euler = known is not None and isinstance(known.what, Constant)
            if (known is not None and not euler) or (euler and self.doubt()):
                word = word[:at]
        value = check_number(self, word)
        stop = self.start + len(word)
        percent = self._percent(stop)
        self.go(percent or stop)
        if percent:
            return Number(value / 100, format(Decimal(word).scaleb(-2), "f"))
        return Number(value, written_out(word))

    def _percent(self, stop: int) -> int:
        """Return where the percent sign behind a number ends; 0 where there is none."""
        found = PERCENT.match(self.text, stop, self.end)
        if found is None:
            return 0
        may_stand = _NO_EXPONENT if found.group().endswith("\\%") else _ALONE
        before = self.text[max(0, self.start - 20) : self.start]
        return found.end() if may_stand.search(before) else 0

    def bracketed(self) -> Expression:
        """Read from an opening bracket to the one that closes it."""
        opened, place = self.word, self.start
        self.next()
        bars, self.bars = self.bars, 0
        body = self.expression()
        if self.kind == "compare":
            body = calls.indicator(self, body)
        self.bars = bars
        self.close(opened, place)
        return body

    def close(self, opened: str, place: int) -> None:
        """Go past the bracket that closes what was opened at a place."""
        wanted = _PAIRS[_NAMED_BRACKETS.get(opened, opened)]
        if self.kind != "close" or _NAMED_BRACKETS.get(self.word, self.word) != wanted:
            if self.kind in ("end", "close", "relation"):
                self.refuse(_NOT_CLOSED.fill(bracket=opened), _CLOSE.fill(bracket=wanted), place)
            self.refuse_token()
        self.next()

    def bar_closes(self) -> bool:
        """Say whether the bar that stands here ends what an earlier one began."""
        if "right" in self.word or self.word.strip().endswith(("rvert", "rVert")):
            return True
        if "left" in self.word or self.word.strip().endswith(("lvert", "lVert")):
            return False
        return self.bars > 0

    def _absolute(self) -> Expression:
        if self.bar_closes() and self.bars == 0:
            self.refuse_token()
        place, double = self.start, self.word.endswith(("\\|", "Vert", "‖", "∥"))
        self.next()
        self.bars += 1
        body = self.expression()
        self.bars -= 1
        if self.kind != "bar":
            self.refuse(_NOT_CLOSED.fill(bracket="|"), _CLOSE.fill(bracket="|"), place)
        self.next()
        if double:
            return self._norm(body, place)
        return calls.apply(self, "abs", (body,), place)

    def _norm(self, body: Expression, place: int) -> Expression:
        """Read what stands behind ``‖v‖``: the square of a number's norm is its square."""
        if found := matrices.NORM_INDEX.match(self.text, self.start, self.end):
            self.go(found.end())
        if matrices.shape(body) is not None:
            return matrices.norm(self, body, place)
        if found := matrices.NORM_SQUARE.match(self.text, self.start, self.end):
            self.go(found.end())
            return Pow(body, Number(Fraction(2)))
        return calls.apply(self, "abs", (body,), place)

    def named(self) -> Expression:
        """Read a name: a variable, a constant, a function with its argument, ``dL/dw``."""
        if derivative := derivatives.with_letter_d(self):
            return derivative
        if self.bindings and (value := sums.index_value(self)):
            return value
        match = self.match()
        if match is None:
            return self._unknown()
        what = match.what
        if match.or_power is not None and self.doubt():
            match = match.or_power
            what = match.what
        if isinstance(what, Function):
            return calls.call(self, what, match.stop)
        start = self.start
        self.go(match.stop)
        if match.transposed and isinstance(what, Variable):
            return Transpose(what)
        if isinstance(what, Variable):
            return variables.behind(self, what, start)
        return what

    def _unknown(self) -> Expression:
        readings = (calls.built_in, derivatives.of_loss, calls.indicated, dress.wrapped)
        for read in (*readings, dot_product.dot_product):
            if (found := read(self)) is not None:
                return found
        match = self.table.discover(self.text, self.start, self.end)
        if match is None or not isinstance(match.what, Variable):
            self.refuse_name()
        self.go(match.stop)
        return match.what

    def _sum(self) -> Expression:
        if self.word == "Σ" and (match := self.match()) is not None:
            self.go(match.stop)
            if isinstance(match.what, Variable):
                return match.what
        return sums.summed(self)

    def _command(self) -> Expression:
        word = self.word.rstrip("*")
        if word in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"):
            return derivatives.fraction(self) or self._fraction()
        if word == "\\nabla":
            return derivatives.nabla(self)
        if word == "\\sqrt":
            return self._root()
        if (step := calls.indicated(self)) is not None:
            return step
        for read in (calls.command, dress.command):
            if (found := read(self, word)) is not None:
                return found
        return self.refuse_token()

    def _fraction(self) -> Expression:
        self.next()
        top = self.argument()
        return divide(top, self.argument())

    def _root(self) -> Expression:
        place = self.start
        self.next()
        if self.kind == "open" and self.word == "[":
            degree = self.bracketed()
            return Pow(self.argument(), divide(Number(Fraction(1)), degree))
        return calls.apply(self, "sqrt", (self.argument(),), place)

    def argument(self) -> Expression:
        """Read what a LaTeX command is applied to: one brace, one letter or one digit."""
        self.enter()
        body = self._argument()
        self.leave()
        return body

    def _argument(self) -> Expression:
        if self.kind == "open" and self.word == "{":
            return self.bracketed()
        if self.kind == "number" and self.word[0].isdigit():
            digit = self.word[0]
            self.go(self.start + 1)
            return Number(Fraction(digit), digit)
        if self.kind == "name" and self.word.isascii() and self.word.isalpha():
            return self._one_letter()
        return self.atom()

    def _one_letter(self) -> Expression:
        match = self.match(self.start, self.start + 1)
        if match is None or isinstance(match.what, Function):
            match = self.table.discover(self.text, self.start, self.start + 1)
        if match is None or isinstance(match.what, Function):
            self.refuse_name()
        self.go(self.start + 1)
        return match.what


def divide(top: Expression, bottom: Expression) -> Expression:
    """Return a fraction; two whole numbers in lowest terms are one number."""
    a, b = whole_number(top), whole_number(bottom)
    if a is not None and b is not None and b > 1 and math.gcd(a, b) == 1:
        return Number(Fraction(a, b))
    return Div(top, bottom)


def written_out(word: str) -> str:
    """Return a number as it stands on paper: ``0.001`` for the ``1e-3`` of a program."""
    return format(Decimal(word), "f") if "e" in word.lower() else word


def whole_number(part: Expression) -> int | None:
    """Return the value of a number that was written in digits alone."""
    return int(part.text) if isinstance(part, Number) and part.text.isdigit() else None


_TWO_EXPONENTS = Text("There are two exponents here.", "這裡有兩個指數。")
_BRACKET_POWER = Text("Write brackets.", "請加上括號。")
_NOT_CLOSED = Text("{bracket} is not closed.", "{bracket} 沒有對應的右括號。")
_CLOSE = Text("Close it with {bracket}.", "請用 {bracket} 結束。")
