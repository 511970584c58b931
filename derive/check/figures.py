"""What the figures of a calculation may stand for: the values that come up in it, unrounded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

_SAME = 1e-12


class Figures:
    """Sizes of values, sorted: whoever rounds writes something close to one of them."""

    def __init__(self, values: Iterable[float]) -> None:
        self._values = values

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """All sizes, the smallest first."""
        return tuple(sorted({abs(value) for value in self._values if abs(value) < float("inf")}))

    def near(self, size: float, below: float, above: float) -> tuple[float, ...]:
        """Return the sizes between ``size - below`` and ``size + above``, both included."""
        slack = size * _SAME
        first = bisect_left(self.sizes, size - below - slack)
        return self.sizes[first : bisect_right(self.sizes, size + above + slack)]

    def has(self, size: float) -> bool:
        """Whether a value of exactly this size comes up."""
        return bool(self.near(size, 0.0, 0.0))

    def with_more(self, values: Iterable[float]) -> Figures:
        """Return the same figures and some more."""
        return Figures((*self.sizes, *values))
