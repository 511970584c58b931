"""Several descents side by side: what one change does to the update."""

from __future__ import annotations

from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.compare import Comparison
from derive.descent.course import Course, length
from derive.descent.curvature import curvature
from derive.descent.machine import Machine
from derive.render.descent.outcome import eigenvalues
from derive.render.descent.pictures import compared, losses
from derive.render.descent.pieces import Cell, Piece, Report, Section, Table, says, shown
from derive.spelling.text import text_name

MOST_COLUMNS = 3


def comparison_report(lesson: Lesson, found: Comparison) -> Report:
    """Return the comparison as a table, sentences and pictures."""
    runs = found.courses
    first = runs[0][1]
    machine = Machine(first.lesson, first.plan)
    pieces: list[Piece] = [says(ABOUT.fill(what=found.what)), _table(found, machine)]
    if found.what == "batch_size":
        pieces.append(says(EPOCHS))
    limit = curvature(machine) if found.what == "learning_rate" else None
    if limit is not None and limit.sharpest > 0:
        pieces.append(eigenvalues(limit))
    pieces += [says(c.stop.message) for _, c in runs if c.stop is not None and c.stop.failed]
    named = [(f"{found.what} = {value}", course) for value, course in runs]
    changed = found.what in ("loss", "activation", "n")
    loss = machine.derivation.loss
    drawn = (losses(loss, named),) if changed else compared(machine, named)
    sections = (
        Section(COMPARED.fill(what=found.what), tuple(pieces), "comparison"),
        Section(PICTURES, drawn, "pictures"),
    )
    return Report(lesson.title, SUBTITLE.fill(what=found.what), lesson.note, sections)


def _table(found: Comparison, machine: Machine) -> Table:
    loss = machine.derivation.loss
    names = [name for name in machine.parameters if name.shape is None][:MOST_COLUMNS]
    head: tuple[Cell, ...] = (
        found.what, UPDATES, BEFORE, AFTER, f"‖∇{text_name(loss)}‖", *names, HOW,
    )  # fmt: skip
    return Table(head, tuple(_row(value, course, names) for value, course in found.courses))


def _row(value: str, course: Course, names: list[Variable]) -> tuple[Cell, ...]:
    first, last = course.iterates[0], course.last
    there = course.parameters_at(last)
    return (
        _cell(value),
        str(course.updates),
        shown(first.loss),
        shown(last.loss),
        shown(length(last.gradients)),
        *(shown(there[name]) for name in names),
        judged(course),
    )


def _cell(value: str) -> Cell:
    try:
        return shown(float(value))
    except ValueError:
        return value


def judged(course: Course) -> Text:
    """Say in a word or two how a descent went."""
    first, last = course.iterates[0], course.last
    if course.stop is not None and course.stop.failed:
        return DIVERGED
    if last.loss > first.loss:
        return GREW
    size, start = length(last.gradients), max(length(first.gradients), 1e-300)
    if size <= 1e-6 * max(1.0, start):
        return ARRIVED
    if last.loss > first.loss - 0.5 * abs(first.loss):
        return SLOW
    return ON_THE_WAY


SUBTITLE = Text("What {what} changes", "{what} 的影響")
COMPARED = Text("Only {what} is changed", "只改變 {what}")
ABOUT = Text(
    "The same descent several times; only {what} differs.",
    "同樣的梯度下降做好幾次,只有 {what} 不同。",
)
EPOCHS = Text(
    "Every run saw all samples equally often; the smaller its batches, the more updates it made.",
    "每一列看過資料的次數都相同;batch 越小,更新的次數越多。",
)
UPDATES = Text("updates", "更新次數")
BEFORE = Text("loss before", "更新前損失")
AFTER = Text("after", "更新後")
HOW = Text("how it went", "結果")
DIVERGED = Text("diverged: too large", "發散:太大")
GREW = Text("loss grew", "損失變大")
ARRIVED = Text("converged", "收斂")
SLOW = Text("slow", "太慢")
ON_THE_WAY = Text("on its way", "下降中")
PICTURES = Text("Pictures", "圖")
