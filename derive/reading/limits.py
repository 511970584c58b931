"""How much the reader accepts before it begins to work: every bound is checked, none is a timer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one text.  The defaults are for a student's answer; ``LESSON`` is for a lesson.

    ``digits`` is what a float prints (17), so that results pasted from a program are read; it is
    still less than the 19 digits of the primes that answers are checked with.  ``fuel`` bounds
    how many tokens are looked at, also when a sum is written out term by term.
    """

    characters: int = 262_144
    lines: int = 400
    formulas: int = 2_000
    line_length: int = 4_000
    depth: int = 60
    nodes: int = 4_000
    digits: int = 17
    exponent: int = 64
    degree: int = 1_000_000
    terms: int = 64
    fuel: int = 12_000


ANSWER = Limits()
LESSON = Limits(
    characters=8_000_000,
    lines=20_000,
    formulas=100_000,
    line_length=100_000,
    nodes=100_000,
    terms=4_096,
    fuel=400_000,
)
