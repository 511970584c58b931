"""How it went: the table of all iterations, convergence, and how large the rate may be."""

from __future__ import annotations

import math
from collections.abc import Iterator

from derive.core.expression import Partial, Variable
from derive.core.text import Text
from derive.descent.course import Course, Iterate, length
from derive.descent.curvature import Curvature, curvature
from derive.descent.machine import Machine
from derive.descent.one_variable import MINIMUM, one_variable
from derive.render.descent.pieces import Cell, Piece, Section, Table, says, shown
from derive.render.descent.symbols import BOUND, ETA, SHARPEST, gradient_length
from derive.spelling.numbers import show

MOST_ROWS = 20
MOST_COLUMNS = 4  # parameters
LEVEL = 1e-10  # a gradient this many times shorter than the loss is large counts as 0
MOST_HESSIAN = 6
NEAR = 0.02  # relative distance at which a descent has come to a minimum


def outcome(machine: Machine, course: Course) -> Section:
    """Return the table of iterations, and whether and why it ended."""
    loss = machine.derivation.loss
    pieces: list[Piece] = [_table(machine, course)]
    if course.stop is not None:
        pieces.append(says(course.stop.whole, True))
    pieces.append(_change(machine, course))
    if course.plan.batch_size is not None:
        pieces.append(says(ON_ALL, loss=loss, nabla=gradient_length(loss)))
    if course.stop is None or not course.stop.failed:
        pieces.append(_convergence(course, loss))
    pieces += _minimum(machine, course)
    return Section(COURSE, tuple(pieces), "course")


def _table(machine: Machine, course: Course) -> Table:
    names = [name for name in machine.parameters if name.shape is None][:MOST_COLUMNS]
    places = [machine.parameters.index(name) for name in names]
    dots = len(machine.parameters) > len(names) > 0
    loss = machine.derivation.loss
    one = len(machine.parameters) == len(names) == 1  # its gradient has a sign worth seeing
    head: list[Cell] = ["t", *names, *(["…"] if dots else []), loss]
    head.append(Partial(loss, names[0]) if one else gradient_length(loss))
    return Table(tuple(head), tuple(_rows(course.iterates, places, dots, one)))


def _rows(
    iterates: tuple[Iterate, ...], places: list[int], dots: bool, one: bool
) -> Iterator[tuple[Cell, ...]]:
    last = -1
    for place in chosen(len(iterates)):
        if place > last + 1 and last < 5:
            yield ("⋮", *(["⋮"] * (len(places) + dots + 2)))
        last, here = place, iterates[place]
        numbers: list[Cell] = [shown(here.parameters[p]) for p in places]
        numbers += ["…"] if dots else []
        gradient = here.gradients[0] if one else length(here.gradients)
        yield (str(here.t), *numbers, shown(here.loss), shown(gradient))


def chosen(count: int) -> list[int]:
    """Return which of many rows to show: all of a few, else the first, some between, the last."""
    if count <= MOST_ROWS:
        return list(range(count))
    first = list(range(5))
    between = [round(5 + (count - 7) * step / (MOST_ROWS - 7)) for step in range(1, MOST_ROWS - 6)]
    return sorted({*first, *between, count - 1})


def _change(machine: Machine, course: Course) -> Piece:
    first, last = course.iterates[0], course.last
    return says(
        CHANGE if course.updates != 1 else CHANGE_ONE,
        loss=machine.derivation.loss,
        count=str(course.updates),
        before=shown(first.loss),
        after=shown(last.loss),
    )


def _convergence(course: Course, loss: Variable) -> Piece:
    size = length(course.last.gradients)
    scale = max(1.0, length(course.iterates[0].gradients))
    words = CONVERGED if size <= LEVEL * scale else NOT_YET if course.stop is None else ENOUGH
    return says(words, nabla=gradient_length(loss), size=shown(size))


def _minimum(machine: Machine, course: Course) -> Iterator[Piece]:
    """Yield whether the minimum that was reached is the smallest one, where all are known."""
    known = one_variable(machine.lesson)
    if known is None or (course.stop is not None and course.stop.failed):
        return
    minima = [each for each in known.extrema if each.kind == MINIMUM]
    last, start = course.last.parameters[0], course.iterates[0].parameters[0]
    near = [each for each in minima if abs(each.place - last) <= NEAR * max(1.0, abs(last))]
    if len(minima) < 2 or not near:
        return
    best = min(minima, key=lambda each: each.value)
    parts = {"variable": known.variable, "loss": known.loss}
    if near[0] != best:
        numbers = {"place": near[0].place, "best": best.place, "lowest": best.value}
        yield says(LOCAL, **parts, **{name: shown(value) for name, value in numbers.items()})
        return
    passed = [e for e in minima if min(start, last) < e.place < max(start, last) and e != best]
    yield says(GLOBAL, **parts, place=shown(best.place))
    for each in passed:
        yield says(PASSED, **parts, place=shown(each.place))


def stability(machine: Machine) -> Iterator[Section]:
    """Yield how large the learning rate may be, where the loss is quadratic."""
    found = curvature(machine)
    if found is None or found.sharpest <= 0:
        return
    several = len(machine.parameters) > 1
    loss, (first, *_) = machine.derivation.loss, machine.parameters
    about = says(QUADRATIC, loss=loss) if several else says(QUADRATIC_ONE, loss=loss, name=first)
    pieces: list[Piece] = [about]
    if several and len(machine.parameters) <= MOST_HESSIAN:
        pieces.append(_hessian(machine, found))
    pieces.append(eigenvalues(found))
    if machine.plan.optimizer.key == "sgd" and machine.plan.schedule is None:
        pieces.append(_regime(machine, found))
    yield Section(HOW_LARGE, tuple(pieces), "stability")


def _hessian(machine: Machine, found: Curvature) -> Table:
    head: tuple[Cell, ...] = ("H", *machine.parameters)
    rows = tuple(
        (name, *map(shown, row))
        for name, row in zip(machine.parameters, found.hessian.tolist(), strict=True)
    )
    return Table(head, rows)


def eigenvalues(found: Curvature) -> Piece:
    """Return the sentence on the eigenvalues and the largest learning rate."""
    words = EIGENVALUES if len(found.eigenvalues) > 1 else SECOND_DERIVATIVE
    en, zh = ", ".join(_each(found)), "、".join(_each(found))
    return says(
        Text(words.fill(values=en).en, words.fill(values=zh).zh),
        limit=shown(found.limit),
        bound=BOUND,
        sharpest=SHARPEST,
        eta=ETA,
    )


def _each(found: Curvature) -> list[str]:
    values = [show(round(value, 12)) for value in found.eigenvalues]
    return values if len(values) <= 8 else [*values[:4], "…", *values[-3:]]


def _regime(machine: Machine, found: Curvature) -> Piece:
    rate = machine.plan.values["learning_rate"]
    ratio = rate * found.sharpest
    if math.isclose(ratio, 2.0, rel_tol=1e-9):
        words = AT_LIMIT
    elif math.isclose(ratio, 1.0, rel_tol=1e-9):
        words = AT_ONCE
    elif ratio > 2:
        words = ABOVE
    else:
        words = JUMPS if ratio > 1 else STEADY
    return says(words, rate=shown(rate), limit=shown(found.limit), eta=ETA)


COURSE = Text("All iterations", "整個過程")
CHANGE = Text(
    "After {count} updates {loss} went from {before} to {after}.",
    "更新 {count} 次後，損失 {loss} 由 {before} 變成 {after}。",
)
CHANGE_ONE = Text(
    "After {count} update {loss} went from {before} to {after}.",
    "更新 {count} 次後，損失 {loss} 由 {before} 變成 {after}。",
)
CONVERGED = Text(
    "{nabla} = {size}: the gradient has become 0, the parameters move no longer. It has converged.",
    "{nabla} = {size}：梯度已經變成 0，參數不再移動，也就是收斂了。",
)
NOT_YET = Text(
    "{nabla} = {size}, not 0 yet: further iterations would change the parameters.",
    "{nabla} = {size}，還不是 0：繼續迭代參數仍會改變。",
)
ENOUGH = Text(
    "{nabla} = {size}: not quite 0, but the rule that was set is met.",
    "{nabla} = {size}：還不完全是 0，但已符合設定的停止條件。",
)
ON_ALL = Text(
    "{loss} and {nabla} in the table are those on all samples.",
    "表中的 {loss} 與 {nabla} 是用全部資料算的。",
)
LOCAL = Text(
    "The gradient is 0 at {variable} = {place}, but this is only a local minimum: at {variable} = "
    "{best} the value is {lowest}. Plain descent cannot climb the hill between them; momentum may "
    "get over it (--optimizer momentum).",
    "在 {variable} = {place} 梯度為 0，但這只是區域最小值：在 {variable} = {best} 的值是 {lowest}。"
    "一般的梯度下降翻不過中間的山丘；加上動量就有機會衝出去（--optimizer momentum）。",
)
GLOBAL = Text(
    "{variable} = {place} is the global minimum of {loss}.",
    "{variable} = {place} 是 {loss} 的全域最小值。",
)
PASSED = Text(
    "On the way the local minimum at {variable} = {place} was left behind.",
    "途中衝出了 {variable} = {place} 的區域最小值。",
)
HOW_LARGE = Text("How large the learning rate may be", "學習率可以多大")
QUADRATIC = Text(
    "{loss} is quadratic in the parameters, so its second derivatives H are the same everywhere.",
    "{loss} 是參數的二次函數，所以二階導數 H（Hessian）處處相同。",
)
QUADRATIC_ONE = Text(
    "{loss} is quadratic in {name}, so its second derivative is the same everywhere.",
    "{loss} 是 {name} 的二次函數，所以二階導數處處相同。",
)
SECOND_DERIVATIVE = Text(
    "The second derivative is {sharpest}\u00a0=\u00a0{values}. Gradient descent is stable for "
    "{eta}\u00a0<\u00a0{bound}\u00a0=\u00a0{limit}.",
    "二階導數就是 {sharpest}\u00a0=\u00a0{values}；"
    "梯度下降在 {eta}\u00a0<\u00a0{bound}\u00a0=\u00a0{limit} 時穩定。",
)
EIGENVALUES = Text(
    "Its eigenvalues are {values}; the largest is {sharpest}. Gradient descent is stable for "
    "{eta}\u00a0<\u00a0{bound}\u00a0=\u00a0{limit}.",
    "特徵值為 {values}，最大的是 {sharpest}；"
    "梯度下降在 {eta}\u00a0<\u00a0{bound}\u00a0=\u00a0{limit} 時穩定。",
)
AT_ONCE = Text(
    "{eta} = {rate} is half of it: in the steepest direction one step leads to the minimum.",
    "{eta} = {rate} 剛好是上限的一半：在最陡的方向，一步就走到最低點。",
)
STEADY = Text(
    "{eta} = {rate} is below half of it: every component of the error shrinks without changing "
    "its sign. A much smaller one would only be slower.",
    "{eta} = {rate} 小於上限的一半：誤差的每個分量都逐步縮小、不變號；再小很多只會更慢。",
)
JUMPS = Text(
    "{eta} = {rate} is below the limit but above half of it: in the steepest direction each step "
    "jumps over the minimum, and still comes closer.",
    "{eta} = {rate} 小於上限但超過一半：在最陡的方向，每一步都會跨過最低點，但仍越來越近。",
)
AT_LIMIT = Text(
    "{eta} = {rate} is exactly the limit: in the steepest direction it jumps to and fro without "
    "coming closer.",
    "{eta} = {rate} 剛好等於上限：在最陡的方向，會在最低點兩側來回跳動，不再靠近。",
)
ABOVE = Text(
    "{eta} = {rate} is too large: plain gradient descent moves further away with each step and "
    "diverges.",
    "{eta} = {rate} 太大：一般的梯度下降每一步都離得更遠，會發散。",
)
