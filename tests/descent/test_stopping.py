"""When a descent ends: by a rule, by divergence, by leaving the finite numbers."""

import json
import math

import pytest
from descents import losses, went

from derive.core.errors import DeriveError, NumericError
from derive.descent import Stopping, make_plan
from derive.descent.course import Reason, length
from derive.lessons import load, loads
from derive.render.descent.as_json import to_json


def test_the_rules_say_where_they_were_met():
    by_gradient = went("parabola", steps=500, stopping=Stopping(gradient=1e-3))
    assert by_gradient.stop.reason is Reason.GRADIENT
    assert length(by_gradient.last.gradients) <= 1e-3 < length(by_gradient.iterates[-2].gradients)
    assert f"iteration {by_gradient.last.t}:" in by_gradient.stop.message.en
    by_loss = went("parabola", steps=500, stopping=Stopping(loss=0.5))
    assert by_loss.stop.reason is Reason.LOSS
    assert losses(by_loss)[-1] <= 0.5 < losses(by_loss)[-2]
    by_change = went("parabola", steps=500, stopping=Stopping(change=0.01))
    assert by_change.stop.reason is Reason.CHANGE
    assert losses(by_change)[-2] - losses(by_change)[-1] <= 0.01


def test_a_rule_met_at_the_start_makes_no_update():
    course = went("parabola", stopping=Stopping(loss=30))
    assert course.updates == 0
    assert not course.stop.failed


def test_divergence_stops_with_iteration_and_value_and_keeps_the_numbers():
    course = went("parabola", learning_rate=1.1, steps=500)
    assert course.stop.failed
    assert course.stop.reason is Reason.DIVERGED
    assert course.stop.iteration == course.last.t == 38
    assert "2.60444×10⁷" in course.stop.message.en
    assert all(map(math.isfinite, losses(course)))


def test_asked_to_go_on_it_goes_on_to_the_end_of_the_numbers():
    course = went("parabola", learning_rate=1.1, steps=5000, allow_divergence=True)
    assert course.stop.reason is Reason.NOT_FINITE
    assert course.stop.iteration == course.last.t + 1 == 1938
    assert "1.39987×10³⁰⁸" in course.stop.message.en
    assert json.loads(to_json(course))["stopped"]["iteration"] == 1938


@pytest.mark.parametrize(
    ("equations", "start", "what"),
    [
        ("f(w) = e^{w^2}", 20.0, "f"),  # overflows in the second forward pass
        ("f(w) = \\ln(w)", 1.0, "f"),  # ln of a number below 0
        ("f(w) = \\frac{1}{w}", 1.0, "f"),
    ],
)
def test_what_leaves_the_finite_numbers_is_named(equations, start, what):
    lesson = loads(f"equations: |\n  {equations}\nparameters: {{w: {start}}}\nlearning_rate: 1e200")
    course = went(lesson, steps=5, allow_divergence=True)
    assert course.stop is None or what in course.stop.message.en


def test_what_is_not_finite_at_the_very_start_is_the_lessons_fault():
    lesson = loads("equations: |\n  f(w) = \\ln(w)\nparameters: {w: -1}")
    with pytest.raises(NumericError):
        went(lesson)


def test_a_parameter_that_overflows_is_named_with_its_iteration():
    lesson = loads("equations: |\n  f(w) = w^2\nparameters: {w: 1e100}\nlearning_rate: 1e250")
    course = went(lesson, allow_divergence=True)
    assert course.stop.reason is Reason.NOT_FINITE
    assert course.stop.iteration == 1
    assert course.updates == 0


def test_adagrad_without_epsilon_divides_by_zero_and_says_so():
    lesson = loads("equations: |\n  f(w) = w^2\nparameters: {w: 0}")
    course = went(lesson, "adagrad", settings={"epsilon": 0.0})
    assert "divides by zero" in course.stop.message.en


def test_what_failed_is_called_as_the_lines_call_it():
    course = went("parabola", "adam", settings={"beta_1": 1.0})
    assert course.stop.message.en.startswith("Stopped at iteration 1: m̂^{(1)} divides by zero.")
    network = went("two-layer-mlp-sigmoid", learning_rate=1e308, allow_divergence=True)
    assert "b_3^{(1)} is not a finite number" in network.stop.message.en


def test_a_loss_without_a_lower_bound_is_not_called_larger():
    lesson = loads("equations: |\n  f(w) = w^3 - 3w\nparameters: {w: -1.5}\nlearning_rate: 0.1")
    course = went(lesson, steps=30)
    assert course.stop.reason is Reason.DIVERGED
    assert "falls without end" in course.stop.message.en
    assert "沒有下界" in course.stop.message.zh


def test_there_is_one_entry_more_than_steps():
    for steps in (0, 1, 7):
        entries = json.loads(to_json(went("parabola", steps=steps)))["iterations"]
        assert [entry["t"] for entry in entries] == list(range(steps + 1))


@pytest.mark.parametrize("steps", [-1, 10**9])
def test_impossible_numbers_of_steps_are_refused(steps):
    with pytest.raises(DeriveError):
        make_plan(load("parabola"), steps=steps)


def test_a_lesson_without_numbers_or_parameters_cannot_descend():
    with pytest.raises(DeriveError, match="no numbers"):
        went(loads("equations: |\n  f = w^2\nparameters: [w]"))
    with pytest.raises(DeriveError, match="no parameter"):
        went(loads("equations: |\n  f = w^2\nparameters: {w: 1}\nfrozen: [w]"))
