"""What helps against vanishing or exploding gradients, tried on the same network."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.depth.compare import Trial, exploding, vanishing
from derive.depth.remedies import EXPLODING, VANISHING
from derive.lectures.pieces import Piece, Points, Saying, Written, rounded
from derive.lectures.spec import Spec
from derive.render.descent.comparison import judged
from derive.render.descent.pieces import Cell, Table, shown

SHOWS = Text("what helps against vanishing or exploding gradients", "如何避免梯度消失或梯度爆炸")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each remedy, then what each one does."""
    checked = spec.checked("against", "steps", short="against")
    against = checked.at("against").choice(VANISHING, EXPLODING)
    steps = checked.at("steps").whole(100)
    trials = vanishing(steps=steps) if against == VANISHING else exploding(steps=steps)
    network = trials[0].sizes
    assert network is not None, "the network as it was is always run"
    setting = network.setting
    names = {"depth": setting.depth, "width": setting.width, "steps": steps}
    yield Saying((ABOUT if against == VANISHING else ABOUT_EXPLODING).fill(**names))
    rows = [_row(trial, against) for trial in trials if trial.course is not None]
    yield Table(HEAD if against == VANISHING else HEAD_EXPLODING, tuple(rows))
    yield Points(tuple(map(_said, (trial for trial in trials if trial.remedy is not None))))
    formulas = [(t.remedy.formula, t.remedy.title) for t in trials if t.remedy and t.remedy.formula]
    if formulas:
        yield Written(tuple(formulas))


def _row(trial: Trial, against: str) -> tuple[Cell, ...]:
    sizes, course = trial.sizes, trial.course
    assert sizes is not None
    assert course is not None
    first, last = shown(rounded(sizes.sizes[0])), shown(rounded(sizes.sizes[-1]))
    if against == VANISHING:
        moved = trial.moved
        ways = (shown(rounded(moved[0])), shown(rounded(moved[-1])))
        return (trial.title, str(sizes.setting.depth), first, last, *ways)
    losses = (shown(rounded(course.iterates[0].loss)), shown(rounded(course.last.loss)))
    return (trial.title, first, str(course.updates), *losses, judged(course))


def _said(trial: Trial) -> Text:
    assert trial.remedy is not None
    title, about = trial.remedy.title, trial.remedy.about
    source = f" ({trial.remedy.reference})" if trial.remedy.reference else ""
    return Text(f"{title.en}: {about.en}{source}", f"{title.zh}：{about.zh}{source}")


ABOUT = Text(
    "A sigmoid network of {depth} layers with {width} units each. One thing is changed at a time; "
    "the sizes are means over 20 networks, the movement is how far the weights of one network go "
    "in {steps} updates.",
    "{depth} 層、每層 {width} 個神經元的 sigmoid 網路，每次只改一件事。梯度大小取 20 個網路的平均，"
    "移動量則是其中一個網路更新 {steps} 次後權重改變的幅度。",
)
ABOUT_EXPLODING = Text(
    "A network of {depth} layers with {width} units each whose weights start too large, trained "
    "for {steps} updates.",
    "{depth} 層、每層 {width} 個神經元、初始權重太大的網路，更新 {steps} 次。",
)
HEAD = (
    Text("what is changed", "改變的地方"),
    Text("layers", "層數"),
    Text("$|∂L/∂w|$ in the first layer", "第一層 $|∂L/∂w|$"),
    Text("in the last layer", "最後一層"),
    Text("first layer moved by", "第一層權重移動"),
    Text("last layer moved by", "最後一層權重移動"),
)
HEAD_EXPLODING = (
    Text("what is done", "做法"),
    Text("$|∂L/∂w|$ at the start", "一開始的 $|∂L/∂w|$"),
    Text("updates made", "更新次數"),
    Text("loss before", "更新前損失"),
    Text("loss after", "更新後損失"),
    Text("how it went", "結果"),
)
