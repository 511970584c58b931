"""A whole lecture as one document, from a short outline: text, lessons, pictures, questions."""

from derive.lectures.lecture import Lecture, Slide
from derive.lectures.outline import built_in, load

__all__ = ["Lecture", "Slide", "built_in", "load"]
