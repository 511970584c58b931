"""An optimiser's equations in other notations are still the equations that are run."""

import re

import pytest

from derive.blackboard.update_rule import GRADIENTS, TIMES, Style, UpdateRule
from derive.descent import descend, make_plan
from derive.lessons import load as lesson
from derive.optimizers import keys, load
from derive.typesetting import read, text


def lines(optimizer, **style):
    return [text(read(line)) for line, _ in UpdateRule(load(optimizer), Style(**style)).lines()]


@pytest.mark.parametrize("optimizer", keys())
@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("gradient", GRADIENTS)
def test_every_optimizer_is_written_in_every_style(optimizer, time, gradient):
    for written in lines(optimizer, parameter="W", time=time, gradient=gradient):
        assert "θ" not in written
        if time in ("prime", "hat", "arrow"):
            assert not re.search(r"[Wvmnugz]\S?[\^_]\{?t", written), written


def test_the_decks_ways_of_writing_it():
    assert lines("sgd") == ["θ^{t+1} = θ^t - η · ∇L(θ^t)"]
    assert lines("sgd", parameter="w", time="below", now="t-1", gradient="partial") == [
        "w_t = w_{t-1} - η · ∂L/∂w_{t-1}"
    ]
    assert lines("sgd", parameter="x", loss="f", time="prime", gradient="by") == [
        "x' = x - η · ∇_x f(x)"
    ]
    assert lines("sgd", parameter="w_1^1", time="hat", gradient="partial") == [
        "ŵ_1^1 = w_1^1 - η · ∂L/∂w_1^1"
    ]
    assert lines("adagrad", parameter="W", time="arrow", gradient="partial") == [
        "n = Σ_{r=1}^t (∂L_r/∂W_r)²",
        "W ← W - η · 1/√(n + ϵ) · ∂L/∂W",
        "W ← W - η · 1/√(Σ_{r=1}^t (∂L_r/∂W_r)² + ϵ) · ∂L/∂W",
    ]


def test_the_first_case_is_that_of_the_first_update_wherever_time_starts():
    late = UpdateRule(load("momentum"), Style(now="t"))
    early = UpdateRule(load("momentum"), Style(now="t-1"))
    assert r"& t = 0 \\" in next(late.lines())[0]
    assert r"v^{t} = \beta v^{t-1}" not in next(early.lines())[0]
    assert r"& t = 1 \\" in next(early.lines())[0]


def test_the_sum_over_all_gradients_is_the_state_that_is_kept():
    descent = lesson("parabola")
    course = descend(descent, make_plan(descent, optimizer="adagrad", learning_rate=1.0, steps=4))
    gradients = [2 * W + 2 for W in weights(course)]
    assert lines("adagrad", time="arrow")[0].startswith("n = Σ")
    for step in range(len(gradients) - 1):
        kept = sum(each**2 for each in gradients[: step + 1])
        (state,) = course.state_at(course.iterates[step + 1]).values()
        assert state == pytest.approx(kept, rel=1e-12)


def test_where_nothing_moves_the_gradient_is_zero():
    rule = UpdateRule(load("sgd"), Style(time="below", gradient="by"))
    line, why = rule.standstill()
    assert text(read(line)) == "∇_{θ_t} L(θ_t) = 0"
    assert r"\theta_{t+1} = \theta_t" in why.en.replace("{t}", "t")


def weights(course):
    return [float(point.parameters[0]) for point in course.iterates]
