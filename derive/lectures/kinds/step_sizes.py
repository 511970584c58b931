"""The V of finite differences: where rounding beats truncation."""

from collections.abc import Iterator

from derive.alternatives import StepErrors, step_errors
from derive.alternatives.step_sizes import CENTRAL, COMPLEX, FORWARD
from derive.core.text import Text
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying, Written, rounded
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table, shown

SHOWS = Text("the error of finite differences against the step", "有限差分的誤差與步長")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a table of errors by step, and the picture."""
    checked = spec.checked("lesson", "of", short="lesson")
    lesson = checked.at("lesson").lesson()
    names = checked.at("of").variables(lesson)
    found = checked.reading(lambda: step_errors(lesson, names[0] if names else None))
    yield Written(WAYS)
    yield Saying(ABOUT.fill(name=f"${found.wrt.latex}$"))
    head: tuple[Cell, ...] = (STEP, *(SHORT[way] for way in found.errors))
    rows = [
        (shown(step), *(shown(rounded(errors[place])) for errors in found.errors.values()))
        for place, step in enumerate(found.steps)
    ]
    yield Table(head, tuple(rows))
    yield Picture("step-sizes", lambda: _drawing(found))
    yield Saying(WHY)
    yield Table(BEST_HEAD, tuple(_best(found, way) for way in found.errors))
    yield Written(ORDERS)


def _best(found: StepErrors, way: Text) -> tuple[Cell, ...]:
    step, error = found.best(way)
    expected = found.expected.get(way)
    theory: Cell = shown(rounded(expected)) if expected is not None else NONE[way == COMPLEX]
    return SHORT[way], shown(step), shown(rounded(error)), theory


def _drawing(found: StepErrors) -> Drawing:
    from derive.figures.plots.differences import differences

    return differences(
        {
            (SHORT[way],): list(zip(found.steps, errors, strict=True))
            for way, errors in found.errors.items()
        }
    )


BEST_HEAD = (
    Text("way", "方法"),
    Text("smallest error at", "誤差最小的步長"),
    Text("that error", "該誤差"),
    Text("in theory near", "理論上接近"),
)
SHORT = {
    FORWARD: Text("one-sided difference", "單邊差分"),
    CENTRAL: Text("central difference", "中央差分"),
    COMPLEX: Text("complex step", "複數步"),
}
WAYS = (
    (r"\frac{L(w + h) - L(w)}{h}", SHORT[FORWARD]),
    (r"\frac{L(w + h) - L(w - h)}{2h}", SHORT[CENTRAL]),
    (r"\frac{\operatorname{Im} \, L(w + ih)}{h}", SHORT[COMPLEX]),
)
NONE = (
    Text("large steps: nothing is truncated", "步長越大越好（沒有截斷誤差）"),
    Text("any small step", "越小越好"),
)
ORDERS = (
    (
        r"\frac{h |L''(w)|}{2} + \frac{\epsilon |L(w)|}{h}",
        Text("one-sided: truncation + rounding", "單邊差分：截斷誤差 + 捨入誤差"),
    ),
    (
        r"h = \sqrt{2 \epsilon \frac{|L(w)|}{|L''(w)|}} \sim \sqrt{\epsilon}",
        Text("smallest, ε = 2.2×10⁻¹⁶", "總和最小，ε = 2.2×10⁻¹⁶"),
    ),
    (
        r"\frac{h^2 |L'''(w)|}{6} + \frac{\epsilon |L(w)|}{2h}",
        Text("central: truncation + rounding", "中央差分：截斷誤差 + 捨入誤差"),
    ),
    (
        r"h = \left(\frac{3 \epsilon}{2} \frac{|L(w)|}{|L'''(w)|}\right)^{1/3} \sim \epsilon^{1/3}",
        Text("smallest", "總和最小"),
    ),
)
STEP = Text("step $h$", "步長 $h$")
ABOUT = Text("Relative error of the derivative by {name}:", "對 {name} 微分的相對誤差：")
WHY = Text(
    "A smaller step leaves out less of the curve (truncation), until the two losses agree in "
    "nearly all of their 16 digits and their difference is mostly rounding: the error falls and "
    "rises again, a V. The complex step subtracts nothing and keeps falling.",
    "步長越小，截斷誤差越小；但兩個損失值的 16 位數字幾乎全部相同時，相減後剩下的多半是捨入誤差，"
    "所以誤差先降後升，呈 V 字形。複數步沒有相減，誤差會一直下降。",
)
