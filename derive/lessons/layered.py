"""A lesson that describes its network by layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from derive.core.errors import LessonError
from derive.core.expression import Variable
from derive.core.function import Function
from derive.core.lesson import Lesson
from derive.core.loss import Loss
from derive.core.text import Text
from derive.lessons import given
from derive.lessons.document import Document, as_number
from derive.losses import load as load_loss
from derive.models import Layer, Network, scalar_network
from derive.models.matrix import matrix_network, shaped, transposed
from derive.reading import NameTable

KEYS = ("inputs", "layers", "loss", "bias", "activation", "batch_normalisation", "epsilon")
LAYER_KEYS = ("units", "activation", "bias", "batch_normalisation")
PARAMETERS = ("W", "b", "gamma", "beta")
LETTER = "f"  # how “activation: any” is written
EPSILON = 1e-5  # as in PyTorch's BatchNorm1d
MOST_UNITS = 4096
LEVELS = ("scalar", "matrix")


def lesson(document: Document, level: str) -> Lesson:
    """Build the lesson; raises LessonError with the line that is at fault."""
    if level not in LEVELS:
        raise document.error(_LEVEL.fill(level=level), None, "level")
    spec = document.content["network"]
    if not isinstance(spec, dict):
        raise document.error(_SPEC, None, "network")
    for key in spec:
        if key not in KEYS:
            message = _KEY.fill(key=key, keys=", ".join(KEYS))
            raise document.error(message, None, "network", key)
    rows = _rows(document)
    network = _network(document, spec, level, batch=rows is not None)
    if "b" in given.section(document, "parameters") and not any(network.biases):
        raise document.error(_NO_BIAS, _DROP_B, "parameters", "b")
    values = _values(document, network, rows) if level == "scalar" else _shaped(document, network)
    _check_targets(document, network, values)
    table = NameTable(network.graph.leaves, {})
    return Lesson(
        title=Text("-", "-"),
        graph=network.graph,
        notation=given.notation(document, "layers"),
        values=values,
        asked=given.asked(document, _all_names(network, document), network.graph),
        frozen=frozenset(_frozen(document, network, table)),
        learning_rate=given.learning_rate(document),
        samples=rows,
        points=given.points(document),
        functions={**given.own_functions(document), **_unnamed(network)},
        network=network,
    )


def _network(document: Document, spec: dict[str, Any], level: str, batch: bool) -> Network:
    inputs = _count(document, spec.get("inputs"), "network", "inputs")
    layers = tuple(_layers(document, spec))
    loss = _loss(document, spec, layers[-1])
    _check_softmax(document, spec, loss, layers[-1])
    notation = given.notation(document, "layers")
    if level == "matrix":
        samples = _rows(document)
        return matrix_network(inputs, layers, loss, notation, samples=samples)
    normalised = any(layer.normalised for layer in layers)
    if normalised and document.content.get("data") and (_rows(document) or 1) < 2:
        raise document.error(_BATCH, _MORE, "data")
    return scalar_network(inputs, layers, loss, notation, batch=batch or normalised)


def _layers(document: Document, spec: dict[str, Any]) -> Iterable[Layer]:
    given_layers = spec.get("layers")
    if not isinstance(given_layers, list) or not given_layers:
        raise document.error(_LAYERS, None, "network", "layers")
    for place, item in enumerate(given_layers):
        path = ("network", "layers", place)
        described = item if isinstance(item, dict) else {"units": item}
        for key in described:
            if key not in LAYER_KEYS:
                message = _KEY.fill(key=key, keys=", ".join(LAYER_KEYS))
                raise document.error(message, None, *path, key)
        units = _count(document, described.get("units"), *path, "units")
        activation = described.get("activation", spec.get("activation"))
        bias = _truth(document, described.get("bias", spec.get("bias", "true")), *path, "bias")
        normalised = described.get("batch_normalisation", spec.get("batch_normalisation", "false"))
        yield Layer(
            units,
            _activation(document, activation, *path, "activation"),
            bias,
            _truth(document, normalised, *path, "batch_normalisation"),
        )


def _activation(document: Document, key: Any, *path: str | int) -> Any:
    if key is None or key in ("identity", "linear", "none", SOFTMAX):
        return None  # the softmax belongs to the loss, see _check_softmax
    own = given.own_functions(document)
    if key == given.ANY and LETTER in own and not own[LETTER].is_unknown:
        raise document.error(_LETTER_TAKEN.fill(letter=LETTER), _BY_LETTER, "functions", LETTER)
    try:
        function = own.get(key) or given.function_called(str(key), LETTER)
    except LessonError as problem:
        problem.line = document.line(*path)
        raise
    if len(function.arguments) != 1:
        raise document.error(_ONE_ARGUMENT.fill(key=key), None, *path)
    return function


def _unnamed(network: Network) -> dict[str, Function]:
    """Return the unknown functions of the layers by their letters, which answers may use."""
    layers = (layer.activation for layer in network.layers)
    return {each.latex: each for each in layers if each is not None and each.is_unknown}


def _loss(document: Document, spec: dict[str, Any], last: Layer) -> Loss:
    key = spec.get("loss")
    if key is None:
        raise document.error(_NO_LOSS, None, "network")
    try:
        loss = load_loss(str(key))
    except LessonError as problem:
        problem.line = document.line("network", "loss")
        raise
    if loss.softmax and last.activation is not None:
        raise document.error(_SOFTMAX.fill(loss=loss.key), None, "network", "loss")
    low, high = last.activation.range if last.activation else (float("-inf"), float("inf"))
    unknown = last.activation is not None and last.activation.is_unknown
    if not loss.softmax and not unknown and not (loss.range[0] <= low and high <= loss.range[1]):
        name = last.activation.key if last.activation else "identity"
        message = _RANGE.fill(activation=name, low=_bound(low), high=_bound(high), loss=loss.key,
                              left=_bound(loss.range[0]), right=_bound(loss.range[1]))  # fmt: skip
        raise document.error(message, _SIGMOID, "network", "loss")
    return loss


def _check_softmax(document: Document, spec: dict[str, Any], loss: Loss, last: Layer) -> None:
    """See that a softmax stands where the loss applies it, over two outputs or more."""
    place = next((i for i, item in enumerate(spec["layers"]) if _names_softmax(item)), None)
    if place is not None and not (loss.softmax and place == len(spec["layers"]) - 1):
        raise document.error(_NO_SOFTMAX, _CROSS_ENTROPY, "network", "layers", place)
    if loss.softmax and last.units < 2:
        raise document.error(_ONE_CLASS, _SIGMOID_LOSS, "network", "layers")


def _names_softmax(item: Any) -> bool:
    return isinstance(item, dict) and item.get("activation") == SOFTMAX


def _bound(value: float) -> str:
    return {float("inf"): "∞", float("-inf"): "-∞"}.get(value, f"{value:g}")


def _rows(document: Document) -> int | None:
    """Return how many samples a list of lists has; None for a single sample."""
    rows = {}
    for name, value in given.section(document, "data").items():
        if isinstance(value, list) and value and isinstance(value[0], list):
            rows[name] = len(value)
    if len(set(rows.values())) > 1:
        listed = ", ".join(f"{name}: {count}" for name, count in rows.items())
        raise document.error(_ROWS.fill(rows=listed), _SAME_ROWS, "data")
    return next(iter(rows.values()), None)


def _values(document: Document, network: Network, rows: int | None) -> dict[Variable, Any]:
    """Return the value of every leaf, or nothing when the file gives none."""
    data = _section(document, "data", ("x", "y"))
    parameters = _section(document, "parameters", PARAMETERS)
    if not data and not parameters:
        return {}
    values: dict[Variable, Any] = {}
    for key, names in (("x", network.inputs), ("y", network.targets)):
        values.update(_data(document, data, key, names, rows))
    for number, layer in enumerate(network.weights):
        matrix = _part(document, parameters, "W", number, len(network.weights))
        for to, row in enumerate(layer):
            entries = _part(document, matrix, "W", to, len(layer), number)
            values.update(_entries(document, entries, "W", row, number, to))
    if any(network.biases):
        for number, names in enumerate(network.biases):
            entries = _part(document, parameters, "b", number, len(network.biases))
            values.update(_entries(document, entries, "b", names, number))
    if network.count is not None:
        values[network.count] = float(rows or 1)
    if network.epsilon is not None:
        values[network.epsilon] = _epsilon(document)
        values |= _scales(document, network, parameters)
    return values


def _scales(
    document: Document, network: Network, parameters: dict[str, Any]
) -> dict[Variable, Any]:
    """Return γ and β, which are 1 and 0 unless the file says otherwise."""
    values: dict[Variable, Any] = {}
    for key, layers, usual in (("gamma", network.scales, 1.0), ("beta", network.shifts, 0.0)):
        for number, names in enumerate(layers):
            if parameters.get(key) is None:
                values |= dict.fromkeys(names, usual)
                continue
            entries = _part(document, parameters, key, number, len(layers))
            values.update(_entries(document, entries, key, names, number))
    return values


def _epsilon(document: Document) -> float:
    typed = document.content["network"].get("epsilon")
    value = EPSILON if typed is None else as_number(typed)
    if value is None or value <= 0:
        raise document.error(_POSITIVE.fill(value=typed), None, "network", "epsilon")
    return value


def _check_targets(document: Document, network: Network, values: Mapping[Variable, Any]) -> None:
    """Refuse targets that the loss is not made for: a softmax's add up to 1 in every sample."""
    if not values:
        return
    columns = [values[name] for name in network.targets]
    if network.targets[0].shape is not None:
        (columns,) = columns
    rows = [column if isinstance(column, tuple) else (column,) for column in columns]
    for sample in zip(*rows, strict=True):
        if (complaint := network.loss.complaint(sample)) is not None:
            raise document.error(complaint, None, "data", "y")


def _section(document: Document, key: str, names: tuple[str, ...]) -> dict[str, Any]:
    found = given.section(document, key)
    for name in found:
        if name not in names:
            message = _NAMES.fill(section=key, name=name, names=", ".join(names))
            raise document.error(message, None, key, name)
    return found


def _data(
    document: Document,
    data: dict[str, Any],
    key: str,
    names: tuple[Variable, ...],
    rows: int | None,
) -> dict[Variable, Any]:
    if data.get(key) is None:
        raise document.error(_MISSING.fill(name=key), _FILL_IN, "data", key)
    given_values = given.numbers(document, data[key], "data", key)
    if rows is None:
        flat = given_values if isinstance(given_values, tuple) else (given_values,)
        return _entries(document, flat, key, names)
    if not isinstance(given_values, tuple) or len(given_values) != rows:
        message = _SHAPE.fill(name=key, want=rows, got=_extent(given_values))
        raise document.error(message, _SAME_ROWS, "data", key)
    table = [row if isinstance(row, tuple) else (row,) for row in given_values]
    for row in table:
        _entries(document, row, key, names)
    return {name: tuple(row[place] for row in table) for place, name in enumerate(names)}


def _part(document: Document, holder: Any, key: str, place: int, of: int, *path: int) -> Any:
    """Return one layer's or one row's part of W or b, checking how many there are."""
    if isinstance(holder, dict):
        if holder.get(key) is None:
            raise document.error(_MISSING.fill(name=key), _FILL_IN, "parameters", key)
        holder = given.numbers(document, holder[key], "parameters", key, gaps=key != "W")
    if not isinstance(holder, tuple) or len(holder) != of:
        got = len(holder) if isinstance(holder, tuple) else 1
        name = key + "".join(f"[{i}]" for i in path)
        raise document.error(
            _SHAPE.fill(name=name, want=of, got=got), _REMEDIES[key], "parameters", key
        )
    return holder[place]


def _entries(
    document: Document, entries: Any, key: str, names: tuple[Variable, ...], *path: int
) -> dict[Variable, float]:
    section = "data" if key in ("x", "y") else "parameters"
    flat = entries if isinstance(entries, tuple) else (entries,)
    if len(flat) != len(names) or any(isinstance(item, tuple) for item in flat):
        name = key + "".join(f"[{i}]" for i in path)
        message = _SHAPE.fill(name=name, want=len(names), got=len(flat))
        raise document.error(message, _REMEDIES.get(key, _ORDER_XY), section, key)
    return dict(zip(names, flat, strict=True))


def _shaped(document: Document, network: Network) -> dict[Variable, Any]:
    """Return the value of every matrix, or nothing when the file gives none."""
    data = _section(document, "data", ("x", "y"))
    parameters = _section(document, "parameters", ("W", "b"))
    if not data and not parameters:
        return {}
    values: dict[Variable, Any] = {}
    for key, (name,) in (("x", network.inputs), ("y", network.targets)):
        if data.get(key) is None:
            raise document.error(_MISSING.fill(name=key), _FILL_IN, "data", key)
        typed = given.numbers(document, data[key], "data", key)
        batch = isinstance(typed, tuple) and isinstance(typed[0], tuple)
        values[name] = _matrix(document, transposed(typed) if batch else typed, name, "data", key)
    for key, names in (("W", network.weights), ("b", network.biases)):
        for place, name in enumerate(names):
            part = _part(document, parameters, key, place, len(names))
            values[name] = _matrix(document, part, name, "parameters", key)
    if network.count is not None:
        values[network.count] = float(_rows(document) or 1)
    return values


def _matrix(document: Document, typed: Any, name: Variable, *path: str) -> Any:
    shape = name.shape or (1, 1)
    try:
        return shaped(typed, shape)
    except ValueError:
        want = "×".join(map(str, shape))
        message = _SHAPE.fill(name=name.name, want=want, got=_extent(typed))
        raise document.error(message, _ORDER, *path) from None


def _extent(typed: Any) -> str:
    sizes = []
    while isinstance(typed, tuple):
        sizes.append(str(len(typed)))
        typed = typed[0]
    return "×".join(sizes) or "1"


def _frozen(document: Document, network: Network, table: NameTable) -> Iterable[Variable]:
    for place, name in enumerate(given.names(document, "frozen")):
        if name in PARAMETERS:
            kinds = (network.weights, network.biases, network.scales, network.shifts)
            yield from _flat(dict(zip(PARAMETERS, kinds, strict=True))[name])
        else:
            found = given.one_name(document, name, table, "frozen", place)
            yield given.learnt(document, found, "frozen", place)


def _flat(names: Any) -> Iterable[Variable]:
    for item in names:
        if isinstance(item, tuple):
            yield from _flat(item)
        else:
            yield item


def _all_names(network: Network, document: Document) -> NameTable:
    outputs = [node.output for node in network.graph.nodes]
    return NameTable([*network.graph.leaves, *outputs], given.functions(document))


def _count(document: Document, typed: Any, *path: str | int) -> int:
    if isinstance(typed, str) and typed.strip().isdigit() and 0 < int(typed[:9]) <= MOST_UNITS:
        return int(typed)
    if typed is None:
        raise document.error(_NOT_SAID.fill(name=path[-1]), _SAY_IT.fill(name=path[-1]), *path)
    shown = given.typed(typed)
    raise document.error(_WHOLE.fill(name=path[-1], value=shown, most=MOST_UNITS), None, *path)


def _truth(document: Document, typed: Any, *path: str | int) -> bool:
    known = {"true": True, "false": False, "yes": True, "no": False}
    if str(typed).lower() not in known:
        raise document.error(_TRUTH.fill(name=path[-1]), None, *path)
    return known[str(typed).lower()]


SOFTMAX = "softmax"

_NO_SOFTMAX = Text(
    "A softmax is taken in the last layer only, and by the loss.",
    "softmax 只能用在最後一層，並且由損失函數計算。",
)
_CROSS_ENTROPY = Text(
    "Choose “loss: softmax_cross_entropy”, or another activation.",
    "請改用「loss: softmax_cross_entropy」，或換一個激勵函數。",
)
_ONE_CLASS = Text("The softmax of one output is always 1.", "只有一個輸出時，softmax 恆為 1。")
_SIGMOID_LOSS = Text(
    "Give the last layer two units or more, or a sigmoid with “loss: binary_cross_entropy”.",
    "請讓最後一層至少有兩個神經元，或用 sigmoid 搭配「loss: binary_cross_entropy」。",
)
_LETTER_TAKEN = Text(
    "“activation: any” is written {letter}, but {letter} is a function that is known here.",
    "「activation: any」寫成 {letter}，但這裡的 {letter} 是已知的函數。",
)
_BY_LETTER = Text(
    "Choose another letter, as in “functions: {g: any}” and “activation: g”.",
    "請換一個字母，例如「functions: {g: any}」與「activation: g」。",
)
_NO_BIAS = Text("b is given, but no layer has a bias.", "給了 b，但沒有任何一層有偏權值。")
_DROP_B = Text("Delete b, or “bias: false”.", "請刪掉 b，或刪掉「bias: false」。")
_LEVEL = Text(
    "“level: {level}” is neither scalar nor matrix.", "「level: {level}」只能是 scalar 或 matrix。"
)
_SPEC = Text(
    "“network:” holds inputs, layers and loss.", "「network:」底下要有 inputs、layers 與 loss。"
)
_KEY = Text("“{key}” is not one of {keys}.", "「{key}」不是可用的欄位（{keys}）。")
_LAYERS = Text(
    "“layers:” is a list such as [{units: 2, activation: sigmoid}, {units: 1}].",
    "「layers:」要寫成串列，例如 [{units: 2, activation: sigmoid}, {units: 1}]。",
)
_ONE_ARGUMENT = Text(
    "“{key}” takes more than one argument.", "「{key}」需要不只一個引數，不能當激勵函數。"
)
_NO_LOSS = Text(
    "The network has no “loss:”, such as half_squared_error.",
    "network 缺少「loss:」，例如 half_squared_error。",
)
_SOFTMAX = Text(
    "{loss} applies the softmax itself, so the last layer takes no activation.",
    "{loss} 本身就包含 softmax，最後一層不要再加激勵函數。",
)
_RANGE = Text(
    "{loss} accepts outputs between {left} and {right}, but {activation} gives values between "
    "{low} and {high}.",
    "{loss} 的輸出必須介於 {left} 與 {right} 之間，但 {activation} 的值域是 {low} 到 {high}。",
)
_SIGMOID = Text(
    "Give the last layer a sigmoid, or choose another loss.",
    "請把最後一層改成 sigmoid，或換一個損失函數。",
)
_ROWS = Text(
    "The data have different numbers of samples ({rows}).", "各資料的樣本數不同（{rows}）。"
)
_SAME_ROWS = Text(
    "Give x and y one list for every sample.", "請讓 x 與 y 的列數相同，一筆樣本一列。"
)
_NAMES = Text(
    "Under “{section}:” of a network stand {names}, not “{name}”.",
    "network 的「{section}:」底下只能有 {names}，沒有「{name}」。",
)
_MISSING = Text("{name} has no value, but others have.", "其他量有數值，{name} 卻沒有。")
_FILL_IN = Text(
    "Add it to this section, or leave out every value.",
    "請在這一段補上，或全部都不給（維持符號推導）。",
)
_SHAPE = Text(
    "{name} has the wrong shape: {want} wanted, {got} given.",
    "{name} 的形狀不對：需要 {want} 個，給了 {got} 個。",
)
_ORDER = Text(
    "W[layer][to][from] has one matrix a layer and one row a unit.",
    "W[層][到][從]：每層一個矩陣，每個神經元一列。",
)
_ORDER_B = Text(
    "b[layer][unit] has one list a layer and one number a unit.",
    "b[層][神經元]：每層一個數列，每個神經元一個數。",
)
_ORDER_XY = Text(
    "x has one number an input and y one an output; a batch has one such list a sample.",
    "x 每個輸入一個數，y 每個輸出一個數；一批樣本則每筆一個數列。",
)
_ORDER_SCALE = Text(
    "gamma[layer][unit] and beta[layer][unit] have one list a layer, empty where the layer has no "
    "batch normalisation.",
    "gamma[層][神經元]、beta[層][神經元]：每層一個數列，沒有批次正規化的層寫 []。",
)
_BATCH = Text(
    "Batch normalisation needs a batch of at least two samples.",
    "批次正規化需要至少兩筆樣本的批次。",
)
_MORE = Text(
    "Give x and y as lists of lists, one list for each sample.",
    "請把 x 與 y 寫成串列的串列，一筆樣本一列。",
)
_POSITIVE = Text("“epsilon: {value}” has to be above 0.", "「epsilon: {value}」必須大於 0。")
_REMEDIES = {"W": _ORDER, "b": _ORDER_B, "gamma": _ORDER_SCALE, "beta": _ORDER_SCALE}
_NOT_SAID = Text("“{name}:” is missing.", "缺少「{name}:」。")
_SAY_IT = Text("Write “{name}: 2” here, say.", "請在這裡寫上，例如「{name}: 2」。")
_WHOLE = Text(
    "“{name}: {value}” has to be a whole number from 1 to {most}.",
    "「{name}: {value}」必須是 1 到 {most} 的整數。",
)
_TRUTH = Text("“{name}” is true or false.", "「{name}」只能是 true 或 false。")
