"""What is printed is what is run: every line evaluates to the next, and to the compiled course."""

import pytest
from descents import went
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.descent import Clipping, descend, make_plan
from derive.descent.iteration import iteration
from derive.descent.machine import Machine
from derive.descent.schedules import keys as schedules
from derive.lessons import load
from derive.numeric.interpret import evaluate
from derive.optimizers import keys
from derive.render.solution import Solution


def assert_lines_agree(course, updates=3):
    machine = Machine(course.lesson, course.plan)
    for before, after in zip(course.iterates[:updates], course.iterates[1:], strict=False):
        one = iteration(machine, before)
        blocks = Solution(course.lesson, one.derivation, one.values).blocks
        for block in blocks:
            if not block.target.sampled:
                assert_block(block, one.values)
        for name, printed in one.recurrence.after.items():
            compiled = after.parameters[machine.parameters.index(name)]
            assert one.values[printed] == pytest.approx(compiled, rel=1e-12, abs=1e-15)


def assert_block(block, values):
    for line in block.lines:
        found = evaluate(line.expression, values)
        assert found == pytest.approx(block.value, rel=1e-11, abs=1e-13), line.expression


@pytest.mark.parametrize("optimizer", keys())
@pytest.mark.parametrize("lesson", ["parabola", "bowl", "linear-regression"])
def test_each_printed_line_evaluates_to_the_next(lesson, optimizer):
    assert_lines_agree(went(lesson, optimizer))


def test_of_a_network_too():
    assert_lines_agree(went("two-layer-mlp-sigmoid", "adam", steps=2))


@pytest.mark.parametrize("schedule", schedules())
def test_with_a_schedule_too(schedule):
    assert_lines_agree(went("parabola", "momentum", schedule=schedule, steps=4), 4)


@pytest.mark.parametrize("clipping", [Clipping(value=2), Clipping(norm=3), Clipping(weights=4.5)])
def test_with_clipping_too(clipping):
    assert_lines_agree(went("bowl", "adam", clipping=clipping))


def test_with_batches_too():
    assert_lines_agree(went("linear-regression", "nesterov", batch_size=2, epochs=2), 4)


@pytest.mark.parametrize("optimizer", keys())
def test_a_printed_iteration_names_everything_anew_and_overwrites_nothing(optimizer):
    course = went("bowl", optimizer)
    machine = Machine(course.lesson, course.plan)
    seen = set()
    for before in course.iterates[:-1]:
        assigned = {step.target for step in iteration(machine, before).derivation.steps}
        assert not seen & assigned
        seen |= assigned


def test_long_after_the_start_the_printed_iteration_is_still_the_compiled_one():
    lesson = load("two-layer-mlp-sigmoid")
    course = descend(lesson, make_plan(lesson, "nadam", steps=300))
    machine = Machine(lesson, course.plan)
    one = iteration(machine, course.iterates[299])
    for name, printed in one.recurrence.after.items():
        compiled = course.last.parameters[machine.parameters.index(name)]
        assert one.values[printed] == pytest.approx(compiled, rel=1e-12)


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(keys()),
    st.floats(1e-3, 0.3),
    st.floats(-3, 3).filter(lambda start: abs(start + 1) > 0.1),
)
def test_from_any_start_with_any_rate(optimizer, rate, start):
    from dataclasses import replace

    lesson = load("parabola")
    lesson = replace(lesson, values={**lesson.values, lesson.parameters[0]: start})
    assert_lines_agree(went(lesson, optimizer, learning_rate=rate, steps=2), 2)
