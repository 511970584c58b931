"""Several descents side by side: what one change does to the update."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.compare import Comparison
from derive.descent.course import Course, Iterate, length
from derive.descent.curvature import curvature
from derive.descent.machine import Machine
from derive.figures.drawing import SERIES
from derive.render.descent.changed import Changed, changed
from derive.render.descent.outcome import eigenvalues
from derive.render.descent.pictures import Run, compared, losses
from derive.render.descent.pieces import Cell, Piece, Report, Section, Table, says, shown
from derive.render.descent.symbols import gradient_length

MOST_COLUMNS = 2
MOST_DRAWN = len(SERIES)  # lines that dash and colour can tell apart
DIGITS = 4  # of a number in the table; the JSON has all of them
FEW = 6  # points: of fewer nobody can say how they move
OFTEN = 0.6  # of the steps: a descent that turns round so often jumps to and fro


def comparison_report(lesson: Lesson, found: Comparison) -> Report:
    """Return the comparison as a table, sentences and pictures."""
    name = changed(lesson, found)
    first = found.courses[0][1]
    machine = Machine(first.lesson, first.plan)
    sections = (
        Section(_of(COMPARED, name), tuple(_pieces(found, machine, name)), "comparison"),
        Section(PICTURES, _pictures(found, machine, name), "pictures"),
    )
    return Report(lesson.title, _of(SUBTITLE, name), lesson.note, sections)


def _pieces(found: Comparison, machine: Machine, name: Changed) -> Iterator[Piece]:
    yield says(_of(ABOUT, name))
    starts = {course.iterates[0].loss for _, course in found.courses}
    if len(starts) == 1:
        yield says(FROM, loss=machine.derivation.loss, before=shown(starts.pop()))
        starts = set()
    yield _table(found, machine, name, starts=bool(starts))
    if found.what == "batch_size":
        yield says(EPOCHS)
    limit = curvature(machine) if found.what == "learning_rate" else None
    if limit is not None and limit.sharpest > 0:
        yield eigenvalues(limit)
    for value, course in found.courses:
        if course.stop is not None and course.stop.failed:
            yield says(_stopped(name, value, course.stop.message))
    if len(found.courses) > MOST_DRAWN:
        yield says(DRAWN.fill(count=MOST_DRAWN))


def _pictures(found: Comparison, machine: Machine, name: Changed) -> tuple[Piece, ...]:
    runs: list[Run] = [(name.label(value), course) for value, course in found.courses]
    if found.what in ("loss", "activation", "n"):
        return (losses(machine.derivation.loss, runs),)
    return compared(machine, runs)


def _of(words: Text, name: Changed) -> Text:
    return Text(words.fill(what=name.title.en).en, words.fill(what=name.title.zh).zh.strip())


def _stopped(name: Changed, value: str, message: Text) -> Text:
    title = name.cell(value)
    en, zh = (title.en, title.zh) if isinstance(title, Text) else (value, value)
    return Text(
        f"{name.title.en[:1].upper()}{name.title.en[1:]} {en}: "
        f"{message.en[:1].lower()}{message.en[1:]}",
        f"{name.title.zh} {zh}:{message.zh}",
    )


def _table(found: Comparison, machine: Machine, name: Changed, *, starts: bool) -> Table:
    loss = machine.derivation.loss
    names = [each for each in machine.parameters if each.shape is None][:MOST_COLUMNS]
    before: list[Cell] = [BEFORE] if starts else []
    head = (name.head, UPDATES, *before, AFTER, HOW, gradient_length(loss), *names)
    return Table(
        head,
        tuple(
            (name.cell(value), *_row(found.what, course, names, starts=starts))
            for value, course in found.courses
        ),
    )


def _row(what: str, course: Course, names: list[Variable], *, starts: bool) -> Iterator[Cell]:
    first, last = course.iterates[0], course.last
    there = course.parameters_at(last)
    yield str(course.updates)
    if starts:
        yield _brief(first.loss)
    yield _brief(last.loss)
    yield _verdict(what, course)
    for value in (length(last.gradients), *(there[name] for name in names)):
        yield _brief(value)


def _brief(value: float) -> Cell:
    return shown(float(f"{value:.{DIGITS}g}"))


def _verdict(what: str, course: Course) -> Text:
    found = judged(course)
    return OF_THE_RATE.get(found, found) if what == "learning_rate" else found


def judged(course: Course) -> Text:
    """Say in a word or two how a descent went."""
    first, last = course.iterates[0], course.last
    if course.stop is not None and course.stop.failed:
        return DIVERGED
    size, start = length(last.gradients), max(length(first.gradients), 1e-300)
    if size <= 1e-6 * max(1.0, start) and last.loss <= first.loss:
        return ARRIVED
    grew = last.loss - first.loss
    if _turns(course.iterates) >= OFTEN and course.plan.batch_size is None:
        level = abs(grew) <= 1e-6 * max(1.0, abs(first.loss))
        return STAYS_AWAY if level else SWINGS_OUT if grew > 0 else SWINGS
    if grew > 0:
        return GREW
    return SLOW if grew > -0.5 * abs(first.loss) else ON_THE_WAY


def _turns(iterates: tuple[Iterate, ...]) -> float:
    """Return in which part of the steps the gradient points back; 0 for too few of them."""
    if len(iterates) < FEW:
        return 0.0
    products = [_product(a.gradients, b.gradients) for a, b in pairwise(iterates)]
    return sum(product < 0 for product in products) / len(products)


def _product(left: tuple[Any, ...], right: tuple[Any, ...]) -> float:
    products = (a * b for a, b in zip(left, right, strict=True))
    return math.fsum(float(each.sum()) if hasattr(each, "sum") else each for each in products)


SUBTITLE = Text("what the {what} changes", "{what}的影響")
COMPARED = Text("Only the {what} is changed", "只改變{what}")
ABOUT = Text(
    "The same descent several times; only the {what} differs.",
    "同樣的梯度下降做好幾次，只有{what}不同。",
)
FROM = Text("All of them start from {loss} = {before}.", "每一次都由 {loss} = {before} 開始。")
EPOCHS = Text(
    "Every run saw all samples equally often; the smaller its batches, the more updates it made.",
    "每一列看過資料的次數都相同；batch 越小，更新的次數越多。",
)
DRAWN = Text(
    "The pictures show the first {count}, as many as can be told apart.",
    "圖中只畫前 {count} 個，再多就難以分辨。",
)
UPDATES = Text("updates", "更新次數")
BEFORE = Text("first loss", "起始損失")
AFTER = Text("last loss", "最終損失")
HOW = Text("how it went", "結果")
DIVERGED = Text("diverged", "發散")
GREW = Text("loss grew", "損失變大")
ARRIVED = Text("converged", "收斂")
SLOW = Text("slow", "太慢")
ON_THE_WAY = Text("on its way", "下降中")
SWINGS = Text("jumps to and fro, comes closer", "來回跳動，但越來越近")
STAYS_AWAY = Text("jumps to and fro, comes no closer", "來回跳動，無法靠近")
SWINGS_OUT = Text("jumps to and fro, further and further", "來回跳動，越跳越遠")
OF_THE_RATE = {
    DIVERGED: Text("too large: diverged", "太大：發散"),
    SWINGS_OUT: Text("too large: jumps further and further", "太大：越跳越遠"),
    STAYS_AWAY: Text("too large: jumps to and fro, comes no closer", "太大：來回跳動，無法靠近"),
    SWINGS: Text("rather large: jumps to and fro, comes closer", "偏大：來回跳動，但越來越近"),
    SLOW: Text("too small: slow", "太小：太慢"),
}
PICTURES = Text("Pictures", "圖")
