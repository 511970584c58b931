"""The built-in lectures, each worked out once for all tests."""

from functools import cache

from derive.lectures import load
from derive.lectures.lecture import Lecture


@cache
def lecture(name: str) -> Lecture:
    return load(name).lecture()
