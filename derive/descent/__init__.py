"""Gradient descent: one derivation, run again and again by an optimiser's own printed equations."""

from derive.descent.clipping import Clipping
from derive.descent.course import Course, Iterate, Stop
from derive.descent.plan import Plan, Stopping, make_plan
from derive.descent.run import descend

__all__ = ["Clipping", "Course", "Iterate", "Plan", "Stop", "Stopping", "descend", "make_plan"]
