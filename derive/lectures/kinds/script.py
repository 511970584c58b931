"""A lesson as a NumPy program, one line a step."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Code, Piece
from derive.lectures.spec import Spec
from derive.render.script import script

SHOWS = Text("a lesson as a NumPy program", "教案的 NumPy 程式")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the program."""
    yield Code(script(spec.solution()))
