"""Every iteration in lines: forward, backward, update, state, the loss before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.core.derivation import Phase
from derive.core.expression import Expression, Mul, Neg, Number, Variable
from derive.core.text import Text, same
from derive.descent.course import Course, Iterate, length
from derive.descent.iteration import Iteration, iteration
from derive.descent.machine import Machine
from derive.render.block import Block
from derive.render.descent.pieces import Cell, Piece, Section, Table, result, says, shown
from derive.render.descent.symbols import ETA, gradient_length, gradient_of
from derive.render.solution import Solution
from derive.render.wording import Sentence
from derive.render.words import OFF

MOST_SAMPLES = 12  # of a batch that are listed
MOST_STEPS = 90  # of one iteration; a larger network has its numbers in the table alone


def iterations(machine: Machine, course: Course, most: int) -> Iterator[Section]:
    """Yield one section for each of the first iterations."""
    steps = len(machine.derivation.steps)
    if steps > MOST_STEPS or any(name.shape for name in machine.parameters):
        if most and course.updates:
            yield Section(LINES, (says(TOO_LONG.fill(steps=steps)),), "iterations")
        return
    for before, after in zip(course.iterates[:most], course.iterates[1:], strict=False):
        yield _section(machine, iteration(machine, before), after)


def _section(machine: Machine, one: Iteration, after: Iterate) -> Section:
    pieces: list[Piece] = []
    if one.before.seen is not None:
        pieces.append(_batch(one.before))
    solution = Solution(machine.lesson, one.derivation, one.values)
    blocks = solution.blocks
    forward = next(b.number for b in blocks if b.step.phase is Phase.FORWARD)
    early = [block for block in blocks if block.number < forward]
    pieces += _worked(early, None, one)
    pieces += _worked(solution.phase(Phase.FORWARD), FORWARD, one)
    pieces += _worked(solution.phase(Phase.BACKWARD), BACKWARD, one)
    if len(machine.parameters) == 2:
        pieces += _vector(machine, one)
    updates = [b for b in blocks if b.step.phase is Phase.UPDATE and b.number > forward]
    pieces += _worked(updates, UPDATE, one)
    if one.recurrence.state_keys:
        pieces.append(_state_table(machine, one, after))
    pieces.append(_losses(machine, one, after))
    return Section(PASS.fill(number=one.number), tuple(pieces), f"iteration-{one.number}")


def _worked(blocks: Sequence[Block], title: Text | None, one: Iteration) -> Iterator[Piece]:
    if blocks and title is not None:
        yield says(title, True)
    for block in blocks:
        yield result(block, _why(block, one))
        # a convention at a kink is said once, that a unit is off in every pass
        yield from (says(note) for note in block.notes if one.number == 1 or note == OFF)


def _why(block: Block, one: Iteration) -> Text | Sentence | None:
    """Say of a gradient which way its parameter goes, of an update what it makes."""
    if block.step.phase is Phase.UPDATE:
        return block.step.rule.title
    if block.answers is None or block.value is None:
        return None
    gradient = float(block.value)
    words = LEVEL if gradient == 0 else DECREASE if gradient > 0 else INCREASE
    stands_at = {point: name for name, point in one.recurrence.points.items()}
    return Sentence(words, {"name": stands_at[block.answers]})


def _batch(before: Iterate) -> Piece:
    assert before.seen is not None
    batch = before.seen.batch
    numbers = [str(number + 1) for number in batch.samples[:MOST_SAMPLES]]
    numbers += ["…"] if len(batch.samples) > MOST_SAMPLES else []
    words = BATCH.fill(epoch=batch.epoch, number=batch.number, size=len(batch.samples))
    en, zh = words.fill(samples=", ".join(numbers)).en, words.fill(samples="、".join(numbers)).zh
    return says(Text(en, zh))


def _vector(machine: Machine, one: Iteration) -> Iterator[Piece]:
    """Yield the gradient as the sum of one arrow along each axis."""
    x, y = machine.parameters
    loss = machine.derivation.loss
    gradients = one.recurrence.gradients
    slopes = [float(one.values[gradients[name]]) for name in (x, y)]
    zero, (right, up) = Number(0.0), map(shown, slopes)
    rows: list[tuple[Cell, ...]] = [
        (gradients[x], right, zero),
        (gradients[y], zero, up),
        (gradient_of(loss), right, up),
    ]
    if machine.plan.optimizer.key == "sgd" and not machine.plan.clipping.limits:
        rate = _rate(machine, one)
        step = [shown(-rate * slope) for slope in slopes]
        rows.append((Neg(Mul((ETA, gradient_of(loss)))), *step))
    words = VECTOR if any(slopes) else NO_VECTOR
    yield says(words, size=shown(length(slopes)), nabla=gradient_length(loss))
    yield Table((ARROW, x, y), tuple(rows))


def _rate(machine: Machine, one: Iteration) -> float:
    scheduled = machine.rate_step(one.before.t)
    if scheduled is not None:
        return float(one.values[scheduled.target])
    return machine.plan.values["learning_rate"]


def _state_table(machine: Machine, one: Iteration, after: Iterate) -> Table:
    """Return what the optimiser keeps: one row a parameter, one column a letter."""
    letters = [quantity.latex for quantity in machine.plan.optimizer.state]
    before = dict(zip(machine.recurrence.state_keys, one.before.state, strict=True))
    later = dict(zip(machine.recurrence.state_keys, after.state, strict=True))
    head: list[Cell] = [PARAMETER]
    head += [_letter(letter) for letter in letters]
    rows: list[tuple[Cell, ...]] = [
        (
            parameter,
            *(
                _change(before[key], later[key])
                for letter in letters
                for key in ((letter, parameter), (letter, None))
                if key in later
            ),
        )
        for parameter in machine.parameters
    ]
    return Table(tuple(head), tuple(rows))


def _change(before: float, after: float) -> Text:
    from derive.spelling.numbers import show

    return same(f"{show(float(before))} → {show(float(after))}")


def _losses(machine: Machine, one: Iteration, after: Iterate) -> Piece:
    before = one.before
    words = LOWER if after.loss < before.loss else HIGHER if after.loss > before.loss else EQUAL
    if before.seen is not None:
        words = Text(ON_ALL.en + words.en, ON_ALL.zh + words.zh)
    return says(
        words, loss=machine.derivation.loss, before=shown(before.loss), after=shown(after.loss)
    )


def _letter(latex: str) -> Expression:
    return Variable(latex, latex)


LINES = Text("In lines", "逐步計算")
TOO_LONG = Text(
    "One iteration takes {steps} steps of forward and backward pass, of matrices perhaps; “derive "
    "explain” shows them for the first one. Below are the numbers of all iterations.",
    "一次迭代的前向與反向傳遞共有 {steps} 步（可能是矩陣）；"
    "第一次的逐步計算請見「derive explain」。"
    "以下只列出每次迭代的數值。",
)
PASS = Text("Training pass {number}", "第 {number} 次訓練")
INCREASE = Text("negative: increase {name}", "負的：增加 {name}")
DECREASE = Text("positive: decrease {name}", "正的：減少 {name}")
LEVEL = Text("zero: {name} stays", "零：{name} 不動")
FORWARD = Text("Forward", "前向傳遞")
BACKWARD = Text("Backward", "反向傳遞")
UPDATE = Text("Update", "更新參數")
BATCH = Text(
    "Epoch {epoch}, batch {number}: n = {size}; i = 1, 2, … are the samples {samples}.",
    "第 {epoch} 個 epoch 的第 {number} 個 batch 有 n = {size} 筆；"
    "i = 1、2、… 依序是第 {samples} 筆資料。",
)
VECTOR = Text(
    "The gradient is the sum of one arrow along each axis; its length {nabla} = {size}. Downhill "
    "is the other way.",
    "梯度向量是兩個方向的分量相加，長度 {nabla} = {size}；下坡是它的反方向。",
)
NO_VECTOR = Text(
    "{nabla} = {size}: the gradient has no direction here, it is level.",
    "{nabla} = {size}：這裡是平坦的，梯度沒有方向。",
)
ARROW = Text("arrow", "向量")
PARAMETER = Text("parameter", "參數")
LOWER = Text(
    "{loss}: {before} before, {after} after this update.",
    "損失 {loss}：更新前 {before}，更新後 {after}。",
)
HIGHER = Text(
    "{loss}: {before} before, {after} after this update. It has grown.",
    "損失 {loss}：更新前 {before}，更新後 {after}，反而變大了。",
)
ON_ALL = Text("On all samples, ", "對全部資料，")
EQUAL = Text(
    "{loss}: {before} before and after this update.",
    "損失 {loss}：更新前後都是 {before}。",
)
