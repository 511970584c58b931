"""A list of sentences."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece, Points
from derive.lectures.spec import Spec

SHOWS = Text("a list", "清單")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the list."""
    yield Points(tuple(each.text() for each in spec))
