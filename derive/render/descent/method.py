"""The method: the optimiser's equations with every symbol explained, and the gradient once."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.expression import Expression, Partial, Role, Variable, rewrite
from derive.core.optimizer import Hyperparameter
from derive.core.text import Text
from derive.descent import schedules
from derive.descent.clipping import LIMIT, WEIGHT_LIMIT
from derive.descent.machine import Machine
from derive.descent.plan import Plan
from derive.optimizers import THETA, at, equations, look_ahead, timed
from derive.render.block import Kind
from derive.render.descent.pieces import (
    Cell,
    Line,
    Piece,
    Section,
    Table,
    Working,
    says,
    shown,
    working,
)
from derive.render.solution import Solution

# beyond this many steps the derivation is a table, and “derive explain” has its lines
MOST_WORKED = 12
MOST_NAMED = 4  # parameters whose updates are written out one by one
MOST_TABLED = 90  # and beyond this many not even that


def gradient(machine: Machine) -> Section:
    """Return the gradients as formulas: worked out once, used in every iteration."""
    solution = Solution(machine.lesson, machine.derivation, {})
    backward = solution.phase(Phase.BACKWARD)
    forward = solution.phase(Phase.FORWARD)
    pieces: list[Piece] = [says(GRADIENT_SAYS)]
    if len(backward) + len(forward) > MOST_TABLED:
        return Section(GRADIENT, (*pieces, says(SEE_EXPLAIN)), "gradient")
    pieces += [working(block) for block in forward]
    if len(backward) <= MOST_WORKED:
        pieces += [working(block) for block in backward]
    else:
        head = (PARTIAL, FORMULA)
        pieces.append(Table(head, tuple((b.target, _formula(b)) for b in backward)))
        pieces.append(says(SEE_EXPLAIN))
    return Section(GRADIENT, tuple(pieces), "gradient")


def _formula(block: object) -> Expression:
    lines = [line for line in block.lines if line.kind is Kind.FORMULA]  # type: ignore[attr-defined]
    found: Expression = lines[-1].expression
    return found


def method(machine: Machine) -> Section:
    """Return the optimiser: its equations, what each symbol means, where it comes from."""
    plan, optimizer = machine.plan, machine.plan.optimizer
    pieces: list[Piece] = [says(optimizer.about)]
    pieces += _equations(plan, machine.lesson.graph.loss)
    if plan.schedule is not None:
        step = schedules.scheduled(plan.schedule)
        pieces.append(Working(step.target, (Line(step.result, why=plan.schedule.title),)))
        pieces.append(says(plan.schedule.about))
    pieces.append(Table((SYMBOL, MEANING, VALUE), tuple(_symbols(plan, machine.lesson.graph.loss))))
    pieces += _written_out(machine)
    pieces.append(says(SOURCE, source=optimizer.reference))
    if plan.schedule is not None and plan.schedule.reference:
        pieces.append(says(SOURCE, source=plan.schedule.reference))
    if optimizer.convention is not None:
        pieces.append(says(optimizer.convention))
    return Section(optimizer.title, tuple(pieces), "method")


def _equations(plan: Plan, loss: Variable) -> Iterator[Working]:
    optimizer = plan.optimizer
    ahead = look_ahead(optimizer)
    if ahead is not None:
        yield Working(ahead[0], (Line(ahead[1], why=_meaning(plan, ahead[0])),))
    general = dict(equations(optimizer))
    for target, body in equations(optimizer, first=True):
        if general[target] != body:
            yield Working(target, (Line(_of(loss, body), why=FIRST),))
            yield Working(target, (Line(_of(loss, general[target]), why=LATER),))
        else:
            yield Working(target, (Line(_of(loss, body), why=_meaning(plan, target)),))


def _of(loss: Variable, body: Expression) -> Expression:
    """Return an equation with the lesson's loss in the place of L."""
    return rewrite(
        body, lambda part: Partial(loss, part.wrt) if isinstance(part, Partial) else None
    )


def _written_out(machine: Machine) -> Iterator[Piece]:
    """Yield the update of each parameter by its own name, where they are few and the rule short."""
    names, few = machine.parameters, 1 < len(machine.parameters) <= MOST_NAMED
    if not few or len(machine.plan.optimizer.recurrences) > 1 or any(n.shape for n in names):
        return
    recurrence = machine.recurrence
    yield says(EACH)
    for step in recurrence.steps():
        yield Working(step.target, (Line(step.result),))


def _symbols(plan: Plan, loss: Variable) -> Iterator[tuple[Cell, ...]]:
    optimizer = plan.optimizer
    (*_, (assigned, _)) = equations(optimizer)
    late = (at(assigned) or ("", 0))[1]
    now, before = ("(t+1)", "(t)") if late else ("(t)", "(t-1)")
    place = _variable(THETA, before)
    yield _variable(THETA, now), NOW, ""
    yield place, BEFORE, ""
    ahead = look_ahead(optimizer)
    yield Partial(loss, ahead[0] if ahead is not None else place), GRADIENT_THERE, ""
    for quantity in optimizer.quantities:
        start: Cell = "" if quantity.start is None else STARTS.fill(value=f"{quantity.start:g}")
        yield _variable(quantity.latex, ""), quantity.title, start
    for hyper in plan.hyperparameters:
        yield _letter(hyper), hyper.title, shown(plan.values[hyper.name])
    for limit, value in plan.clipping.limits.items():
        yield limit, LIMITS[limit], shown(value)


def _meaning(plan: Plan, target: Variable) -> Text | None:
    letter = (at(target) or (target.latex, 0))[0]
    found = (q.title for q in plan.optimizer.quantities if q.latex == letter)
    return next(found, None)


def _variable(latex: str, time: str) -> Variable:
    name = timed(latex, time) if time else latex
    return Variable(name, name, Role.PARAMETER)


def _letter(hyper: Hyperparameter) -> Variable:
    return Variable(hyper.latex, hyper.latex, Role.HYPERPARAMETER)


GRADIENT = Text("The gradient, derived once", "梯度：只推導一次")
GRADIENT_SAYS = Text(
    "The formulas stay the same in every iteration; only the numbers change.",
    "每次迭代的公式都相同，只有數值不同。",
)
SEE_EXPLAIN = Text(
    "“derive explain” shows every line of how they are found.",
    "每一行的推導過程請見「derive explain」。",
)
PARTIAL = Text("partial", "微分項")
FORMULA = Text("formula", "式子")
SYMBOL = Text("symbol", "符號")
MEANING = Text("meaning", "意義")
VALUE = Text("value", "值")
NOW = Text("the parameter after this update", "這一步更新後的參數（現在這個時間點）")
BEFORE = Text("the parameter before it", "更新前的參數（上一個時間點）")
GRADIENT_THERE = Text("the gradient there", "該處的梯度")
EACH = Text("For each parameter:", "對每個參數寫出來：")
STARTS = Text("starts from {value}", "由 {value} 開始")
FIRST = Text("in the first update, t = 0", "第一次更新，t = 0")
LATER = Text("afterwards, t ≥ 1", "之後，t ≥ 1")
SOURCE = Text("Source: {source}.", "出處：{source}。")
LIMITS = {
    LIMIT: Text("limit of the gradient", "梯度的上限"),
    WEIGHT_LIMIT: Text("limit of a parameter", "參數的上限"),
}
