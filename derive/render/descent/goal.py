"""What learning is for: the goal, the first guesses, and the slope of one variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from derive.core.expression import (
    DELTA,
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Partial,
    Role,
    Variable,
    number,
)
from derive.core.function import lettered
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.guessing import Guess, difference, guesses
from derive.descent.machine import Machine
from derive.descent.one_variable import STEP, OneVariable, one_variable
from derive.render.block import Kind
from derive.render.descent.pieces import (
    Cell,
    Line,
    Picture,
    Piece,
    Section,
    Table,
    Working,
    says,
    shown,
)
from derive.render.putting_in import put_in
from derive.render.solution import Solution
from derive.spelling.numbers import show

if TYPE_CHECKING:
    from derive.figures import Drawing

GUESS_KEY = "guesses"
THETA = Variable(r"\theta", r"\theta", Role.PARAMETER)
_BEST = Variable("theta*", r"\theta^{*}")
_ARGMIN = Variable("argmin", r"\mathrm{argmin}_{\theta}")
MOST_NAMED = 12  # parameters in the list θ = {…}


def goal(machine: Machine) -> Section:
    """Return what is looked for: θ* = argmin L(θ)."""
    loss = machine.lesson.graph.loss
    names = {f"p{place}": name for place, name in enumerate(machine.parameters[:MOST_NAMED])}
    listed = ", ".join(f"{{{place}}}" for place in names)
    listed += ", …" if len(machine.parameters) > MOST_NAMED else ""
    best = Mul((_ARGMIN, _called(loss, THETA)))
    return Section(
        GOAL,
        (
            Working(_BEST, (Line(best),)),
            says(GOAL_SAYS.fill(names=f"{{{listed}}}"), loss=loss, theta=THETA, **names),
        ),
        "goal",
    )


def guessing(lesson: Lesson) -> Iterator[Section]:
    """Yield the section of guesses, if the lesson has any."""
    tried = guesses(lesson)
    if not tried:
        return
    pieces: list[Piece] = [says(GUESS_SAYS)]
    for guess in tried:
        pieces += _guess(lesson, guess)
    pieces.append(_guess_table(lesson, tried))
    pieces.append(says(GUESS_END, loss=lesson.graph.loss))
    yield Section(GUESSES, tuple(pieces), "guesses")


def guess_pictures(lesson: Lesson) -> Iterator[Picture]:
    """Yield the picture of how far off each guess is."""
    tried, pair = guesses(lesson), difference(lesson)
    if pair is not None and any(guess.comment is not None for guess in tried):
        yield Picture(GUESS_KEY, lambda: _drawn(tried, *pair))


def _drawn(tried: tuple[Guess, ...], target: Variable, output: Variable) -> Drawing:
    from derive.figures.guesses import Guess as Drawn
    from derive.figures.guesses import guesses as drawing

    each = [
        Drawn((guess.parameter, " = ", show(guess.number)), guess.values[output], guess.comment)
        for guess in tried
        if guess.comment is not None
    ]
    return drawing(each, float(tried[0].values[target]), (output, target))


def _guess(lesson: Lesson, guess: Guess) -> Iterator[Piece]:
    yield Working(guess.parameter, (Line(shown(guess.number)),))
    for block in Solution(lesson, guess.derivation, guess.values).blocks:
        lines = tuple(Line(each.expression, each.kind) for each in block.lines)
        if block.target == lesson.graph.loss and guess.error is not None:
            yield _error(lesson, guess)
        yield Working(block.target, lines)


def _error(lesson: Lesson, guess: Guess) -> Working:
    pair = difference(lesson)
    assert pair is not None, "an error is only known where target and output are compared"
    left = Add((pair[0], Neg(pair[1])))
    numbers = put_in(left, guess.values)
    value = Line(shown(guess.error or 0.0), Kind.VALUE, guess.comment)
    return Working(left, (Line(numbers, Kind.NUMBERS), value))


def _guess_table(lesson: Lesson, tried: tuple[Guess, ...]) -> Table:
    pair = difference(lesson)
    loss = lesson.graph.loss
    head: list[Cell] = [tried[0].parameter]
    if pair is not None:
        head += [pair[1], Add((pair[0], Neg(pair[1]))), ANSWER]
    rows = []
    for guess in tried:
        row: list[Cell] = [shown(guess.number)]
        if pair is not None and guess.comment is not None:
            row += [shown(guess.values[pair[1]]), shown(guess.error or 0.0), guess.comment]
        rows.append((*row, shown(guess.values[loss])))
    return Table((*head, loss), tuple(rows))


def slope(machine: Machine) -> Iterator[Section]:
    """Yield what can be said of a polynomial in one parameter: limit, tangent, extrema."""
    found = one_variable(machine.lesson)
    if found is None:
        return
    at = float(machine.start[0])
    yield Section(SLOPE, (*_limit(found), *_tangent(found, machine, at)), "slope")
    yield Section(LEVEL, tuple(_extrema(found)), "extrema")


def _limit(found: OneVariable) -> Iterator[Piece]:
    yield says(SLOPE_SAYS, variable=found.variable, loss=found.loss)
    yield Working(found.at(found.variable), (Line(found.body),))
    secant = Div(Mul((DELTA, _HEIGHT_NAME)), Mul((DELTA, found.variable)))
    yield Working(secant, (Line(found.limit[0].formula, Kind.FORMULA, SECANT),))
    lines = tuple(
        Line(line.formula, Kind.FORMULA, line.rule.title, STEP if line.limit else None)
        for line in found.limit
    )
    yield Working(found.at(found.variable, 1), lines)


def _tangent(found: OneVariable, machine: Machine, at: float) -> Iterator[Piece]:
    height, gradient = machine.gradient((at,))
    value = Number(at)
    yield says(TANGENT_SAYS, variable=found.variable, value=value)
    yield Working(found.at(value), (Line(shown(height), Kind.VALUE, HEIGHT),))
    yield Working(found.at(value, 1), (Line(shown(gradient), Kind.VALUE, SLOPE_THERE),))
    yield Working(_TANGENT, (Line(found.tangent(at), Kind.FORMULA, TANGENT),))
    yield says(_way(gradient), slope=Partial(found.loss, found.variable), variable=found.variable)


def _extrema(found: OneVariable) -> Iterator[Piece]:
    variable = found.variable
    yield says(LEVEL_SAYS, slope=found.at(variable, 1))
    yield Working(found.slope, (Line(number(0)),))
    if not found.extrema:
        yield says(NO_LEVEL)
        return
    head = (variable, found.at(variable), found.at(variable, 2), KIND)
    rows = tuple(
        (shown(each.place), shown(each.value), shown(each.bend), each.kind)
        for each in found.extrema
    )
    yield Table(head, rows)
    yield says(CLOSED_FORM)


def _way(gradient: float) -> Text:
    if gradient == 0:
        return STAY
    return DECREASE if gradient > 0 else INCREASE


def _called(loss: Variable, argument: Expression) -> Expression:
    return Call(lettered(loss.latex), (argument,))


_TANGENT = Variable("tangent", "y")
_HEIGHT_NAME = Variable("height", "y")

GOAL = Text("The goal", "目標")
GOAL_SAYS = Text(
    "{loss} is the loss, {theta} = {names} are the parameters: the best parameters are those with "
    "the smallest loss.",
    "{loss} 是損失函數，{theta} = {names} 是模型參數：最好的參數就是讓損失最小的參數。",
)
GUESSES = Text("Learning by guessing", "用猜的學習")
GUESS_SAYS = Text(
    "Try a number, see how far off the answer is, and try again.",
    "先猜一個數，看看答案差多少，再猜下一個。",
)
GUESS_END = Text(
    "The loss {loss} says how far off an answer is, whichever way. To guess no longer, one has to "
    "know which way the loss falls: its slope.",
    "損失 {loss} 表示答案差多少（不論太大或太小）。不想再亂猜，就要知道往哪邊走損失會變小："
    "也就是斜率。",
)
ANSWER = Text("answer", "你的答案")
SLOPE = Text("The slope", "斜率")
SLOPE_SAYS = Text(
    "The gradient of {loss} at a place is the slope of its tangent there: the limit of the slope "
    "through two points, {variable} and a little further on, that come closer and closer.",
    "{loss} 在某處的梯度，就是該處切線的斜率：取 {variable} 與它旁邊的一點，"
    "讓兩點越來越近時連線斜率的極限。",
)
SECANT = Text("slope through two points", "兩點連線的斜率")
TANGENT_SAYS = Text(
    "At the start, {variable} = {value}, the tangent is y:",
    "在起點 {variable} = {value}，切線 y 為：",
)
HEIGHT = Text("height of the curve", "函數值")
SLOPE_THERE = Text("gradient, slope of the tangent", "梯度，也就是切線斜率")
TANGENT = Text("tangent", "切線")
INCREASE = Text(
    "{slope} < 0: the curve falls to the right, so {variable} is increased.",
    "{slope} < 0：往右走會下降，所以要增加 {variable}。",
)
DECREASE = Text(
    "{slope} > 0: the curve rises to the right, so {variable} is decreased.",
    "{slope} > 0：往右走會上升，所以要減少 {variable}。",
)
STAY = Text(
    "{slope} = 0: the tangent is level, so {variable} stays.",
    "{slope} = 0：切線是水平的，{variable} 不動。",
)
LEVEL = Text("Where the gradient is 0", "梯度為 0 的地方")
LEVEL_SAYS = Text(
    "A smallest or largest value has a level tangent: {slope} = 0.",
    "極小值與極大值的切線都是水平的：{slope} = 0。",
)
NO_LEVEL = Text("That is true nowhere: there is no extremum.", "沒有這樣的地方，也就沒有極值。")
KIND = Text("kind", "種類")
CLOSED_FORM = Text(
    "Here the equation can simply be solved. For a network it cannot: there is one equation for "
    "every parameter, thousands of them, and each parameter stands inside activations of others, "
    "so no formula gives the solution. Gradient descent needs only the gradient at one place, "
    "again and again.",
    "這裡可以直接解方程式（公式解）。神經網路做不到：每個參數一個方程式，動輒成千上萬，"
    "而且參數彼此包在激勵函數裡，沒有公式可以解。梯度下降只需要知道目前位置的梯度，一步一步走下去。",
)
