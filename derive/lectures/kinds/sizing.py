"""How large a network is: parameters, memory, operations of a step."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.depth.sizing import Architecture
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table

SHOWS = Text(
    "how large a network is: parameters, memory, operations", "網路有多大：參數、記憶體、運算次數"
)


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a picture, a row for each layer, and what one training step takes."""
    checked = spec.checked("units", "batch", "activation", short="units")
    units = checked.at("units").wholes()
    activation = checked.at("activation").word("relu")
    batch = checked.at("batch").whole(32)
    found = checked.reading(lambda: Architecture(units, activation))
    yield Picture("sizing", lambda: _drawing(units))
    yield Table(HEAD, tuple(_rows(found)))
    yield Saying(STEP.fill(batch=batch))
    yield Table(STEP_HEAD, tuple(_step(found, batch)))


def _rows(found: Architecture) -> Iterator[tuple[Cell, ...]]:
    for number, layer in enumerate(found.layers, 1):
        yield (
            str(number),
            f"{layer.before} → {layer.behind}",
            f"{layer.before} × {layer.behind} + {layer.behind}",
            f"{layer.parameters:,}",
            f"{layer.forward:,}",
        )
    units = " → ".join(map(str, found.units))
    yield (ALL, units, "", f"{found.parameters:,}", f"{found.forward:,}")


def _step(found: Architecture, batch: int) -> Iterator[tuple[Cell, ...]]:
    yield FORWARD, f"{batch * found.forward:,}", ""
    yield BACKWARD, f"{batch * found.backward:,}", ""
    yield WHOLE, f"{found.step(batch):,}", ""
    yield PARAMETERS, f"{found.parameters:,}", _bytes(4 * found.parameters)
    yield KEPT, f"{found.kept(batch):,}", _bytes(4 * found.kept(batch))
    yield SGD, "", _bytes(found.memory(batch))
    yield ADAM, "", _bytes(found.memory(batch, 2))


def _drawing(units: tuple[int, ...]) -> Drawing:
    from derive.figures.sketch import sketch

    return sketch(units)


def _bytes(count: int) -> str:
    return f"{count / 1000:,.0f} kB" if count < 10_000_000 else f"{count / 1e6:,.1f} MB"


HEAD = (
    Text("layer", "層"),
    Text("units", "神經元數"),
    Text("weights + biases", "權重 + 偏置項"),
    Text("parameters", "參數個數"),
    Text("operations of the forward pass, one sample", "前向傳遞運算次數（一筆樣本）"),
)
ALL = Text("all", "合計")
STEP = Text(
    "One training step on a batch of {batch} samples, numbers of 4 bytes each:",
    "一個訓練步驟（Batch size {batch}，每個數 4 位元組）：",
)
STEP_HEAD = (Text("what", "項目"), Text("number", "數量"), Text("memory", "記憶體"))
FORWARD = Text("operations forward", "前向傳遞運算次數")
BACKWARD = Text("operations backward", "反向傳遞運算次數")
WHOLE = Text("operations of the whole step, with the update", "整個步驟（含更新）的運算次數")
PARAMETERS = Text("parameters", "參數")
KEPT = Text("values kept for the backward pass", "為反向傳遞記錄的值")
SGD = Text(
    "memory with gradient descent: parameters, gradients, kept values",
    "梯度下降所需記憶體（參數、梯度、記錄的值）",
)
ADAM = Text(
    "memory with Adam: two more numbers for each parameter",
    "使用 Adam 所需記憶體（每個參數多兩個數）",
)
