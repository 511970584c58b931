"""Every optimiser there is, with its equations and where they come from."""

from collections.abc import Iterator

from derive.core import folder
from derive.core.text import Text
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.optimizers import equations, load
from derive.render.descent.pieces import Cell, Table

SHOWS = Text("optimisers with their equations and sources", "最佳化器的公式與出處")

ROOM = "derive.optimizers"


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each optimiser named; ``all`` is every one."""
    names = spec.words()
    keys = folder.keys(ROOM) if names in ((), ("all",)) else names
    found = spec.reading(lambda: [load(key) for key in keys])
    rows: list[tuple[Cell, ...]] = []
    for optimizer in found:
        for place, (target, body) in enumerate(equations(optimizer)):
            first = place == 0
            name: Cell = optimizer.title if first else ""
            rows.append((name, target, body, optimizer.reference if first else ""))
    yield Table(HEAD, tuple(rows))


HEAD = (
    Text("optimiser", "最佳化器"),
    Text("quantity", "量"),
    Text("equation", "式子"),
    Text("source", "出處"),
)
