"""How many updates an epoch makes at each batch size."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.descent.batches import per_epoch
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Table

SHOWS = Text("updates in an epoch", "一個 epoch 內更新幾次")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each batch size."""
    checked = spec.checked("samples", "batch_sizes")
    samples = checked.at("samples").whole()
    sizes = checked.at("batch_sizes").wholes()
    rows = [
        (str(samples), str(size), f"{samples} / {size}", str(per_epoch(samples, size)))
        for size in sizes
    ]
    yield Table(HEAD, tuple(rows))


HEAD = (
    Text("samples", "資料筆數"),
    Text("batch size", "Batch size"),
    Text("batches", "拆分成幾份"),
    Text("updates in one epoch", "1 個 epoch 內的更新次數"),
)
