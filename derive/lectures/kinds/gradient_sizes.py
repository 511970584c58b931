"""|∂L/∂w| by layer of real networks, for activations or starts: a table and a picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import nan

from derive.activations import load
from derive.core.expression import Partial, Role, Variable
from derive.core.text import Text
from derive.depth import initialisations
from derive.depth.sizes import NETWORKS, LayerSizes, Setting, layer_sizes, sizes_of
from derive.figures import Drawing
from derive.figures.drawing import Words
from derive.lectures.pieces import Piece, Saying, measured
from derive.lectures.settings import setting
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table
from derive.spelling.text import text

SHOWS = Text("how large the gradient is in each layer", "各層梯度的大小")

KEYS = (
    "depth", "width", "inputs", "activations", "initialisations", "samples", "seed",
    "batch_normalisation",
)  # fmt: skip
LOSS = Variable("L", "L", Role.LOSS)
WEIGHT = Variable("w", "w", Role.PARAMETER)


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield one column for each activation or initialisation, or the one of a lesson."""
    checked = spec.checked("lesson", *KEYS, short="lesson")
    if checked.at("lesson").value is not None:
        if any(checked.at(key).value is not None for key in KEYS):
            raise checked.error(_OWN)
        yield from _of_lesson(checked.at("lesson"))
        return
    start = setting(checked, Setting())
    found = [(name, sizes) for name, sizes in checked.reading(lambda: list(_found(checked, start)))]
    about = NORMALISED if start.normalised else ABOUT
    yield Saying(about.fill(networks=NETWORKS, depth=start.depth, width=start.width))
    yield _table(found)
    yield Picture("gradient-sizes", lambda: _drawing(found))


def _of_lesson(spec: Spec) -> Iterator[Piece]:
    lesson = spec.lesson()
    sizes = spec.reading(lambda: sizes_of(lesson))
    yield Saying(OF_LESSON)
    rows = [(str(layer), measured(size)) for layer, size in enumerate(sizes, 1)]
    ratio = sizes[0] / sizes[-1] if sizes[-1] else nan
    yield Table((LAYER, f"|{text(GRADIENT)}|"), (*rows, (RATIO, measured(ratio))))
    yield Picture("gradient-sizes", lambda: _drawn({(lesson.title,): sizes}))


def _found(spec: Spec, start: Setting) -> Iterator[tuple[Text, LayerSizes]]:
    kinds = spec.at("initialisations").words()
    for key in spec.at("activations").words() or ("sigmoid",):
        for kind in kinds or (start.initialisation,):
            setting = replace(start, activation=key, initialisation=kind)
            title = load(key).title
            if kinds:
                other = initialisations.load(kind).title
                title = Text(f"{title.en}, {other.en}", f"{title.zh}，{other.zh}")
            yield title, layer_sizes(setting)


def _table(found: list[tuple[Text, LayerSizes]]) -> Table:
    head: tuple[Cell, ...] = (LAYER, *(title for title, _ in found))
    depth = found[0][1].setting.depth
    rows: list[tuple[Cell, ...]] = [
        (str(layer + 1), *(measured(sizes.sizes[layer]) for _, sizes in found))
        for layer in range(depth)
    ]
    rows.append((RATIO, *(measured(sizes.ratio) for _, sizes in found)))
    return Table(head, tuple(rows))


def _drawing(found: list[tuple[Text, LayerSizes]]) -> Drawing:
    return _drawn({(title,): sizes.sizes for title, sizes in found})


def _drawn(lines: Mapping[Words, Sequence[float]]) -> Drawing:
    from derive.figures.plots.vanishing import vanishing

    return vanishing(lines, LOSS, WEIGHT)


GRADIENT = Partial(LOSS, WEIGHT)
ABOUT = Text(
    "Mean of $|\\frac{\\partial L}{\\partial w}|$ over all weights of a layer, measured on "
    "{networks} networks of depth {depth} and width {width}, derived and run:",
    "各層所有權重 $|\\frac{\\partial L}{\\partial w}|$ 的平均值："
    "實際推導並執行 {networks} 個 {depth} 層、每層 {width} 個神經元的網路：",
)
_OWN = Text(
    "A lesson has its own layers and numbers; leave the other keys out, or the lesson.",
    "教案已有自己的層與數值；請拿掉其他欄位，或拿掉教案。",
)
OF_LESSON = Text(
    "Mean of $|\\frac{\\partial L}{\\partial w}|$ over all weights of a layer, with the lesson's "
    "own numbers:",
    "各層所有權重 $|\\frac{\\partial L}{\\partial w}|$ 的平均值（用教案的數值計算）：",
)
NORMALISED = Text(
    "Mean of $|\\frac{\\partial L}{\\partial w}|$ over all weights of a layer, measured on "
    "{networks} networks of depth {depth} and width {width} with batch normalisation:",
    "各層所有權重 $|\\frac{\\partial L}{\\partial w}|$ 的平均值："
    "實際推導並執行 {networks} 個 {depth} 層、每層 {width} 個神經元、加上批次正規化的網路：",
)
LAYER = Text("layer", "層")
RATIO = Text("first / last", "第一層 / 最後一層")
