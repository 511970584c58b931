"""Every optimiser there is, with its equations and where they come from."""

from collections.abc import Iterator

from derive.core import folder
from derive.core.optimizer import Optimizer
from derive.core.text import Text
from derive.lectures.pieces import Piece, Points
from derive.lectures.spec import Spec
from derive.optimizers import equations, load
from derive.render.descent.pieces import Cell, Table

SHOWS = Text("optimisers with their equations and sources", "最佳化器的公式與出處")

ROOM = "derive.optimizers"


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the equations of each optimiser named (``all``: of every one), then the sources."""
    names = spec.words()
    keys = folder.keys(ROOM) if names in ((), ("all",)) else names
    found = spec.reading(lambda: [load(key) for key in keys])
    rows: list[tuple[Cell, ...]] = []
    for optimizer in found:
        for place, (target, body) in enumerate(equations(optimizer)):
            name: Cell = optimizer.title if place == 0 else ""
            rows.append((name, target, body))
    yield Table(HEAD, tuple(rows))
    yield Points(tuple(_source(optimizer) for optimizer in found))


def _source(optimizer: Optimizer) -> Text:
    return SOURCE.fill(
        title=optimizer.title.en, titel=optimizer.title.zh, source=optimizer.reference
    )


HEAD = (
    Text("optimiser", "最佳化器"),
    Text("quantity", "量"),
    Text("equation", "式子"),
)
SOURCE = Text("{title}: {source}", "{titel}：{source}")
