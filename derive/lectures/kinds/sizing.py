"""How large a network is: parameters, memory, operations of a step."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.depth.sizing import FLOAT_BYTES, Architecture, Dense, state_of
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying, Written
from derive.lectures.spec import Spec
from derive.optimizers import load as load_optimizer
from derive.render.descent.pieces import Cell, Picture, Table

SHOWS = Text(
    "how large a network is: parameters, memory, operations",
    "網路有多大：參數、記憶體、運算次數",
)
MOST = 10**9


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a picture, the parameters and operations of each layer, what one step takes."""
    checked = spec.checked("units", "batch", "activation", "optimizer", short="units")
    units = checked.at("units").wholes()
    activation = checked.at("activation").word("relu")
    batch = checked.at("batch").whole(32)
    if not 1 <= batch <= MOST:
        raise checked.at("batch").error(_BATCH)
    found = checked.reading(lambda: Architecture(units, activation))
    optimizer = checked.at("optimizer").word("adam")
    state = checked.at("optimizer").reading(lambda: state_of(optimizer))
    yield Picture("sizing", lambda: _drawing(units))
    yield Written(PARAMETERS_RULE)
    yield Table(PARAMETERS_HEAD, tuple(_parameters(found)))
    yield Saying(OPERATIONS)
    yield Written(_rules(found))
    yield Table(OPERATIONS_HEAD, tuple(_operations(found)))
    title = load_optimizer(optimizer).title
    names = {"batch": batch, "state": state}
    yield Saying(
        Text(STEP.fill(optimizer=title.en, **names).en, STEP.fill(optimizer=title.zh, **names).zh)
    )
    yield Table(STEP_HEAD, tuple(_step(found, batch, state)))


def _parameters(found: Architecture) -> Iterator[tuple[Cell, ...]]:
    for number, layer in enumerate(found.layers, 1):
        formula = f"{layer.before:,} × {layer.behind:,} + {layer.behind:,}"
        yield _named(number, layer), formula, f"{layer.parameters:,}"
    whole = " + ".join(f"{layer.parameters:,}" for layer in found.layers)
    yield ALL, whole, f"{found.parameters:,}"


def _operations(found: Architecture) -> Iterator[tuple[Cell, ...]]:
    for number, layer in enumerate(found.layers, 1):
        onwards = layer.onwards if number > 1 else 0  # the inputs get no gradient
        yield (
            str(number),
            f"{layer.behind:,} × {_inside(layer)}",
            f"{layer.forward:,}",
            f"{layer.weights:,}{_plus(onwards)}{_plus(layer.behind * layer.slope)}",
            f"{layer.weights + onwards + layer.behind * layer.slope:,}",
        )
    yield ALL, "", f"{found.forward:,}", "", f"{found.backward:,}"


def _inside(layer: Dense) -> str:
    own = f"{2 * layer.before:,}"
    return f"({own} + {layer.applied})" if layer.applied else own


def _plus(count: int) -> str:
    return f" + {count:,}" if count else ""


def _named(number: int, layer: Dense) -> str:
    return f"{number}: {layer.before:,} → {layer.behind:,}"


def _rules(found: Architecture) -> tuple[tuple[str, Text], ...]:
    first = found.layers[0]
    applied = f" + {first.applied}" if first.applied else ""
    slope = f" + {first.slope} n_l" if first.slope else ""
    return (
        (rf"n_l (2 n_{{l-1}}{applied})", FORWARD_RULE),
        (rf"n_{{l-1}} n_l + n_{{l-1}} (2 n_l - 1){slope}", BACKWARD_RULE),
    )


def _step(found: Architecture, batch: int, state: int) -> Iterator[tuple[Cell, ...]]:
    passes, whole = found.forward + found.backward, found.step(batch)
    count, kept = found.parameters, found.kept(batch)
    yield PASSES, f"{batch:,} × ({found.forward:,} + {found.backward:,})", f"{batch * passes:,}"
    if batch > 1:
        yield ADDED, f"({batch:,} - 1) × {count:,}", f"{(batch - 1) * count:,}"
    yield UPDATE, f"2 × {count:,}", f"{2 * count:,}"
    yield WHOLE, "", f"{whole:,}"
    yield WEIGHTS, f"{FLOAT_BYTES} × {count:,}", _bytes(FLOAT_BYTES * count)
    yield GRADIENTS, f"{FLOAT_BYTES} × {count:,}", _bytes(FLOAT_BYTES * count)
    if state:
        yield STATE, f"{FLOAT_BYTES} × {state} × {count:,}", _bytes(FLOAT_BYTES * state * count)
    yield KEPT, f"{FLOAT_BYTES} × {batch:,} × {found.kept(1):,}", _bytes(FLOAT_BYTES * kept)
    yield MEMORY, "", _bytes(found.memory(batch, state))


def _drawing(units: tuple[int, ...]) -> Drawing:
    from derive.figures.sketch import sketch

    return sketch(units)


def _bytes(count: int) -> str:
    if count < 10_000:
        return f"{count:,} B"
    if count < 10_000_000:
        return f"{count / 1e3:,.0f} kB"
    return f"{count / 1e6:,.1f} MB" if count < 10**10 else f"{count / 1e9:,.1f} GB"


PARAMETERS_RULE = (
    (r"n_{l-1} \cdot n_l + n_l", Text("weights + biases of layer l", "第 l 層的權重 + 偏置項")),
)
PARAMETERS_HEAD = (
    Text("layer", "層"),
    Text("weights + biases", "權重 + 偏置項"),
    Text("parameters", "參數個數"),
)
ALL = Text("all", "合計")
OPERATIONS = Text(
    "Operations for one sample, as a worked solution counts them: a unit multiplies its inputs, "
    "adds them and its bias, and applies its activation; on the way back each weight takes one "
    "product for its gradient and one for the gradient of its input. The inputs of the network "
    "need no gradient.",
    "一筆樣本的運算次數（算法與推導下方的表相同）：每個神經元把輸入乘上權重、加總、加上偏置項，"
    "再套用激勵函數；往回傳時，每個權重的梯度要一次乘法，傳到前一層也要一次乘法。"
    "網路的輸入不需要梯度。",
)
FORWARD_RULE = Text("forward, layer l", "第 l 層，前向")
BACKWARD_RULE = Text("backward, layer l", "第 l 層，反向")
OPERATIONS_HEAD = (
    Text("layer", "層"),
    Text("forward", "前向"),
    Text("= operations", "= 次數"),
    Text("backward", "反向"),
    Text("= operations", "= 次數"),
)
STEP = Text(
    "One training step on a batch of {batch} samples, numbers of 4 bytes (float32); {optimizer} "
    "keeps {state} numbers for each parameter:",
    "一個訓練步驟（Batch size {batch}，float32 每個數 4 位元組；{optimizer}：每個參數記錄 {state} "
    "個數）。",
)
STEP_HEAD = (Text("what", "項目"), Text("formula", "算式"), Text("result", "結果"))
PASSES = Text("both passes, operations", "前向加反向，運算次數")
ADDED = Text("gradients added over the batch", "整個批次的梯度相加")
UPDATE = Text("update w - η ∂L/∂w", "更新 w - η ∂L/∂w")
WHOLE = Text("operations of the step", "整個步驟的運算次數")
WEIGHTS = Text("memory: parameters", "記憶體：參數")
GRADIENTS = Text("memory: gradients", "記憶體：梯度")
STATE = Text("memory: state of the optimiser", "記憶體：最佳化器的狀態")
KEPT = Text("memory: values kept for the backward pass", "記憶體：為反向傳遞記錄的值")
MEMORY = Text("memory of the step", "整個步驟的記憶體")
_BATCH = Text("A batch has at least one sample.", "一個批次至少要有一筆樣本。")
