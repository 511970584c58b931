"""Descents that several tests look at."""

from derive.core.lesson import Lesson
from derive.descent import Course, descend, make_plan
from derive.lessons import load

NAMES = ("parabola", "bowl", "linear-regression", "two-layer-mlp-sigmoid", "two-valleys")


def went(name: str | Lesson, optimizer: str = "sgd", **settings) -> Course:
    """Return the course of a lesson, by default three updates long."""
    lesson = load(name) if isinstance(name, str) else name
    return descend(lesson, make_plan(lesson, optimizer, **settings))


def losses(course: Course) -> list[float]:
    return [iterate.loss for iterate in course.iterates]
