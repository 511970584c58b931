"""Expression swell: one formula for the whole network, differentiated, against shared steps."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.depth.swell import DEPTHS, Swell, swell
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table

SHOWS = Text(
    "expression swell: one formula for the whole network", "式子膨脹：把整個網路寫成一個式子"
)


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each depth, and the picture."""
    checked = spec.checked("depths", "width", short="depths")
    depths = checked.at("depths").wholes(DEPTHS)
    width = checked.at("width").whole(2)
    found = checked.reading(lambda: swell(depths, width))
    yield Saying(ABOUT.fill(width=width))
    yield Table(HEAD, tuple(map(_row, found)))
    yield Picture("swell", lambda: _drawing(found))


def _row(found: Swell) -> tuple[Cell, ...]:
    composed: Cell = TOO_LONG if found.composed is None else f"{found.composed:,}"
    numbers = (found.depth, found.parameters, found.length)
    return (*(f"{number:,}" for number in numbers), composed, f"{found.shared:,}")


def _drawing(found: tuple[Swell, ...]) -> Drawing:
    from derive.figures.plots.cost import cost

    composed = [(float(s.depth), float(s.composed)) for s in found if s.composed]
    shared = [(float(s.depth), float(s.shared)) for s in found]
    return cost({(COMPOSED,): composed, (SHARED,): shared})


ABOUT = Text(
    "Sigmoid networks of width {width}. Put into one formula, everything that is used "
    "twice is written twice; SymPy differentiates that formula by each weight, and the operations "
    "of its answers are counted.",
    "每層 {width} 個神經元的 sigmoid 網路。代成一個式子後，用到兩次的部分就要寫兩次；"
    "由 SymPy 對每個權重微分，再數答案的運算次數。",
)
HEAD = (
    Text("layers", "層數"),
    Text("weights", "權重"),
    Text("length of the one formula", "單一式子的長度"),
    Text("operations of its derivatives", "其微分的運算次數"),
    Text("both passes, shared steps", "前向加反向（共用步驟）"),
)
TOO_LONG = Text("too long", "太長")
COMPOSED = Text("one formula, differentiated", "合成一個式子再微分")
SHARED = Text("both passes, shared steps", "前向加反向（共用步驟）")
