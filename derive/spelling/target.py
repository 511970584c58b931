"""What a way of writing formulas must say for itself: how a fraction, a power, a name is set."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from derive.core.expression import Expression, Variable
from derive.core.function import Function

Mark = Callable[[Variable, str], str]


class Target:
    """The signs and shapes of one way of writing; where they stand is the ``Printer``'s affair.

    Parameters
    ----------
    digits : how many significant digits a computed number shows
    mark : given a variable and what is written for it, returns it with its box, chip or link;
        called for every ``Marked`` part and every partial derivative
    """

    flat = False  # whether fractions are written on one line, a/b
    SPACE = " "  # before a sign inside a sum
    PLUS = "+ "
    MINUS = "- "
    NEGATIVE = "-"
    DOT = " · "
    GAP = " "  # between factors side by side: w x
    CLOSE = ""  # between factors that need no gap: 2x, 2(a + b)
    TAKEN = ""  # between an operator and what it is taken of: ∇L
    ODOT = " ⊙ "
    COMMA = ", "

    def __init__(self, digits: int = 6, mark: Mark | None = None) -> None:
        self.digits = digits
        self.mark = mark

    def name(self, variable: Variable) -> str:
        """Write a variable."""
        raise NotImplementedError

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        """Write ``∂of/∂wrt``; with several ``wrt`` ``∂²of/∂b∂a``, the one taken last in front."""
        raise NotImplementedError

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        """Write ``∂[body]/∂wrt``, a long body beside the fraction."""
        raise NotImplementedError

    def operator(self, wrt: Variable) -> str:
        """Write ``∂/∂wrt`` in front of what a box, and no bracket, holds together."""
        raise NotImplementedError

    def digits_of(self, digits: str) -> str:
        """Write a number without sign or power of ten."""
        raise NotImplementedError

    def scientific(self, mantissa: str, exponent: int) -> str:
        """Write a number with a power of ten."""
        raise NotImplementedError

    def constant(self, key: str) -> str:
        """Write π or e."""
        raise NotImplementedError

    def brackets(self, inside: str) -> str:
        """Write round brackets, tall ones around tall things."""
        raise NotImplementedError

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        """Write a fraction; ``plain`` says that both parts are single letters or numbers."""
        raise NotImplementedError

    def power(self, base: str, exponent: str, plain: bool) -> str:
        """Write a power; ``plain`` says that the exponent is a single letter or number."""
        raise NotImplementedError

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        """Write ``f(x)`` with its primes, or ``f^2(x)``; ``plain`` as in ``fraction``."""
        raise NotImplementedError

    def indicator(self, inside: str) -> str:
        """Write what is 1 where ``inside`` is positive and 0 elsewhere."""
        raise NotImplementedError

    def absolute(self, inside: str) -> str:
        """Write bars."""
        raise NotImplementedError

    def norm(self, inside: str) -> str:
        """Write double bars, the length of a column or matrix."""
        raise NotImplementedError

    def root(self, inside: str) -> str:
        """Write a square root."""
        raise NotImplementedError

    def summed(self, index: str, upper: str, body: str) -> str:
        """Write ``Σ_{index=1}^{upper} body``; without an index the sum of all entries."""
        raise NotImplementedError

    def ones(self) -> str:
        """Write the vector of ones, which sums the rows of what stands before it."""
        raise NotImplementedError

    def transposed(self, operand: str) -> str:
        """Write the transpose of something that takes an exponent."""
        raise NotImplementedError

    def gap(self, left: Expression, right: Expression) -> str:
        """Return the gap between two names that stand side by side."""
        return self.GAP

    def marked(self, variable: Variable, written: str) -> str:
        """Draw the box around something already found."""
        return self.mark(variable, written) if self.mark else written

    def marked_term(self, variable: Variable, written: str) -> str:
        """Draw the box around a term together with the minus sign before it."""
        return self.marked(variable, written)


def counted(wrt: tuple[Variable, ...]) -> list[tuple[Variable, int]]:
    """Return each variable of a higher derivative with the number of times it is taken in a row."""
    return [(variable, len(tuple(same))) for variable, same in groupby(wrt)]
