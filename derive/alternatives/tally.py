"""Numbers that count what is done with them, as ``derive explain`` counts operations.

A difference is one operation and not two; the minus sign of a number, multiplying by a known 1 and
anything with a known 0 are none; a function counts as many as its definition.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.core.errors import NumericError
from derive.core.expression import Variable
from derive.core.function import Function
from derive.core.graph import Graph
from derive.core.text import Text
from derive.numeric.dual import Dual
from derive.numeric.interpret import Arithmetic, evaluate


class Tally:
    """How many operations there have been so far."""

    def __init__(self) -> None:
        self.operations = 0

    def number(self, value: Any, *, one: bool = False) -> Counted:
        """Return a number that counts here; ``one`` is known to be 1 before anything is run."""
        return Counted(value, self, one=one)

    def made(self, value: Any) -> Counted:
        """Return the result of one more operation."""
        self.operations += 1
        return Counted(value, self)


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A float, or one for each sample.  ``owed`` is a minus sign that has not been paid for."""

    value: Any
    tally: Tally
    one: bool = False
    owed: bool = False

    __array_ufunc__ = None  # an array on the left leaves the operation to us

    def settled(self) -> Counted:
        """Pay for a minus sign that no sum takes in."""
        return self.tally.made(self.value) if self.owed else self

    def __neg__(self) -> Counted:
        return Counted(-self.value, self.tally, owed=not self.owed)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        if _is_nothing(other):
            return self
        return self.tally.made(self.value + _plain(other))

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        if _is_nothing(other):
            return self
        return self.tally.made(self.value - _plain(other))

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        if _is_nothing(other):
            return 0
        if _is_one(other):
            return self
        if self.one:
            return other
        left = self.settled()
        right = other.settled() if isinstance(other, Counted) else other
        return left.tally.made(left.value * _plain(right))

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        left = self.settled()
        right = other.settled() if isinstance(other, Counted) else other
        return left.tally.made(left.value / _plain(right))

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __rmul__(self, other: Any) -> Any:
        return self * other

    def __rtruediv__(self, other: Any) -> Any:
        if _is_nothing(other):
            return 0
        return self.tally.made(_plain(other) / self.settled().value)


class Counting(Arithmetic):
    """Arithmetic with numbers that count."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def number(self, value: Fraction | float) -> Any:
        return self.tally.number(float(value), one=value == 1)

    def constant(self, key: str) -> Any:
        return self.tally.number({"pi": math.pi, "e": math.e}[key])

    def power(self, base: Any, exponent: Any) -> Any:
        if exponent == 0:
            return self.tally.number(1.0, one=True)
        if exponent == 1:
            return base
        return self.tally.made(base.settled().value ** _plain(exponent))

    def primitive(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        values = [_plain(each.settled()) for each in arguments]
        run = function.array if any(getattr(v, "ndim", 0) for v in values) else function.scalar
        return self.tally.made(run(*values))

    def sum_samples(self, body: Any, upper: Any) -> Any:
        return self.tally.made(super().sum_samples(_plain(body.settled()), _plain(upper)))


def loss_of(graph: Graph, values: Mapping[Variable, Any], arithmetic: Arithmetic) -> Any:
    """Run the forward pass and return the loss; only for scalars and samples of them."""
    if any(leaf.shape for leaf in graph.leaves):
        raise NumericError(_SCALARS)
    known = dict(values)
    for node in graph.nodes:
        known[node.output] = evaluate(node.formula, known, arithmetic)
    return known[graph.loss]


def _plain(number: Any) -> Any:
    return number.value if isinstance(number, Counted) else number


def _is_nothing(number: Any) -> bool:
    return isinstance(number, int) and number == 0


def _is_one(number: Any) -> bool:
    return (isinstance(number, int) and number == 1) or (isinstance(number, Counted) and number.one)


_SCALARS = Text(
    "Operations are counted neuron by neuron, not for matrices.",
    "運算次數只逐個神經元計算，不適用於矩陣形式。",
)
