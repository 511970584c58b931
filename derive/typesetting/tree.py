"""What a typeset formula is made of: letters, signs, and boxes beside, above and below others."""

from __future__ import annotations

from dataclasses import dataclass


class Box:
    """Anything that takes a place in a formula."""


@dataclass(frozen=True)
class Letter(Box):
    """A letter or a word such as ``loss``; ``command`` is its LaTeX, ``style`` its font."""

    text: str
    command: str
    style: str = ""


@dataclass(frozen=True)
class Digits(Box):
    """A number as typed."""

    text: str


@dataclass(frozen=True)
class Sign(Box):
    """An operator, a relation, a comma; ``wide`` ones take scripts above and below (Σ, lim)."""

    text: str
    command: str
    wide: bool = False
    word: bool = False


@dataclass(frozen=True)
class Words(Box):
    """Ordinary words inside a formula."""

    text: str


@dataclass(frozen=True)
class Space(Box):
    """A gap of so many em."""

    em: float
    command: str


@dataclass(frozen=True)
class Row(Box):
    """Boxes beside one another."""

    items: tuple[Box, ...]


@dataclass(frozen=True)
class Scripts(Box):
    """A base with what stands below and above to its right; ``primes`` come first."""

    base: Box
    below: Row | None
    above: Row | None
    primes: int = 0


@dataclass(frozen=True)
class Fraction(Box):
    """One row over another."""

    above: Row
    below: Row


@dataclass(frozen=True)
class Root(Box):
    """A square root."""

    body: Row


@dataclass(frozen=True)
class Accent(Box):
    """A hat, bar, tilde, dot or arrow over a row."""

    body: Row
    mark: str


@dataclass(frozen=True)
class Fence(Box):
    """Brackets that grow with what is inside; ``.`` on one side is none."""

    left: str
    body: Row
    right: str


@dataclass(frozen=True)
class Grid(Box):
    """Rows of cells: ``bmatrix``, ``pmatrix``, ``matrix`` or ``cases``."""

    kind: str
    rows: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True)
class Frame(Box):
    """A box around a row, with a name on top if it has one."""

    body: Row
    over: Row | None = None


@dataclass(frozen=True)
class Brace(Box):
    """A brace below a row, with what stands under it."""

    body: Row
    label: Row | None = None
