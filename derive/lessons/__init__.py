"""From a lesson file, or the name of a built-in lesson, to a checked Lesson."""

from derive.lessons.load import built_in, load, loads

__all__ = ["built_in", "load", "loads"]
