"""From text to a formula: sums of products of powers, in the order in which they were written.

Plain recursive descent.  The factors are read in ``factors``; derivatives, sums, calls and
products of matrices stand in files of their own.
"""

from __future__ import annotations

from derive.core.expression import (
    Add,
    Expression,
    Mul,
    Neg,
    Number,
)
from derive.core.text import Text
from derive.reading import calls, dress, matrices
from derive.reading.bounds import check_tree
from derive.reading.factors import Factors, divide, whole_number

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


class Reader(Factors):
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
        """Read quotients with ``·``, ``×`` or ``⊙`` between them."""
        left, dotted = self.quotient(), False
        loose = self.loose
        while self.kind == "times":
            sign = _TIMES.get(self.word, self.word)
            if sign == "**":
                self.refuse_token()
            self.next()
            right = self.signed(self.quotient)
            if sign == "⊙":
                beside = (left is loose, right is self.loose)
                left, dotted = matrices.entrywise(self, left, right, beside), False
            else:
                left, dotted = self._times(left, right, sign, dotted)
            loose = None
        return left

    def quotient(self) -> Expression:
        """Read a group of factors and what it is divided by.

        ``a·b/c`` is read as a·(b/c), which is (a·b)/c and keeps the form in which it is written.
        """
        left, slashes = self.group(), 0
        while self.kind == "times" and _TIMES.get(self.word, self.word) == "/":
            slashes += 1
            self._count_chained(slashes)
            self.next()
            left = self._divided(left)
        return left

    def _count_chained(self, slashes: int) -> None:
        # every / behind another is one more level of the tree, though no bracket says so
        self.chained += slashes > 1
        if self.chained > self.limits.depth:
            self.refuse(_SLASHES, _BRACKET_POWER)

    def _times(
        self, left: Expression, right: Expression, sign: str, dotted: bool
    ) -> tuple[Expression, bool]:
        if self.table.shaped:
            return matrices.times(self, left, right, sign, dotted)
        if dotted and isinstance(left, Mul):
            return Mul((*left.factors, right), dot=True), True
        return Mul((left, right), dot=True), True

    def _divided(self, top: Expression) -> Expression:
        """Read the divisor: one factor, so that ``a/bc`` is ``(a/b)c``, and say it is doubtful."""
        place = self.start
        bottom = self.signed(self.factor)
        if not self._more_factors():
            return divide(top, bottom)
        if self.doubt():
            self.go(place)
            return divide(top, self.signed(self.group))
        return self._side_by_side([divide(top, bottom)])

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
        self.loose = None
        if len(factors) == 1:
            return factors[0]
        if not self.table.shaped:
            return Mul(tuple(factors))
        self.loose = matrices.side_by_side(factors)
        return self.loose

    def _more_factors(self) -> bool:
        kind = self.kind
        if kind == "mark":
            return self.word == "√"
        if kind not in _STARTERS:
            return False
        if kind == "bar":
            return not self.bar_closes()
        if kind == "command":
            return self.word not in _NO_FACTOR
        return kind != "text" or not dress.is_prose(self) or calls.opens_indicator(self) > 0

    def _check_number_behind(self, before: Expression) -> None:
        if calls.opens_indicator(self):
            return
        # "x 2" is more often a lost power than a product, and "2 3" is nothing at all
        if isinstance(before, Number) or "." not in self.word:
            self.refuse(_NUMBER_BEHIND.fill(number=self.word), _WRITE_DOT)

    def _is_braced_number(self) -> bool:
        return self.word == "{" and self.text[self.stop : self.stop + 1].isdigit()

    def _mixed(self, factors: list[Expression], vulgar: bool) -> None:
        """See that ``2½`` is 2.5 and ``2 \\frac{1}{2}`` a product, and that both are doubtful."""
        whole, part = whole_number(factors[0]), factors[1]
        if whole is None or not isinstance(part, Number) or part.text:
            return
        if self.doubt() != vulgar:
            factors[:] = [Number(whole + part.value)]


_NUMBER_BEHIND = Text(
    "The number {number} stands directly behind another factor.",
    "數字 {number} 直接寫在另一個因數後面。",
)
_WRITE_DOT = Text("Write · between them for a product, ^ for a power.", "相乘請寫 ·，次方請寫 ^。")
_BRACKET_POWER = Text("Write brackets.", "請加上括號。")
_SLASHES = Text("There are too many / in a row here.", "這裡連續的 / 太多。")
