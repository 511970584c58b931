"""A descent of one parameter as it is worked on a slide: start, gradient, update, and again."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.expression import NABLA, Add, Call, Expression, Mul, Neg, Variable
from derive.core.function import lettered
from derive.core.text import Text
from derive.descent.course import Course, Iterate
from derive.descent.machine import Machine
from derive.descent.recurrence import parameter_at
from derive.render.block import Kind
from derive.render.descent.pieces import Line, Piece, Section, Working, says, shown
from derive.render.descent.symbols import ETA

TIMES = ("t", "t+1", "t+2")


def steps(machine: Machine, course: Course) -> Iterator[Section]:
    """Yield the steps up to the second update, of a loss that is one equation in one parameter."""
    plan, lesson = course.plan, course.lesson
    plain = plan.optimizer.key == "sgd" and plan.schedule is None and not plan.clipping.limits
    single = len(lesson.graph.nodes) == len(machine.parameters) == 1 and lesson.samples is None
    if plain and single and course.updates >= len(TIMES) - 1:
        yield Section(STEPS, tuple(_pieces(machine, course)), "steps")


def _pieces(machine: Machine, course: Course) -> Iterator[Piece]:
    (name,) = machine.parameters
    loss = machine.derivation.loss
    now, later, last = (parameter_at(name, time) for time in TIMES)
    start, one, two = course.iterates[:3]
    place = shown(start.parameters[0])
    yield says(START, number="1", now=now)
    yield Working(now, (Line(place, Kind.VALUE),))
    yield Working(_at(loss, start), (Line(shown(start.loss), Kind.VALUE, LOSS),))
    yield says(GRADIENT, number="2", now=now)
    yield _gradient(loss, start)
    yield says(UPDATE, number="3")
    yield _update(loss, (now, later), (start, one), _rate(machine))
    yield says(NEW_GRADIENT, number="4", now=later)
    yield _gradient(loss, one)
    yield says(AGAIN, number="5", now=later, later=last)
    yield _update(loss, (later, last), (one, two), _rate(machine))


def _at(loss: Variable, here: Iterate, order: int = 0) -> Expression:
    return Call(lettered(loss.latex), (shown(here.parameters[0]),), order)


def _gradient(loss: Variable, here: Iterate) -> Working:
    """``∇L(-6) = L'(-6) = -10``."""
    slope = shown(here.gradients[0])
    return Working(
        Mul((NABLA, _at(loss, here))), (Line(_at(loss, here, 1)), Line(slope, Kind.VALUE))
    )


def _update(
    loss: Variable, names: tuple[Variable, Variable], ends: tuple[Iterate, Iterate], rate: float
) -> Working:
    """``W^{t+1} = W^t - η · ∇L(W^t) = -6 - 0.1 · (-10) = -5``."""
    (now, later), (before, after) = names, ends
    slope = Mul((NABLA, Call(lettered(loss.latex), (now,))))
    numbers = Mul((shown(rate), shown(before.gradients[0])), dot=True)
    return Working(
        later,
        (
            Line(Add((now, Neg(Mul((ETA, slope), dot=True))))),
            Line(Add((shown(before.parameters[0]), Neg(numbers))), Kind.NUMBERS),
            Line(shown(after.parameters[0]), Kind.VALUE),
        ),
    )


def _rate(machine: Machine) -> float:
    return machine.plan.values["learning_rate"]


STEPS = Text("Gradient descent, step by step", "梯度下降的步驟")
START = Text("{number}. Choose a start {now}.", "{number}. 初始化 {now}。")
LOSS = Text("loss", "損失")
GRADIENT = Text(
    "{number}. Put {now} into the gradient.", "{number}. 將 {now} 代入梯度函數，得到梯度。"
)
UPDATE = Text("{number}. Update with it.", "{number}. 用梯度更新參數。")
NEW_GRADIENT = Text(
    "{number}. Put {now} into the gradient: the new gradient.",
    "{number}. 將 {now} 代入梯度函數，得到新的梯度。",
)
AGAIN = Text(
    "{number}. Update again, from {now} to {later}; and so on.",
    "{number}. 再次用梯度更新，由 {now} 到 {later}，依此類推。",
)
