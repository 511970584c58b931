"""What the passes of a lesson cost, with the cache and without it."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Table
from derive.render.words import COST, COST_ROWS

SHOWS = Text("operations of a lesson, with and without the cache", "教案的運算次數：有記錄與不記錄")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the three counts; nothing for matrices too large to be counted."""
    if (counts := spec.solution().cost) is None:
        return
    numbers = (counts.forward, counts.backward, counts.without_cache)
    rows = [(label, f"{number:,}") for number, label in zip(numbers, COST_ROWS, strict=True)]
    yield Table((Text("pass", "傳遞"), COST), tuple(rows))
