"""One line for a whole family: ``a_j = σ(z_j)`` stands for ``a_1 = σ(z_1)``, ``a_2 = σ(z_2)``, …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.reading import NameTable, index_values
from derive.reading.characters import plain
from derive.reading.names import whole_name


@dataclass(frozen=True)
class Member:
    """One name of a family, and what the index stands for in its equation."""

    name: str
    index: str
    value: str


def members(target: str, right: str, table: NameTable, sample_index: str) -> tuple[Member, ...]:
    """Return the names that the left side ``a_j`` stands for; none where j is no index.

    The index stands for whatever numbers the names on the right have in its place.  A name that is
    known as it is written (``w_{ca}``) has none, and with sampled data i counts the samples.
    """
    letter = has_index(target)
    if not letter or table.names_variable(target) or (table.sampled and letter == sample_index):
        return ()
    values = index_values(right, letter, table)
    return tuple(Member(_named(target, letter, value), letter, value) for value in values)


def has_index(target: str) -> str:
    """Return the single letter below a name, the j of ``z_j^{(2)}``; empty where none stands."""
    spelled = whole_name(plain(target))
    below = (
        [script.content.strip() for script in spelled.scripts if script.mark == "_"]
        if spelled
        else []
    )
    return below[0] if len(below) == 1 and re.fullmatch("[h-t]", below[0]) else ""


def _named(target: str, letter: str, value: str) -> str:
    return re.sub(
        rf"_\s*(?:\{{\s*{letter}\s*\}}|{letter})", f"_{{{value}}}", plain(target), count=1
    )
