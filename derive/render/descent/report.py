"""The report of one descent, from the goal to how it ended."""

from __future__ import annotations

from derive.core.text import Text
from derive.descent.course import Course
from derive.descent.machine import Machine
from derive.render.descent.batching import batching
from derive.render.descent.goal import goal, guess_pictures, guessing, slope
from derive.render.descent.iterations import iterations
from derive.render.descent.method import gradient, method
from derive.render.descent.outcome import outcome, stability
from derive.render.descent.pictures import pictures
from derive.render.descent.pieces import Report, Section
from derive.render.descent.steps import steps

SHOWN = 3  # iterations worked out in lines


def report(machine: Machine, course: Course, *, most: int = SHOWN) -> Report:
    """Return everything there is to show of a descent; ``most`` iterations stand in lines."""
    lesson = course.lesson
    drawn = (*pictures(machine, course), *guess_pictures(lesson))
    sections = [*guessing(lesson), goal(machine), *slope(machine), gradient(machine)]
    sections += [method(machine), *steps(machine, course), *batching(machine)]
    sections += [*iterations(machine, course, most), outcome(machine, course)]
    if drawn:
        sections.append(Section(PICTURES, drawn, "pictures"))
    sections += stability(machine)
    return Report(lesson.title, course.plan.optimizer.title, lesson.note, tuple(sections))


PICTURES = Text("Pictures", "圖")
