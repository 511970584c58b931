"""Evolution strategies: the error of the estimated gradient against the number of directions."""

from collections.abc import Iterator

from derive.activations import load as load_activation
from derive.alternatives import Estimates, estimates
from derive.alternatives.evolution import PAIRS, SIGMA, TIMES
from derive.core.expression import ONE, Call, Div, Variable
from derive.core.text import Text
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying, Written, rounded
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table, shown
from derive.spelling.numbers import show

SHOWS = Text(
    "evolution strategies: error against the number of directions", "演化策略：誤差與方向個數"
)
MOST = 5000


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the estimate's formula, a table of errors, and the picture with ``c/√N``."""
    checked = spec.checked("lesson", "pairs", "seed", short="lesson")
    lesson = checked.at("lesson").lesson()
    pairs = checked.at("pairs").wholes(PAIRS)
    if not all(0 < count <= MOST for count in pairs):
        raise checked.at("pairs").error(_PAIRS.fill(most=MOST))
    seed = checked.at("seed").whole(0)
    found = checked.reading(lambda: estimates(lesson, pairs, seed=seed))
    yield Written(((FORMULA, HOW.fill(sigma=show(SIGMA))),))
    yield Saying(ABOUT.fill(times=TIMES, count=len(lesson.parameters)))
    yield Table(HEAD, tuple(_rows(found)))
    yield Picture("evolution", lambda: _drawing(found))


def _rows(found: Estimates) -> Iterator[tuple[Cell, ...]]:
    for count, error in zip(found.pairs, found.errors, strict=True):
        root = shown(rounded(error * count**0.5))
        yield f"{count:,}", f"{2 * count:,}", shown(rounded(error)), root


def _drawing(found: Estimates) -> Drawing:
    from derive.figures.plots.series import Series, series

    measured = tuple(zip(map(float, found.pairs), found.errors, strict=True))
    rule = tuple((float(n), found.constant / n**0.5) for n in found.pairs)
    lines = [Series(measured, (MEASURED,)), Series(rule, (RULE, ROOT_LAW))]
    return series(lines, (DIRECTIONS,), (ERROR,), TITLE, log_x=True, log_y=True)


FORMULA = (
    r"\nabla L(w) \approx \frac{1}{N} \sum_{k=1}^{N} \epsilon_k \cdot "
    r"\frac{L(w + \sigma \epsilon_k) - L(w - \sigma \epsilon_k)}{2 \sigma}"
)
HOW = Text("random directions ε, σ = {sigma}", "隨機方向 ε，σ = {sigma}")
ABOUT = Text(
    "Relative error of all {count} gradients, the mean of {times} estimates. Four times as many "
    "directions halve the error: it falls as $\\frac{1}{\\sqrt{N}}$, so that error times "
    "$\\sqrt{N}$ stays the same.",
    "{count} 個梯度的相對誤差（{times} 次估計的平均）。方向增為 4 倍，誤差才減半："
    "誤差以 $\\frac{1}{\\sqrt{N}}$ 的速度下降，所以誤差乘上 $\\sqrt{N}$ 幾乎不變。",
)
HEAD = (
    Text("pairs of directions $N$", "方向對數 $N$"),
    Text("runs of the network", "跑幾次網路"),
    Text("error", "誤差"),
    Text("error times $\\sqrt{N}$", "誤差 × $\\sqrt{N}$"),
)
DIRECTIONS = Text("pairs of directions N", "方向對數 N")
ERROR = Text("relative error", "相對誤差")
MEASURED = Text("measured", "實測")
RULE = Text("constant times ", "常數乘上 ")
ROOT_LAW = Div(ONE, Call(load_activation("sqrt"), (Variable("N", "N"),)))
TITLE = Text("Error of evolution strategies", "演化策略的誤差")
_PAIRS = Text("“pairs” are numbers from 1 to {most}.", "「pairs」是 1 到 {most} 的整數。")
