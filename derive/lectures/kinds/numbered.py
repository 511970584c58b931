"""A list of sentences with numbers."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece, Points
from derive.lectures.spec import Spec

SHOWS = Text("a list with numbers", "編號清單")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the list."""
    yield Points(tuple(each.text() for each in spec), numbered=True)
