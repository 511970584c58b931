"""Every way to the gradient finds the same one, and costs what it says."""

from __future__ import annotations

from itertools import pairwise

import pytest

from derive.alternatives import compare, estimates, step_errors
from derive.alternatives.methods import every
from derive.alternatives.step_sizes import CENTRAL, COMPLEX, FORWARD
from derive.core.errors import DeriveError
from derive.lessons import load, loads
from derive.passes import cost, derive

LESSONS = ("two-layer-mlp", "two-layer-mlp-sigmoid", "three-layers", "mazur", "linear-regression")


@pytest.mark.parametrize("name", LESSONS)
def test_exact_methods_agree_to_rounding_and_the_others_nearly(name):
    for tried in compare(load(name)):
        if tried.found is not None:
            limit = 1e-12 if tried.method.exact else 1e-6
            limit = 0.5 if tried.method.key == "evolution_strategies" else limit
            assert tried.error < limit, tried.method.key


@pytest.mark.parametrize("name", LESSONS[:3])
def test_backpropagation_takes_the_operations_that_explain_counts(name):
    lesson = load(name)
    derivation = derive(lesson.graph, notation=lesson.notation)
    counts = cost(lesson.graph, derivation)
    (own,) = (t for t in compare(lesson) if t.method.key == "backpropagation")
    assert own.found.operations == counts.forward + counts.backward


def test_every_other_method_costs_more_and_is_run_as_often_as_it_says():
    lesson = load("two-layer-mlp-sigmoid")
    tried = {t.method.key: t.found for t in compare(lesson)}
    count = len(lesson.parameters)
    assert {m.key for m in every()} == set(tried)
    own = tried.pop("backpropagation")
    assert all(found.operations > 3 * own.operations for found in tried.values())
    assert tried["forward_mode"].runs == tried["complex_step"].runs == count
    assert tried["central_differences"].runs == 2 * count


def test_differences_get_better_and_then_worse_and_the_complex_step_never_does():
    found = step_errors(load("two-layer-mlp-sigmoid"))
    for way in (FORWARD, CENTRAL):
        step, error = found.best(way)
        assert found.errors[way][0] > 100 * error
        assert found.errors[way][-1] > 100 * error
        assert found.steps[0] > step > found.steps[-1]
    assert max(found.errors[COMPLEX][8:]) < 1e-14


def test_a_network_too_large_to_be_composed_is_left_out():
    (composed,) = (t for t in compare(load("thousand-samples")) if t.method.key == "composed")
    assert composed.found is None
    assert composed.error is None


def test_a_lesson_without_numbers_is_refused_with_a_sentence():
    with pytest.raises(DeriveError):
        compare(loads("equations: |\n  f = a b\nparameters: [a, b]\n"))


@pytest.mark.parametrize(
    "name", ["two-layer-mlp-sigmoid", "mazur", "three-layers", "sigmoid-regression"]
)
def test_the_smallest_error_lies_where_theory_puts_it(name):
    found = step_errors(load(name))
    for way in (FORWARD, CENTRAL):
        step, _ = found.best(way)
        assert found.expected[way] / 30 < step < 30 * found.expected[way]
    assert COMPLEX not in found.expected


def test_a_parabola_is_not_truncated_by_central_differences():
    found = step_errors(load("two-layer-mlp"))
    assert CENTRAL not in found.expected
    assert found.best(CENTRAL)[0] >= 1e-3


@pytest.mark.parametrize("name", ["two-layer-mlp-sigmoid", "linear-regression"])
def test_four_times_as_many_directions_halve_the_error(name):
    found = estimates(load(name), (20, 80), times=20)
    for less, more in pairwise(found.errors):
        assert 0.35 < more / less < 0.7
    assert found == estimates(load(name), (20, 80), times=20)
    assert found != estimates(load(name), (20, 80), times=20, seed=1)


@pytest.mark.parametrize(("name", "wrt"), [
    ("two-layer-mlp-dead-unit", "w_{1,1}"), ("two-layer-mlp-sigmoid", "x_1"),
])  # fmt: skip
def test_a_step_along_what_has_no_gradient_is_refused_with_a_sentence(name, wrt):
    lesson = load(name)
    leaf = next(leaf for leaf in lesson.graph.leaves if leaf.name == wrt)
    with pytest.raises(DeriveError):
        step_errors(lesson, leaf)
