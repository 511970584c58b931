"""Which way each parameter goes next: the sign of its partial derivative decides."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Table, shown

SHOWS = Text("which way each parameter goes next", "各參數接下來往哪走")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each parameter: its partial, its value at the start, what the update does."""
    solution = spec.checked("lesson", short="lesson").at("lesson").solution()
    if not solution.values:
        raise spec.error(_NO_VALUES)
    if any(step.target.shape for step in solution.derivation.gradients.values()):
        raise spec.error(_MATRICES)
    rows = []
    for name, step in solution.derivation.gradients.items():
        value = float(solution.values[step.target])
        says = STAY if value == 0 else DECREASE if value > 0 else INCREASE
        rows.append((step.target, shown(value), says.fill(name=name.latex)))
    yield Table((PARTIAL, VALUE, WAY), tuple(rows))


PARTIAL = Text("partial", "偏微分")
VALUE = Text("its value", "值")
WAY = Text("what the update does", "更新的方向")
INCREASE = Text("$< 0$: it increases ${name}$", "$< 0$：增加 ${name}$")
DECREASE = Text("$> 0$: it decreases ${name}$", "$> 0$：減少 ${name}$")
STAY = Text("$= 0$: it leaves ${name}$ as it is", "$= 0$：${name}$ 不變")
_MATRICES = Text(
    "A matrix has many entries, and each goes its own way: leave “level: matrix” out.",
    "矩陣的每個元素各走各的方向：請拿掉「level: matrix」。",
)
_NO_VALUES = Text("This lesson has no numbers.", "這份教案沒有數值。")
