"""How large a learning rate may be; what influences the update; getting out of a local minimum."""

import numpy as np
import pytest
import sympy
from descents import losses, went
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.errors import DeriveError
from derive.descent import make_plan
from derive.descent.compare import compare
from derive.descent.curvature import curvature
from derive.descent.machine import Machine
from derive.lessons import load, loads
from derive.numeric.symbolic import to_sympy


def machine(lesson):
    return Machine(lesson, make_plan(lesson))


def sympy_hessian(lesson):
    symbols = {leaf: sympy.Float(value) for leaf, value in lesson.values.items()
               if not leaf.sampled}  # fmt: skip
    symbols |= {name: sympy.Symbol(f"p{place}") for place, name in enumerate(lesson.parameters)}
    for leaf, value in lesson.values.items():
        if leaf.sampled:
            symbols[leaf] = np.array([sympy.Float(each) for each in value])
    for node in lesson.graph.nodes:
        symbols[node.output] = to_sympy(node.formula, symbols)
    loss = np.asarray(symbols[lesson.graph.loss]).item()
    return sympy.hessian(loss, [symbols[name] for name in lesson.parameters])


@pytest.mark.parametrize("name", ["parabola", "half-square", "bowl", "narrow-valley",
                                  "linear-regression"])  # fmt: skip
def test_second_derivatives_are_sympys(name):
    lesson = load(name)
    found = curvature(machine(lesson))
    expected = np.array(sympy_hessian(lesson).tolist(), dtype=float)
    assert found.hessian == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert found.sharpest == pytest.approx(np.linalg.eigvalsh(expected)[-1])
    assert found.limit == pytest.approx(2 / np.linalg.eigvalsh(expected)[-1])


@pytest.mark.parametrize("name", ["two-valleys", "two-layer-mlp", "two-layer-mlp-sigmoid", "guess"])
def test_what_is_not_quadratic_has_no_limit(name):
    assert curvature(machine(load(name))) is None


@settings(max_examples=20, deadline=None)
@given(st.floats(0.2, 5), st.floats(0.2, 5), st.floats(-1, 1))
def test_just_below_the_limit_it_converges_and_just_above_it_diverges(a, b, c):
    lesson = loads(
        "equations: |\n  f(u, v) = \\frac{a}{2} u^2 + \\frac{b}{2} v^2 + c u v\n"
        f"data: {{a: {a!r}, b: {b!r}, c: {c * (a * b) ** 0.5 * 0.9!r}}}\n"
        "parameters: {u: 1, v: 0.7}"
    )
    limit = curvature(machine(lesson)).limit
    below = losses(went(lesson, learning_rate=0.98 * limit, steps=400))
    above = losses(went(lesson, learning_rate=1.02 * limit, steps=400, allow_divergence=True))
    assert below[-1] < below[0]
    assert above[-1] > above[200] > 0


def test_momentum_gets_out_of_the_local_minimum_where_plain_descent_stays():
    plain, rolling = went("two-valleys", steps=400), went("two-valleys", "momentum", steps=400)
    assert plain.last.parameters[0] == pytest.approx(1.347, abs=1e-3)
    assert rolling.last.parameters[0] == pytest.approx(-1.473, abs=1e-3)
    assert rolling.last.loss < plain.last.loss
    places = [iterate.parameters[0] for iterate in rolling.iterates]
    assert any(0.1 < place < 0.2 for place in places) or min(places) < 0  # it went over the hill


def test_too_small_right_too_large_and_diverging_on_one_lesson():
    found = compare(load("parabola"), "learning_rate", ("0.001", "0.3", "0.99", "1.2"), steps=60)
    last = [course.last.loss for _, course in found.courses]
    assert last[1] < 1e-20 < last[2] < 25
    assert 15 < last[0] < 25
    assert found.courses[3][1].stop.failed


@pytest.mark.parametrize(
    ("name", "what", "values"),
    [
        ("parabola", "optimizer", ("sgd", "momentum", "adam")),
        ("parabola", "W", ("-6", "0", "3")),
        ("parabola", "schedule", ("none", "cosine", "warmup")),
        ("linear-regression", "n", ("1", "2", "3")),
        ("linear-regression", "loss", ("mean_squared_error", "mean_absolute_error")),
        ("linear-regression", "batch_size", ("all", "2", "1")),
        ("two-layer-mlp-sigmoid", "activation", ("sigmoid", "tanh", "relu")),
        ("two-layer-mlp-sigmoid", "loss", ("half_squared_error", "squared_error")),
        ("three-layers", "loss", ("mean_squared_error", "absolute_error")),
        ("three-layers", "activation", ("sigmoid", "tanh")),
    ],
)
def test_one_change_at_a_time_changes_the_course(name, what, values):
    found = compare(load(name), what, values)
    ends = [course.last.loss for _, course in found.courses]
    assert len(set(ends)) == len(values)


def test_another_loss_is_the_other_loss():
    found = dict(compare(
        load("linear-regression"), "loss", ("mean_squared_error", "mean_absolute_error"), steps=0
    ).courses)  # fmt: skip
    # w = 1, b = 0: the errors are 1, 2, 4
    assert found["mean_squared_error"].last.loss == pytest.approx(21 / 3)
    assert found["mean_absolute_error"].last.loss == pytest.approx(7 / 3)


def test_fewer_samples_are_the_first_ones():
    found = dict(compare(load("linear-regression"), "n", ("1", "2"), steps=0).courses)
    assert found["1"].last.loss == 1.0
    assert found["2"].last.loss == 2.5


@pytest.mark.parametrize(
    ("name", "what", "values"),
    [
        ("parabola", "nothing", ("1", "2")),
        ("parabola", "learning_rate", ("a",)),
        ("parabola", "activation", ("tanh",)),
        ("parabola", "loss", ("squared_error",)),
        ("linear-regression", "n", ("4",)),
        ("two-layer-mlp-sigmoid", "activation", ("max",)),
        ("two-layer-mlp-sigmoid", "loss", ("softmax_cross_entropy",)),
    ],
)
def test_what_cannot_be_changed_is_refused(name, what, values):
    with pytest.raises(DeriveError):
        compare(load(name), what, values)
