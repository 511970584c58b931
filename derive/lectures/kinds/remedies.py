"""What helps against vanishing or exploding gradients, tried on the same network."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from derive.core.text import Text
from derive.depth.compare import RATES, SETTINGS, Trial, tried
from derive.depth.remedies import EXPLODING, VANISHING, Remedy
from derive.depth.sizes import LayerSizes
from derive.descent import Course
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Points, Saying, Written, cited, measured
from derive.lectures.settings import KEYS, described, setting
from derive.lectures.spec import Spec
from derive.render.descent.comparison import judged
from derive.render.descent.pieces import Cell, Picture, Table
from derive.spelling.numbers import show

SHOWS = Text("what helps against vanishing or exploding gradients", "如何避免梯度消失或梯度爆炸")
MOST_LINES = 5  # of a picture, beside the network as it was
MOST_STEPS = 2000


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the gradients of each trial by layer, how its training went, what each remedy does."""
    checked = spec.checked("against", *KEYS, "steps", "learning_rate", short="against")
    problem = checked.at("against").choice(VANISHING, EXPLODING)
    network = setting(checked, SETTINGS[problem])
    steps = checked.at("steps").whole(100)
    if not 1 <= steps <= MOST_STEPS:
        raise checked.at("steps").error(_STEPS.fill(most=MOST_STEPS))
    rate = checked.at("learning_rate").number(RATES[problem])
    trials = checked.reading(lambda: tried(problem, network, steps=steps, learning_rate=rate))
    run = [_Run(t, t.sizes, t.course) for t in trials if t.sizes and t.course]
    about = described(network)
    yield Saying(Text(ABOUT.fill(network=about.en).en, ABOUT.fill(network=about.zh).zh))
    changed = [each for each in run if not _only_trained_otherwise(each)]
    yield Table(SIZES_HEAD, tuple(each.sizes_row for each in changed))
    for number, group in enumerate(_groups(changed)):
        yield Picture(f"remedies-{number}", partial(_by_layer, group))
    yield Saying(TRAINED.fill(steps=steps, rate=show(rate)))
    yield Table(TRAINED_HEAD, tuple(each.training_row for each in run))
    for number, group in enumerate(_groups(run)):
        yield Picture(f"remedies-trained-{number}", partial(_losses, group))
    remedies = [trial.remedy for trial in trials if trial.remedy is not None]
    yield Points(tuple(map(_said, remedies)))
    formulas = [(remedy.formula, remedy.title) for remedy in remedies if remedy.formula]
    if formulas:
        yield Written(tuple(formulas))


@dataclass(frozen=True)
class _Run:
    """A trial that was run."""

    trial: Trial
    sizes: LayerSizes
    course: Course

    @property
    def sizes_row(self) -> tuple[Cell, ...]:
        first, last = (measured(self.sizes.sizes[end]) for end in (0, -1))
        ratio = measured(self.sizes.ratio)
        return (self.trial.title, str(self.sizes.setting.depth), first, last, ratio)

    @property
    def training_row(self) -> tuple[Cell, ...]:
        first, last = (measured(self.trial.moved[end]) for end in (0, -1))
        losses = (self.course.iterates[0].loss, self.course.last.loss)
        before, after = map(measured, losses)
        return (
            self.trial.title,
            str(self.course.updates),
            before,
            after,
            first,
            last,
            judged(self.course),
        )


def _groups(run: list[_Run]) -> Iterator[list[_Run]]:
    """Yield what goes into one picture: the network as it was, and a few that differ from it."""
    base, *others = run
    for start in range(0, len(others), MOST_LINES):
        yield [base, *others[start : start + MOST_LINES]]


def _only_trained_otherwise(each: _Run) -> bool:
    """Whether the remedy changes the training only, and no gradient at the start."""
    return each.trial.remedy is not None and bool(each.trial.remedy.clipping.limits)


def _by_layer(group: list[_Run]) -> Drawing:
    from derive.figures.plots.vanishing import vanishing
    from derive.lectures.kinds.gradient_sizes import LOSS, WEIGHT

    return vanishing({(each.trial.title,): each.sizes.sizes for each in group}, LOSS, WEIGHT)


def _losses(group: list[_Run]) -> Drawing:
    from derive.figures.plots.series import Series, series
    from derive.lectures.kinds.gradient_sizes import LOSS

    lines = [
        Series(tuple((float(i.t), i.loss) for i in each.course.iterates), (each.trial.title,))
        for each in group
    ]
    return series(lines, (UPDATES,), (LOSS,), LOSSES, log_y=True, whole_x=True, highest=_top(group))


def _top(group: list[_Run]) -> float:
    """Return where the picture ends; a loss that diverges leaves it there."""
    most = max(i.loss for each in group for i in each.course.iterates)
    return min(most, 3 * max(each.course.iterates[0].loss for each in group))


def _said(remedy: Remedy) -> Text:
    return cited(remedy.title, remedy.about, remedy.reference)


ABOUT = Text(
    "The network: {network}. What is changed stands in front; the sizes are means of "
    "$|\\frac{\\partial L}{\\partial w}|$ over 20 networks that start with other numbers.",
    "原本的網路：{network}。每一列最前面是改變的地方；"
    "$|\\frac{\\partial L}{\\partial w}|$ 為 20 個不同初始值的網路平均。",
)
UPDATES = Text("updates", "更新次數")
LOSSES = Text("Loss while training", "訓練過程中的損失")
TRAINED = Text(
    "The first of them trained for {steps} updates by gradient descent with learning rate {rate}; "
    "how far the weights moved is the mean over a layer:",
    "取其中第一個網路，以學習率 {rate} 的梯度下降更新 {steps} 次；移動量為該層權重改變幅度的平均：",
)
_STEPS = Text("“steps” is a number from 1 to {most}.", "「steps」是 1 到 {most} 的整數。")
SIZES_HEAD = (
    Text("what is changed", "改變的地方"),
    Text("layers", "層數"),
    Text("$|∂L/∂w|$ in the first layer", "第一層 $|∂L/∂w|$"),
    Text("in the last layer", "最後一層"),
    Text("first / last", "第一層 / 最後一層"),
)
TRAINED_HEAD = (
    Text("what is changed", "改變的地方"),
    Text("updates", "更新"),
    Text("loss before", "起初損失"),
    Text("after", "最後損失"),
    Text("first layer moved", "第一層移動量"),
    Text("last layer moved", "最後一層移動量"),
    Text("how it went", "結果"),
)
