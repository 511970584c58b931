"""The text as it is printed, read back: by our reader, and by arithmetic that knows nothing of us."""

from itertools import pairwise

import pytest
from descents import went
from printed_chains import chains, half_unit_of, slack, value

from derive.activations import spellings
from derive.descent import Clipping
from derive.descent.iteration import iteration
from derive.descent.machine import Machine
from derive.descent.schedules import keys as schedules
from derive.numeric.interpret import evaluate
from derive.optimizers import keys
from derive.reading import NameTable, read_expression
from derive.render.descent import report
from derive.render.descent.text import TextReport
from derive.spelling.text import text

UPDATES = 3


def printed(course):
    machine = Machine(course.lesson, course.plan)
    return TextReport(width=400).write(report(machine, course, most=UPDATES))


def assert_values_follow(course):
    """Every line of numbers is worth the line below it, as far as its digits go."""
    compared = 0
    for chain in chains(printed(course)):
        worth = [(side, value(side)) for side in chain.sides]
        numbers = [(side, found) for side, found in worth if found is not None]
        for (side, found), (below, after) in pairwise(numbers):
            allowed = slack(side) + half_unit_of(below) + 1e-12
            assert abs(found - after) <= allowed, (chain, side, found, below, after)
            compared += 1
    assert compared >= 2 * UPDATES


def assert_letters_follow(course):
    """Every formula, read back from its text, has the value that the chain ends with."""
    machine = Machine(course.lesson, course.plan)
    for before in course.iterates[:UPDATES]:
        one = iteration(machine, before)
        names = {text(step.target): step.target for step in one.derivation.steps}
        table = NameTable([*one.values, machine.derivation.loss], spellings())
        read = 0
        for chain in chains(printed(course)):
            if chain.left in names and len(chain.sides) > 1:
                found = evaluate(read_expression(chain.sides[0], table), one.values)
                assert found == pytest.approx(one.values[names[chain.left]], rel=1e-11, abs=1e-14)
                read += 1
        assert read >= 2


@pytest.mark.parametrize("optimizer", keys())
@pytest.mark.parametrize("lesson", ["parabola", "narrow-valley"])
def test_printed_numbers_are_worth_the_next_printed_number(lesson, optimizer):
    assert_values_follow(went(lesson, optimizer))


@pytest.mark.parametrize("optimizer", keys())
def test_printed_formulas_read_back_have_the_printed_value(optimizer):
    assert_letters_follow(went("parabola", optimizer))
    assert_letters_follow(went("bowl", optimizer))


@pytest.mark.parametrize("schedule", schedules())
def test_scheduled_rates_too(schedule):
    assert_values_follow(went("parabola", schedule=schedule, steps=6))


@pytest.mark.parametrize("clipping", [Clipping(value=2), Clipping(norm=3), Clipping(weights=3.5)])
def test_clipped_gradients_too(clipping):
    assert_values_follow(went("bowl", "momentum", clipping=clipping))


@pytest.mark.parametrize("lesson", ["two-layer-mlp-sigmoid", "linear-regression"])
def test_networks_and_sums_over_samples_too(lesson):
    assert_values_follow(went(lesson, "adam"))


def test_a_wrong_digit_is_seen():
    assert value("-6 - 0.1 · (-10)") == -5.0
    assert value("0.9 · 0.6 + (1 - 0.9) · 5.8") == pytest.approx(1.12)
    assert value("3 - 0.1 · 6/(√(36) + 1×10⁻⁸)") == pytest.approx(2.9)
    assert value("w - 0.1") is None
    assert slack("-6 - 1 · (-10)") == 0.0
    assert 4e-6 < slack("0.9 · 5.89474") < 1e-5
