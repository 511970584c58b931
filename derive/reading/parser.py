"""From text to a formula: sums of products of powers, in the order in which they were written.

Plain recursive descent.  What needs more than a few lines stands in a file of its own:
derivatives, sums, calls, products of matrices.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from derive.core.expression import (
    Add,
    Constant,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    Transpose,
    Variable,
)
from derive.core.function import Function
from derive.core.text import Text
from derive.reading import calls, derivatives, matrices, sums
from derive.reading.bounds import check_exponent, check_number, check_tree
from derive.reading.characters import FRACTIONS, SUPERSCRIPTS
from derive.reading.cursor import Grammar

_PAIRS = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}
_NAMED_BRACKETS = {
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\lparen": "(",
    "\\rparen": ")",
}
_TIMES = {
    "\\cdot": "·",
    "\\cdotp": "·",
    "\\bullet": "·",
    "\\times": "×",
    "\\ast": "*",
    "\\odot": "⊙",
    "\\circ": "⊙",
    "\\div": "/",
    "÷": "/",
}
_STARTERS = frozenset(
    {"name", "text", "open", "partial", "summed", "vulgar", "number", "command", "bar"}
)
_NO_FACTOR = frozenset({"\\top", "\\intercal", "\\prime", "\\end", "\\begin"})


class Reader(Grammar):
    """Reads one formula from where it stands."""

    def whole(self) -> Expression:
        """Read everything to the end as one formula."""
        start = self.start
        expression = self.expression()
        if self.kind != "end":
            self.refuse_token()
        check_tree(self, expression, start)
        return expression

    def slice(self, start: int, end: int) -> Reader:
        """Return a reader of a part of the same line, with the fuel that is left."""
        part = Reader(
            self.source, self.table, self.limits, start=start, end=end, second=self.second
        )
        part.fuel, part.depth, part.bars = self.fuel, self.depth, 0
        part.bindings, part.trying = self.bindings, self.trying
        return part

    # -- sums -------------------------------------------------------------------------------

    def expression(self) -> Expression:
        """Read a sum; a difference is a sum with a ``Neg`` in it."""
        self.enter()
        terms = [self.term()]
        while self.kind == "sign":
            if self.word == "+":
                self.next()
                terms.append(self.term())
            else:
                self.next()
                terms.append(Neg(self.term()))
        self.leave()
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def term(self) -> Expression:
        """Read a product with the signs before it: ``-w x`` is ``-(w x)``."""
        if self.kind != "sign":
            return self.product()
        negative = self.word == "-"
        self.next()
        self.enter()
        body = self.term()
        self.leave()
        return Neg(body) if negative else body

    # -- products ---------------------------------------------------------------------------

    def product(self) -> Expression:
        """Read groups of factors with ``·``, ``×``, ``⊙`` or ``/`` between them."""
        left, dotted, slashes = self.group(), False, 0
        while self.kind == "times":
            sign = _TIMES.get(self.word, self.word)
            if sign == "**":
                self.refuse_token()
            self.next()
            if sign == "/":
                slashes += 1
                self._count_chained(slashes)
                left, dotted = self._quotient(left), False
                continue
            right = self.signed(self.group)
            left, dotted = self._times(left, right, sign, dotted)
        return left

    def _count_chained(self, slashes: int) -> None:
        # every / behind another is one more level of the tree, though no bracket says so
        self.chained += slashes > 1
        if self.chained > self.limits.depth:
            self.refuse(_SLASHES, _BRACKET_POWER)

    def _times(
        self, left: Expression, right: Expression, sign: str, dotted: bool
    ) -> tuple[Expression, bool]:
        if sign == "⊙" or self.table.shaped:
            return matrices.times(self, left, right, sign, dotted)
        if dotted and isinstance(left, Mul):
            return Mul((*left.factors, right), dot=True), True
        return Mul((left, right), dot=True), True

    def _quotient(self, top: Expression) -> Expression:
        """Read the divisor: one factor, so that ``a/bc`` is ``(a/b)c``, and say it is doubtful."""
        place = self.start
        bottom = self.signed(self.factor)
        if not self._more_factors():
            return self.divide(top, bottom)
        if self.doubt():
            self.go(place)
            return self.divide(top, self.signed(self.group))
        return self._side_by_side([self.divide(top, bottom)])

    def divide(self, top: Expression, bottom: Expression) -> Expression:
        """Return a fraction; two whole numbers in lowest terms are one number."""
        a, b = _whole(top), _whole(bottom)
        if a is not None and b is not None and b > 1 and math.gcd(a, b) == 1:
            return Number(Fraction(a, b))
        return Div(top, bottom)

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

    def group(self) -> Expression:
        """Read factors that stand side by side."""
        return self._side_by_side([self.factor()])

    def _side_by_side(self, factors: list[Expression]) -> Expression:
        while self._more_factors():
            if self.kind == "number" or self._is_braced_number():
                self._check_number_behind(factors[-1])
            vulgar = self.kind == "vulgar"
            factors.append(self.factor())
            if len(factors) == 2:
                self._mixed(factors, vulgar)
        if len(factors) == 1:
            return factors[0]
        if self.table.shaped:
            return matrices.side_by_side(factors)
        return Mul(tuple(factors))

    def _more_factors(self) -> bool:
        kind = self.kind
        if kind not in _STARTERS:
            return False
        if kind == "bar":
            return not self._bar_closes()
        if kind == "command":
            return self.word not in _NO_FACTOR
        return kind != "text" or not calls.is_prose(self)

    def _check_number_behind(self, before: Expression) -> None:
        # "x 2" is more often a lost power than a product, and "2 3" is nothing at all
        if isinstance(before, Number) or "." not in self.word:
            self.refuse(_NUMBER_BEHIND.fill(number=self.word), _WRITE_DOT)

    def _is_braced_number(self) -> bool:
        return self.word == "{" and self.text[self.stop : self.stop + 1].isdigit()

    def _mixed(self, factors: list[Expression], vulgar: bool) -> None:
        """See that ``2½`` is 2.5 and ``2 \\frac{1}{2}`` a product, and that both are doubtful."""
        whole, part = _whole(factors[0]), factors[1]
        if whole is None or not isinstance(part, Number) or part.text:
            return
        if self.doubt() != vulgar:
            factors[:] = [Number(whole + part.value)]

    # -- powers -----------------------------------------------------------------------------

    def factor(self) -> Expression:
        """Read an atom and the powers, transposes and nothing else behind it."""
        return self.powers(self.atom())

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

    # -- atoms ------------------------------------------------------------------------------

    def atom(self) -> Expression:
        """Read the smallest whole: a number, a name, a bracket, a call, a derivative, a sum."""
        kind = self.kind
        if kind == "name" or kind == "text":
            return self.named()
        if kind == "number":
            return self.number()
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
        self.go(self.start + len(word))
        return Number(value, word)

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

    def _bar_closes(self) -> bool:
        if "right" in self.word or self.word.strip().endswith(("rvert", "rVert")):
            return True
        if "left" in self.word or self.word.strip().endswith(("lvert", "lVert")):
            return False
        return self.bars > 0

    def _absolute(self) -> Expression:
        if self._bar_closes() and self.bars == 0:
            self.refuse_token()
        place, double = self.start, self.word.endswith(("\\|", "Vert"))
        self.next()
        self.bars += 1
        body = self.expression()
        self.bars -= 1
        if self.kind != "bar":
            self.refuse(_NOT_CLOSED.fill(bracket="|"), _CLOSE.fill(bracket="|"), place)
        self.next()
        if double and matrices.shape(body) is not None:
            return matrices.norm(self, body, place)
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
            return calls.variable(self, what, start)
        return what

    def _unknown(self) -> Expression:
        for read in (calls.built_in, derivatives.of_loss, calls.indicated, calls.wrapped):
            if (found := read(self)) is not None:
                return found
        match = self.table.discover(self.text, self.start, self.end)
        if match is None or not isinstance(match.what, Variable):
            calls.refuse_name(self)
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
        if (found := calls.command(self, word)) is not None:
            return found
        return self.refuse_token()

    def _fraction(self) -> Expression:
        self.next()
        top = self.argument()
        return self.divide(top, self.argument())

    def _root(self) -> Expression:
        place = self.start
        self.next()
        if self.kind == "open" and self.word == "[":
            degree = self.bracketed()
            return Pow(self.argument(), self.divide(Number(Fraction(1)), degree))
        return calls.apply(self, "sqrt", (self.argument(),), place)

    def argument(self) -> Expression:
        """Read what a LaTeX command is applied to: one brace, one letter or one digit."""
        self.enter()
        try:
            if self.kind == "open" and self.word == "{":
                return self.bracketed()
            if self.kind == "number" and self.word[0].isdigit():
                digit = self.word[0]
                self.go(self.start + 1)
                return Number(Fraction(int(digit)), digit)
            if self.kind == "name" and self.word.isascii() and self.word.isalpha():
                return self._one_letter()
            return self.atom()
        finally:
            self.leave()

    def _one_letter(self) -> Expression:
        match = self.match(self.start, self.start + 1)
        if match is None or isinstance(match.what, Function):
            match = self.table.discover(self.text, self.start, self.start + 1)
        if match is None or isinstance(match.what, Function):
            calls.refuse_name(self)
        self.go(self.start + 1)
        return match.what


def _whole(part: Expression) -> int | None:
    return int(part.text) if isinstance(part, Number) and part.text.isdigit() else None


_NUMBER_BEHIND = Text(
    "The number {number} stands directly behind another factor.",
    "數字 {number} 直接寫在另一個因數後面。",
)
_WRITE_DOT = Text("Write · between them for a product, ^ for a power.", "相乘請寫 ·,次方請寫 ^。")
_TWO_EXPONENTS = Text("There are two exponents here.", "這裡有兩個指數。")
_BRACKET_POWER = Text("Write brackets.", "請加上括號。")
_SLASHES = Text("There are too many / in a row here.", "這裡連續的 / 太多。")
_NOT_CLOSED = Text("{bracket} is not closed.", "{bracket} 沒有對應的右括號。")
_CLOSE = Text("Close it with {bracket}.", "請用 {bracket} 結束。")
