"""Whole layers at once take the same path as neuron by neuron."""

import numpy as np
import pytest
from descents import losses, went

from derive.descent import Clipping
from derive.lessons import loads
from derive.optimizers import keys

NETWORK = """
network: {inputs: 2, layers: [{units: 3, activation: tanh}, {units: 1}], loss: mean_squared_error}
data: {x: [[0.3, -1.2], [0.8, 0.5], [-0.7, 0.9]], y: [[0.4], [-0.3], [0.6]]}
parameters:
  W: [[[0.5, -0.4], [0.3, 0.8], [-0.2, 0.1]], [[0.7, -0.6, 0.2]]]
  b: [[0.1, -0.2, 0.3], [0.05]]
learning_rate: 0.05
"""


@pytest.mark.parametrize("optimizer", keys())
def test_matrices_descend_like_their_entries(optimizer):
    scalar = went(loads(NETWORK), optimizer, steps=12)
    matrix = went(loads(NETWORK, level="matrix"), optimizer, steps=12)
    assert losses(matrix) == pytest.approx(losses(scalar), rel=1e-9)
    entries = sorted(float(v) for value in matrix.last.parameters for v in np.ravel(value))
    assert entries == pytest.approx(sorted(scalar.last.parameters), rel=1e-9)


@pytest.mark.parametrize(
    "clipping", [Clipping(norm=0.1), Clipping(value=0.02), Clipping(weights=0.5)]
)
def test_they_are_clipped_alike(clipping):
    scalar = went(loads(NETWORK), clipping=clipping, steps=5)
    matrix = went(loads(NETWORK, level="matrix"), clipping=clipping, steps=5)
    assert losses(matrix) == pytest.approx(losses(scalar), rel=1e-9)
