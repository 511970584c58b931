"""The first updates of every optimiser, worked out by hand on f(w) = w² + 2w + 1 from w = -6."""

import math

import pytest

from derive.core.optimizer import Optimizer
from derive.core.text import Text
from derive.descent import descend, make_plan
from derive.lessons import load
from derive.optimizers import at, equations, keys
from derive.optimizers import load as optimizer

# gradients are 2w + 2; the learning rate is the lesson's, 0.1
BY_HAND = {
    "sgd": (-5.0, -4.2),  # -6 + 0.1·10, -5 + 0.1·8
    "momentum": (-5.0, -3.3),  # v = -1, then 0.9·(-1) + 0.1·(-8) = -1.7
    "momentum_eta_outside": (-5.0, -3.3),  # v = -10, then -17
    "nesterov": (-4.1, -2.112),  # v = -15.2; -4.1 - 0.1(-6.2 - 0.9·15.2)
    "nesterov_look_ahead": (-5.0, -3.48),  # looks at -4.1, v = -0.9 - 0.62 = -1.52
    "adagrad": (-5.9, -5.9 + 0.98 / math.sqrt(196.04)),  # n = 100, then 100 + 9.8²
    "adagrad_epsilon_outside": (-5.9, -5.9 + 0.98 / math.sqrt(196.04)),
    "rmsprop": (-6 + 1 / math.sqrt(10), None),  # v = 0.1·100
    "adadelta": (-6 + 0.001 / math.sqrt(10), None),  # √(10⁻⁶)/√10 · 10 · 0.1
    "adam": (-5.9, None),  # m̂ = -10, v̂ = 100
    "amsgrad": (-5.9, None),  # as Adam: the first mean square is the largest
    "adamw": (-5.894, None),  # and 0.1·0.01·6 from the decay
    "adamax": (-5.9, None),  # m = -1, u = 10; 0.1/(1 - 0.9) · 1/10
    "nadam": (-5.8943548, None),  # μ = 0.450073, ν = 0.450147: 1.056452 in the place of 1
    "ftrl": (-590 / 110, None),  # n = 100, σ = 100, z = -10 + 600; (1 + 10)/0.1 = 110
}


def path(key: str, steps: int = 2) -> list[float]:
    lesson = load("parabola")
    course = descend(lesson, make_plan(lesson, key, steps=steps))
    return [iterate.parameters[0] for iterate in course.iterates]


@pytest.mark.parametrize("key", keys())
def test_the_first_updates_are_those_of_the_blackboard(key):
    if key not in BY_HAND:
        pytest.skip("nobody has worked this one out by hand yet")
    first, second = BY_HAND[key]
    start, one, two = path(key)
    assert start == -6.0
    assert one == pytest.approx(first, abs=1e-6)
    if second is not None:
        assert two == pytest.approx(second, abs=1e-6)


def test_the_lectures_parabola():
    lesson = load("parabola")
    course = descend(lesson, make_plan(lesson, steps=2))
    assert [iterate.loss for iterate in course.iterates] == [25.0, 16.0, pytest.approx(10.24)]
    assert [iterate.gradients[0] for iterate in course.iterates][:2] == [-10.0, -8.0]
    assert path("sgd") == [-6.0, -5.0, pytest.approx(-4.2)]


@pytest.mark.parametrize("key", keys())
def test_every_optimiser_says_what_its_letters_mean_and_where_it_comes_from(key):
    found: Optimizer = optimizer(key)
    assert found.key == key
    assert isinstance(found.title, Text)
    assert found.reference
    named = {quantity.latex for quantity in found.quantities} | {r"\theta"}
    for target, _ in equations(found):
        timed = at(target)
        assert timed is not None
        assert timed[0] in named, f"{key} does not say what {timed[0]} is"


@pytest.mark.parametrize("key", keys())
def test_defaults_lie_in_their_own_ranges(key):
    for hyper in optimizer(key).hyperparameters:
        assert hyper.complaint(hyper.default) is None
        assert hyper.complaint(-1.0) is not None
        assert hyper.complaint(math.inf) is not None
