"""The V of finite differences: where rounding beats truncation."""

from collections.abc import Iterator

from derive.alternatives import step_errors
from derive.core.text import Text
from derive.figures import Drawing
from derive.lectures.pieces import Piece, Saying, rounded
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Picture, Table, shown
from derive.spelling.text import text_name

SHOWS = Text("the error of finite differences against the step", "有限差分的誤差與步長")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a table of errors by step, and the picture."""
    checked = spec.checked("lesson", "of", short="lesson")
    lesson = checked.at("lesson").lesson()
    names = checked.at("of").variables(lesson)
    found = checked.reading(lambda: step_errors(lesson, names[0] if names else None))
    yield Saying(ABOUT.fill(name=text_name(found.wrt)))
    head: tuple[Cell, ...] = (STEP, *found.errors)
    rows = [
        (shown(step), *(shown(rounded(errors[place])) for errors in found.errors.values()))
        for place, step in enumerate(found.steps)
    ]
    yield Table(head, tuple(rows))
    yield Picture("step-sizes", lambda: _drawing(found))
    yield Saying(WHY)


def _drawing(found: object) -> Drawing:
    from derive.alternatives import StepErrors
    from derive.figures.plots.differences import differences

    assert isinstance(found, StepErrors)
    return differences(
        {
            (way,): list(zip(found.steps, errors, strict=True))
            for way, errors in found.errors.items()
        }
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
