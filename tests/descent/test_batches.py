"""Batches: how many there are, what each of them says, and that nothing is left to chance."""

import json

import numpy as np
import pytest
from descents import losses, went
from hypothesis import given
from hypothesis import strategies as st

from derive.core.errors import DeriveError
from derive.descent import make_plan
from derive.descent.batches import batches, per_epoch
from derive.descent.machine import Machine
from derive.lessons import load
from derive.render.descent.as_json import to_json


def test_a_thousand_samples_make_ten_updates_at_batch_size_100_and_a_hundred_at_10():
    assert went("thousand-samples", batch_size=100, epochs=1).updates == 10
    assert went("thousand-samples", batch_size=10, epochs=1).updates == 100
    assert went("thousand-samples", batch_size=1000, epochs=3).updates == 3


@given(st.integers(1, 60), st.integers(1, 70), st.booleans())
def test_an_epoch_sees_every_sample_once(samples, size, shuffle):
    source = batches(samples, size, 3, shuffle=shuffle)
    for epoch in (1, 2):
        found = [next(source) for _ in range(per_epoch(samples, size))]
        assert sorted(sample for batch in found for sample in batch.samples) == [*range(samples)]
        assert {len(batch.samples) for batch in found[:-1]} <= {size}
        assert {batch.epoch for batch in found} == {epoch}


def test_the_same_seed_gives_the_same_course_and_another_seed_another():
    first, again, other = (
        losses(went("thousand-samples", batch_size=50, epochs=1, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_the_gradient_of_a_batch_is_the_one_its_samples_give_by_hand():
    course = went("linear-regression", batch_size=2, epochs=1, shuffle=False)
    seen = course.iterates[0].seen
    assert seen is not None
    assert seen.batch.samples == (0, 1)
    # w = 1, b = 0: the errors of (1, 2) and (2, 4) are 1 and 2; ∂L/∂w = 2/2 · -(1·1 + 2·2)
    assert seen.gradients == pytest.approx((-5.0, -3.0))
    assert seen.loss == pytest.approx(2.5)


def test_the_last_batch_may_be_smaller_and_counts_its_own_samples():
    course = went("linear-regression", batch_size=2, epochs=1, shuffle=False)
    seen = course.iterates[1].seen
    assert seen is not None
    assert seen.batch.samples == (2,)
    w, b = course.iterates[1].parameters
    assert seen.loss == pytest.approx((7 - (3 * w + b)) ** 2)


@pytest.mark.parametrize("size", [1, 2, 7, 300])
def test_the_batches_gradients_average_to_the_gradient_on_all_samples(size):
    lesson = load("thousand-samples")
    machine = Machine(lesson, make_plan(lesson, batch_size=size))
    source = batches(1000, size, 5)
    epoch = [next(source) for _ in range(per_epoch(1000, size))]
    weights = [len(batch.samples) for batch in epoch]
    found = [machine.gradient(machine.start, batch.samples)[1:] for batch in epoch]
    mean = np.average(np.array(found), axis=0, weights=weights)
    assert mean == pytest.approx(machine.gradient(machine.start)[1:], rel=1e-12)


def test_a_batch_of_all_samples_is_plain_gradient_descent():
    assert losses(went("linear-regression", batch_size=3, steps=3)) == losses(
        went("linear-regression")
    )


def test_json_says_which_samples_each_update_saw():
    entries = json.loads(to_json(went("linear-regression", batch_size=2, epochs=1)))["iterations"]
    seen = [entry["batch"]["samples"] for entry in entries[:-1]]
    assert sorted(sample for each in seen for sample in each) == [1, 2, 3]
    assert "batch" not in entries[-1]


@pytest.mark.parametrize("name", ["parabola", "two-layer-mlp"])
def test_a_single_sample_cannot_be_split(name):
    with pytest.raises(DeriveError, match="single sample"):
        make_plan(load(name), batch_size=1)
