"""Sheets of built-in lessons, each made once for all tests that only look at it."""

from __future__ import annotations

from functools import cache

from derive.lessons import load
from derive.render.compose import make_sheet
from derive.render.sheet import Sheet
from derive.render.solution import Solution, solve


@cache
def solution(name: str) -> Solution:
    """Return a lesson worked out."""
    return solve(load(name))


@cache
def sheet(name: str, kind: str = "lecture") -> Sheet:
    """Return one of its sheets."""
    return make_sheet(solution(name), kind)
