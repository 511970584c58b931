"""The gradient of the first layer as a network gets deeper: it vanishes, or it explodes."""

from collections.abc import Iterator
from dataclasses import replace

from derive.activations import load
from derive.core.text import Text
from derive.depth import initialisations
from derive.depth.compare import by_depth
from derive.depth.sizes import NETWORKS, LayerSizes, Setting
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying, measured
from derive.lectures.settings import setting
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table

SHOWS = Text("the first layer's gradient against depth", "第一層的梯度與層數")

DEPTHS = (2, 4, 6, 8, 10, 12)
KEYS = (
    "depths", "width", "inputs", "activations", "initialisation", "samples", "seed",
    "batch_normalisation",
)  # fmt: skip


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield one column for each activation and one row for each depth."""
    checked = spec.checked(*KEYS)
    start = setting(checked, Setting())
    depths = checked.at("depths").wholes(DEPTHS)
    keys = checked.at("activations").words() or ("sigmoid",)
    found = checked.reading(
        lambda: [
            (load(key).title, by_depth(replace(start, activation=key), depths)) for key in keys
        ]
    )
    about = initialisations.load(start.initialisation)
    said = Text(f"${about.formula}$ ({about.title.en})", f"${about.formula}$（{about.title.zh}）")
    yield Saying(
        Text(
            ABOUT.fill(networks=NETWORKS, start=said.en).en,
            ABOUT.fill(networks=NETWORKS, start=said.zh).zh,
        )
    )
    head: tuple[Cell, ...] = (DEPTH, *(title for title, _ in found))
    rows: list[tuple[Cell, ...]] = [
        (str(depth), *(measured(sizes[place].sizes[0]) for _, sizes in found))
        for place, depth in enumerate(depths)
    ]
    yield Table(head, tuple(rows))
    yield Picture("gradient-by-depth", lambda: _drawing(found))


def _found(setting: Setting, depths: tuple[int, ...]) -> tuple[Text, tuple[LayerSizes, ...]]:
    return load(setting.activation).title, by_depth(setting, depths)


def _drawing(found: list[tuple[Text, tuple[LayerSizes, ...]]]) -> Drawing:
    from derive.figures.plots.series import Series, series
    from derive.lectures.kinds.gradient_sizes import GRADIENT

    lines = [
        Series(tuple((float(s.setting.depth), s.sizes[0]) for s in sizes), (title,))
        for title, sizes in found
    ]
    label = ("|", GRADIENT, "|")
    return series(lines, (DEPTH,), label, TITLE, log_y=True, whole_x=True)


ABOUT = Text(
    "Mean of $|\\frac{\\partial L}{\\partial w}|$ over the weights of the first layer, {networks} "
    "networks each; weights start with {start}:",
    "第一層權重 $|\\frac{\\partial L}{\\partial w}|$ 的平均值（各取 {networks} 個網路）；"
    "權重初始化為 {start}：",
)
DEPTH = Text("number of layers", "層數")
TITLE = Text("Gradient of the first layer", "第一層的梯度")
