"""Sentences of the lecturer's own, with formulas between dollar signs."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece, Saying
from derive.lectures.spec import Spec

SHOWS = Text("sentences", "文字")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield one paragraph, or one for each entry of a list."""
    for each in spec:
        yield Saying(each.text())
