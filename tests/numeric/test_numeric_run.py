"""Running a derivation step by step."""

import numpy as np
import pytest
from numeric_networks import dense, dense_matrices, variable

from derive.core.errors import NumericError
from derive.numeric.run import run

torch = pytest.importorskip("torch")


def test_the_values_come_in_the_order_of_the_steps():
    _, derivation, values = dense((2, 2, 1))
    assert list(run(derivation, values)) == [step.target for step in derivation.steps]


def test_plain_floats_stay_plain_floats():
    _, derivation, values = dense((2, 2, 1))
    assert {type(value) for value in run(derivation, values).values()} == {float}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "gelu", "mish", "elu"])
def test_the_gradients_of_a_matrix_network_agree_with_pytorch(activation):
    graph, derivation, values = dense_matrices((3, 4, 2), activation, samples=5)
    x, y, *rest = graph.leaves
    tensors = [torch.tensor(values[leaf], requires_grad=True) for leaf in rest]
    weights = [t for t, leaf in zip(tensors, rest, strict=True) if leaf.shape[1] > 1]
    biases = [t for t, leaf in zip(tensors, rest, strict=True) if leaf.shape[1] == 1]
    signal = torch.tensor(values[x])
    function = getattr(torch, activation, None) or getattr(torch.nn.functional, activation)
    for weight, bias in zip(weights, biases, strict=True):
        signal = function(weight @ signal + bias)
    loss = 0.5 * ((torch.tensor(values[y]) - signal) ** 2).sum()
    loss.backward()
    results = run(derivation, values)
    assert results[graph.loss] == pytest.approx(loss.item(), rel=1e-12)
    for leaf, tensor in zip(rest, tensors, strict=True):
        ours = results[derivation.gradients[leaf].target]
        assert ours == pytest.approx(tensor.grad.numpy(), rel=1e-9, abs=1e-12)


def test_scalar_and_matrix_form_of_a_network_give_the_same_gradients():
    graph, derivation, values = dense_matrices((2, 3, 1), "tanh")
    x, y, *parameters = graph.leaves
    neurons, in_scalars, _ = dense((2, 3, 1), "tanh")
    # a layer's neurons follow one another, each with its weights and then its bias
    weights, biases = parameters[:2], parameters[2:]
    numbers = [*np.ravel(values[x]), *np.ravel(values[y])]
    places = []
    for weight, bias in zip(weights, biases, strict=True):
        places += [(weight, to, of) for to, of in np.ndindex(*weight.shape)]
        places += [(bias, to, 0) for to in range(bias.shape[0])]
    numbers += [values[name][to, of] for name, to, of in places]
    scalars = dict(zip(neurons.leaves, map(float, numbers), strict=True))
    theirs, ours = run(in_scalars, scalars), run(derivation, values)
    assert theirs[neurons.loss] == pytest.approx(ours[graph.loss], rel=1e-12)
    for leaf, (name, to, of) in zip(neurons.leaves[3:], places, strict=True):
        slope = theirs[in_scalars.gradients[leaf].target]
        assert slope == pytest.approx(ours[derivation.gradients[name].target][to, of], rel=1e-9)


def test_a_value_out_of_bounds_is_reported_with_the_number_of_its_step():
    _, derivation, values = dense((2, 2, 1), "exp")
    huge = {leaf: 50.0 * abs(value) + 50.0 for leaf, value in values.items()}
    with pytest.raises(NumericError, match=r"^Step \d+: .* is not a finite number"):
        run(derivation, huge)


def test_a_given_without_a_value_is_named():
    graph, derivation, values = dense((2, 2, 1))
    missing = graph.leaves[0]
    del values[missing]
    with pytest.raises(NumericError, match=f"Step 1: {missing.name} has no value"):
        run(derivation, values)


def test_samples_are_the_last_axis_and_the_loss_is_one_number():
    graph, derivation, values = dense((2, 2, 1), "sigmoid", "mean_squared_error", samples=4)
    results = run(derivation, values)
    assert np.ndim(results[graph.loss]) == 0
    assert all(np.shape(v) == ((4,) if name.sampled else ()) for name, v in results.items())


def test_an_unused_extra_value_does_no_harm():
    graph, derivation, values = dense((1, 1))
    assert run(derivation, {**values, variable("other"): 1.0})[graph.loss] >= 0
