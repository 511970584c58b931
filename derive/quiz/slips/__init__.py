"""The slips that make wrong choices, one file each: a right formula in, wrong ones out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from derive.core import folder
from derive.core.expression import Expression, Mul, rewrite
from derive.core.graph import Graph
from derive.core.text import Text

_KIND = Text("slip", "錯誤")


@dataclass(frozen=True)
class Slip:
    """A mistake that people make with one formula of a backward pass or an update.

    ``apply`` yields what comes out when it is made, once for each place where it can be.
    """

    key: str
    title: Text
    apply: Callable[[Expression, Graph], Iterator[Expression]]


@cache
def load(key: str) -> Slip:
    """Return one slip; raises LessonError with the nearest key when there is none."""
    found: Slip = folder.load(__name__, key, _KIND).SLIP
    return found


def every() -> tuple[Slip, ...]:
    """Return all slips, by name."""
    return tuple(map(load, folder.keys(__name__)))


def each_place(
    formula: Expression, change: Callable[[Expression], Expression | None]
) -> Iterator[Expression]:
    """Yield the formula once for every part that ``change`` changes, only that part changed."""
    place = 0
    while True:
        seen = [0]

        def here(node: Expression, seen: list[int] = seen, place: int = place) -> Expression | None:
            changed = change(node)
            if changed is None:
                return None
            seen[0] += 1
            # parts inside a changed part are places of their own, so only this one is replaced
            return changed if seen[0] == place + 1 else None

        found = rewrite(formula, here)
        if seen[0] <= place:
            return
        yield found
        place += 1


def factors(formula: Expression) -> tuple[Expression, ...]:
    """Return the factors of a product, or the formula as its only one."""
    return formula.factors if isinstance(formula, Mul) else (formula,)


def product(parts: tuple[Expression, ...], like: Expression) -> Expression:
    """Return a product written as ``like`` is."""
    if len(parts) == 1:
        return parts[0]
    return Mul(parts, like.dot if isinstance(like, Mul) else True)
