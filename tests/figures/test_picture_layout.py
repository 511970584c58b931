"""Columns, order and heights of a graph that is laid out from left to right."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.expression import Variable
from derive.figures.layered import Layered, spread

NAMES = [Variable(f"v_{number}", f"v_{number}") for number in range(12)]


@st.composite
def graphs(draw):
    leaves = draw(st.integers(1, 4))
    return {
        NAMES[number]: draw(
            st.lists(st.sampled_from(NAMES[:number]), min_size=1, max_size=3, unique=True)
        )
        for number in range(leaves, draw(st.integers(leaves + 1, len(NAMES))))
    }


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_everything_stands_to_the_right_of_what_it_reads(reads):
    column = Layered(reads).column_of
    assert all(column[source] < column[name] for name in reads for source in reads[name])
    assert min(column.values()) == 0


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_every_line_leads_from_its_source_to_its_reader_column_by_column(reads):
    layered = Layered(reads)
    after = {}
    for start, end in layered.links:
        assert end.column == start.column + 1
        after.setdefault(end, []).append(start)
    for name, sources in reads.items():
        end = next(s for s in layered.columns[layered.column_of[name]] if s.name == name)
        assert {stop.name for stop in after[end]} == set(sources)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_nothing_stands_on_top_of_anything_else(reads):
    layered = Layered(reads)
    y = layered.heights(lambda stop: 20.0, 5.0)
    for column in layered.columns:
        for above, below in pairwise(column):
            assert y[below] - y[above] >= 25 - 1e-9
    assert min(y.values()) == pytest.approx(10)


def test_a_line_with_nothing_beside_it_is_straight():
    a, b, c = NAMES[:3]
    y = Layered({b: [a], c: [b]}).heights(lambda stop: 20.0, 5.0)
    assert len(set(y.values())) == 1


def test_two_chains_do_not_cross():
    a, b, c, d = NAMES[:4]
    layered = Layered({d: [a], c: [b]})
    (first, second) = layered.columns
    order = {"v_0": "v_3", "v_1": "v_2"}
    assert [order[stop.name.name] for stop in first] == [stop.name.name for stop in second]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-50, 50), min_size=1, max_size=6),
    st.integers(0, 10_000),
)
def test_places_keep_their_distance_and_no_others_are_nearer_to_the_wishes(wished, seed):
    apart = [10.0] * (len(wished) - 1)
    found = np.array(spread(wished, apart))
    assert all(np.diff(found) >= 10 - 1e-9)
    moved = found + np.cumsum(np.random.default_rng(seed).normal(size=(200, len(wished))), axis=1)
    allowed = moved[(np.diff(moved) >= 10).all(axis=1)]
    distance = ((found - wished) ** 2).sum()
    assert (((allowed - wished) ** 2).sum(axis=1) >= distance - 1e-9).all()
