"""Lines made from a lesson's own values and steps: right ones are never wrong, wrong ones never right.

The lessons are random networks; rounding, rewriting and spoiling is done here, with floats, and
not by the judge.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from derive.check.judge import Checker
from derive.check.report import MISTAKEN, Answer, Finding
from derive.core.derivation import Phase, Step
from derive.core.errors import DeriveError
from derive.core.expression import (
    Add,
    Expression,
    Mul,
    Neg,
    Number,
    Variable,
    rewrite,
    substitute,
    variables,
)
from derive.lessons import loads
from derive.numeric.interpret import evaluate
from derive.numeric.run import run
from derive.spelling.latex import latex
from derive.spelling.text import text

ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity", "leaky_relu")
LOSSES = ("half_squared_error", "squared_error", "mean_squared_error")
LESSONS = 8
lessons = st.integers(0, LESSONS - 1)
seeds = st.integers(0, 10**9)
GOOD = {Finding.CORRECT, Finding.FOLLOWS}
PROPERTY = settings(max_examples=60, deadline=None)


@cache
def checker(number: int) -> Checker:
    draw = random.Random(number)
    sizes = [draw.randint(1, 2) for _ in range(draw.randint(2, 3))]

    def value() -> float:
        return round(draw.uniform(-1.5, 1.5), draw.randint(1, 3))

    pairs = list(pairwise(sizes))
    weights = [[[value() for _ in range(wide)] for _ in range(high)] for wide, high in pairs]
    layers = ", ".join(
        f"{{units: {high}, activation: {draw.choice(ACTIVATIONS)}}}" for _, high in pairs
    )
    return Checker(
        loads(f"""
title: random
network:
  inputs: {sizes[0]}
  layers: [{layers}]
  loss: {draw.choice(LOSSES)}
data: {{x: {[value() for _ in range(sizes[0])]}, y: {[value() for _ in range(sizes[-1])]}}}
parameters: {{W: {weights}, b: {[[value() for _ in range(high)] for _, high in pairs]}}}
learning_rate: 0.5
"""),
        seed=number,
    )


def judged(number: int, line: str) -> Answer:
    return checker(number).check(line).answers[-1]


def truth(number: int) -> dict[Variable, float]:
    values = checker(number).reference.numbers[0]
    return {name: value for name, value in values.items() if isinstance(value, float)}


def a_step(number: int, draw: random.Random) -> tuple[Step, float]:
    """Choose a step of the worked solution that comes to a number worth writing."""
    known = truth(number)
    steps = [
        step
        for step in checker(number).reference.derivation.steps
        if step.phase is not Phase.UPDATE and 1e-3 < abs(known.get(step.target, 0.0)) < 1e3
    ]
    step = draw.choice(steps)
    return step, known[step.target]


def rounded(value: float, digits: int) -> str:
    """Write a number with so many digits that count, zeros at the end included."""
    places = max(1, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{places}f}"


def unit(shown: str) -> float:
    return 10.0 ** -len(shown.partition(".")[2])


def with_another_digit(shown: str, draw: random.Random) -> str:
    place = draw.choice([i for i, sign in enumerate(shown) if sign.isdigit()])
    digit = draw.choice([sign for sign in "0123456789" if sign != shown[place]])
    return shown[:place] + digit + shown[place + 1 :]


@PROPERTY
@given(lessons, seeds, st.integers(2, 8))
def test_a_value_is_right_to_as_many_digits_as_one_likes(
    number: int, seed: int, digits: int
) -> None:
    step, value = a_step(number, random.Random(seed))
    answer = judged(number, f"{text(step.target)} = {rounded(value, digits)}")
    assert answer.verdict is Finding.CORRECT, answer


@PROPERTY
@given(lessons, seeds, st.integers(2, 8))
def test_a_value_with_another_digit_is_not_right(number: int, seed: int, digits: int) -> None:
    draw = random.Random(seed)
    step, value = a_step(number, draw)
    shown = rounded(value, digits)
    spoilt = with_another_digit(shown, draw)
    assume(abs(float(spoilt) - value) > 1.1 * unit(shown))  # else it was cut off, not rounded
    answer = judged(number, f"{text(step.target)} = {spoilt}")
    assert answer.verdict not in GOOD, answer


def put_in(step: Step, number: int, digits: int) -> Expression:
    """Write a step's formula with the values of its names, rounded."""
    known = truth(number)

    def rounded_value(node: Expression) -> Expression | None:
        if not isinstance(node, Variable):
            return None
        assume(known.get(node, 0.0) != 0.0)
        shown = rounded(abs(known[node]), digits)
        figure = Number(Fraction(shown), shown)
        return Neg(figure) if known[node] < 0 else figure

    return rewrite(step.result, rounded_value)


@PROPERTY
@given(lessons, seeds, st.integers(2, 6), st.integers(2, 6), st.booleans())
def test_who_calculates_with_rounded_figures_is_right(
    number: int, seed: int, digits: int, shown: int, exactly: bool
) -> None:
    draw = random.Random(seed)
    step, value = a_step(number, draw)
    calculation = put_in(step, number, digits)
    comes_to = float(evaluate(calculation, {}))
    assume(0.8 < comes_to / value < 1.25)  # else the figures have cancelled
    result = rounded(value if exactly else comes_to, shown)
    line = f"{text(step.target)} = {text(step.result)} = {text(calculation)} = {result}"
    answer = judged(number, line)
    assert answer.verdict not in MISTAKEN, answer
    low, high = sorted((value, comes_to))
    spoilt = with_another_digit(result, draw)
    # what is written may be all of one figure's digits and few of another's
    far = 2 * (high - low) + 1.5 * unit(result)
    if not low - far < float(spoilt) < high + far:
        answer = judged(number, f"{text(step.target)} = {text(calculation)} = {spoilt}")
        assert answer.verdict not in GOOD, answer


def shuffled(formula: Expression, draw: random.Random) -> Expression:
    """Change the order of factors and terms, and write a - b as -(b - a) now and then."""

    def other(node: Expression) -> Expression | None:
        if isinstance(node, Mul):
            return Mul(
                tuple(draw.sample([shuffled(f, draw) for f in node.factors], len(node.factors)))
            )
        if isinstance(node, Add):
            terms = draw.sample([shuffled(term, draw) for term in node.terms], len(node.terms))
            turned = Add(
                tuple(term.operand if isinstance(term, Neg) else Neg(term) for term in terms)
            )
            return Neg(turned) if draw.random() < 0.5 else Add(tuple(terms))
        return None

    return rewrite(formula, other)


@PROPERTY
@given(lessons, seeds, st.sampled_from((text, latex)))
def test_a_step_is_right_in_any_order(number: int, seed: int, spelled: object) -> None:
    draw = random.Random(seed)
    step = draw.choice(checker(number).reference.work.backward)
    formula = shuffled(step.result, draw)
    answer = judged(number, f"{spelled(step.target)} = {spelled(formula)}")  # type: ignore[operator]
    assert answer.verdict is Finding.CORRECT, answer


def elsewhere(number: int, draw: random.Random) -> dict[Variable, float]:
    """Return the value of every name at a random place."""
    reference = checker(number).reference
    given = {leaf: draw.uniform(-1.5, 1.5) for leaf in reference.lesson.values}
    return {**given, **run(reference.derivation, {**given, **rate(number)})}


def rate(number: int) -> dict[Variable, float]:
    return {name: 0.5 for name in truth(number) if name.name == "\\eta"}


@PROPERTY
@given(lessons, seeds)
def test_a_step_with_one_name_for_another_is_not_right(number: int, seed: int) -> None:
    draw = random.Random(seed)
    reference = checker(number).reference
    step = draw.choice(reference.work.backward)
    names = sorted(variables(step.result), key=lambda name: name.name)
    assume(names)
    old, new = draw.choice(names), draw.choice(sorted(reference.names, key=lambda name: name.name))
    spoilt = substitute(step.result, {old: new})
    try:
        places = [elsewhere(number, draw) for _ in range(4)]
        differ = [abs(evaluate(spoilt, at) - at[step.target]) > 1e-6 for at in places]
        here = truth(number)
        differ_here = abs(evaluate(spoilt, here) - here[step.target]) > 1e-6
    except (DeriveError, ArithmeticError, KeyError):
        differ, differ_here = [], False
    assume(sum(differ) > 1 and differ_here)
    answer = judged(number, f"{text(step.target)} = {text(spoilt)}")
    assert answer.verdict not in GOOD, answer


@pytest.mark.parametrize("number", range(LESSONS))
def test_a_whole_answer_with_four_digits_has_no_mistake(number: int) -> None:
    reference = checker(number).reference
    have = dict(reference.numbers[0])
    lines = []
    for step in reference.derivation.steps:
        value = float(evaluate(step.result, have))
        shown = rounded(value, 4) if abs(value) > 1e-3 else f"{value:.7f}"
        have[step.target] = float(shown)  # and the next step goes on with what was written
        lines.append(f"{text(step.target)} = {shown}")
    answers = checker(number).check("\n".join(lines)).answers
    assert not [answer for answer in answers if answer.is_mistaken]
