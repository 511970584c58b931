"""The certificate: it agrees with PyTorch, and it notices every wrong step."""

import numpy as np
import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numeric_networks import dense, dense_matrices, graphs, random_values, variable

from derive import activations
from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import Add, Call, Mul, Number, Pow, Role, Variable, number
from derive.core.graph import Graph
from derive.numeric.certificate import CHECKS, TOLERANCE, certify
from derive.numeric.complex_step import complex_step
from derive.numeric.differences import central_difference, one_sided
from derive.numeric.forward_mode import forward_mode
from derive.numeric.lanes import Direction
from derive.numeric.run import run
from derive.numeric.symbolic import composed_size, symbolic, to_sympy
from derive.operations.equation import equation
from derive.passes import derive

W, B = variable("w"), variable("b")
LOSS = Variable("L", "L", Role.LOSS)
U = variable("u", Role.INTERMEDIATE)


def single(body, **values):
    """Return a graph ``u = body``, ``L = u²``, its derivation, and the values of its leaves."""
    leaves = tuple(variable(name) for name in values)
    graph = Graph(leaves, (equation(U, body), equation(LOSS, Pow(U, number(2)))))
    return graph, derive(graph), dict(zip(leaves, values.values(), strict=True))


def changed(derivation, target, result):
    """Return the derivation with another result in one of its steps."""
    steps = tuple(
        Step(step.phase, step.rule, target, result) if step.target == target else step
        for step in derivation.steps
    )
    return Derivation(derivation.givens, steps, derivation.loss, derivation.asked)


ONE_ARGUMENT = [
    key
    for key in activations.keys()  # noqa: SIM118
    if len(activations.load(key).arguments) == 1
]


@pytest.mark.parametrize("key", ONE_ARGUMENT)
def test_every_function_passes_all_four_checks(key):
    body = Call(activations.load(key), (Add((Mul((W, Number(1.5))), B)),))
    certificate = certify(*single(body, w=0.6, b=0.3))
    assert certificate.ok
    assert None not in certificate.worst.values()


@pytest.mark.parametrize("key", ["max", "min"])
def test_functions_of_two_arguments_pass_too(key):
    certificate = certify(*single(Call(activations.load(key), (W, Mul((B, B)))), w=0.6, b=0.9))
    assert certificate.ok
    assert None not in certificate.worst.values()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=graphs(), seed=st.integers(0, 99))
def test_random_graphs_pass(graph, seed):
    certificate = certify(graph, derive(graph), random_values(graph, seed=seed))
    assert certificate.ok, certificate.worst


@pytest.mark.parametrize("samples", [None, 1, 4])
@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_cross_entropy"])
def test_layered_networks_pass_with_one_sample_and_with_a_batch(loss, samples):
    graph, derivation, values = dense((2, 2, 1), "sigmoid", loss, samples)
    for leaf in graph.leaves:  # a target of binary cross-entropy is a probability
        if leaf.role is Role.DATA:
            values[leaf] = np.abs(values[leaf])
    certificate = certify(graph, derivation, values)
    assert certificate.ok, certificate.worst


def test_matrix_networks_are_checked_entry_by_entry():
    graph, derivation, values = dense_matrices((2, 3, 2), samples=3)
    certificate = certify(graph, derivation, values)
    assert certificate.ok, certificate.worst
    shapes = {name.name: checked.value.shape for name, checked in certificate.gradients.items()}
    assert shapes["W^{[1]}"] == (3, 2)


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_any_wrong_backward_step_is_noticed_by_every_check(data):
    graph, derivation, values = dense((1, 2, 1), "tanh")
    right = run(derivation, values)
    backward = [step for step in derivation.phase(Phase.BACKWARD) if abs(right[step.target]) > 1e-3]
    broken = data.draw(st.sampled_from(backward))
    wrong = Mul((broken.result, Number(data.draw(st.sampled_from([-1.0, 0.0, 0.5, 1.001])))))
    certificate = certify(graph, changed(derivation, broken.target, wrong), values)
    assert not certificate.ok
    for check in CHECKS:
        assert certificate.worst[check] is None or certificate.worst[check] > TOLERANCE[check]


def test_large_networks_are_not_handed_to_sympy():
    graph, derivation, values = dense((4, 4, 4, 1))
    certificate = certify(graph, derivation, values)
    assert certificate.ok
    assert certificate.worst["symbolic"] is None
    deeper, _, others = dense((4, 4, 4, 4, 1))
    assert composed_size(deeper, others) > 3 * composed_size(graph, values)


def test_a_deep_chain_is_certified_although_its_gradients_vanish():
    graph, derivation, values = dense((1,) * 30)
    certificate = certify(graph, derivation, values)
    gradients = [abs(checked.value) for checked in certificate.gradients.values()]
    assert min(gradients) < 1e-15
    assert certificate.ok


def test_a_saturated_neuron_is_certified_by_what_can_still_be_evaluated():
    body = Call(activations.load("sigmoid"), (Mul((W, B)),))
    certificate = certify(*single(body, w=-40.0, b=40.0))
    assert certificate.ok
    assert certificate.worst["complex_step"] is None


def test_a_minimum_is_certified_although_rounding_hides_where_it_is():
    # 0.1 w + 0.2 v + 0.7 is 1 up to its last digit, so that (… - 1)² has a gradient of about 0
    for w, b in ((1.0, 1.0), (0.5, 1.25), (2.0, 0.5), (-1.0, 2.0)):
        total = Add((Mul((Number(0.1), W)), Mul((Number(0.2), B)), Number(0.7), number(-1)))
        certificate = certify(*single(total, w=w, b=b))
        assert certificate.ok, certificate.worst


def test_a_value_in_between_is_checked_as_if_it_were_given():
    graph, _, values = single(Mul((W, B)), w=2.0, b=3.0)
    derivation = derive(graph, (U, W))
    certificate = certify(graph, derivation, values)
    assert certificate.ok
    assert [checked.value for checked in certificate.gradients.values()] == [12.0, 36.0]
    mutant = changed(derivation, derivation.gradients[U].target, Number(1.0))
    assert not certify(graph, mutant, values).gradients[U].ok


# --- kinks -----------------------------------------------------------------------------------


def test_at_a_kink_the_two_slopes_are_told_instead_of_a_failure():
    graph, derivation, values = single(
        Add((Call(activations.load("relu"), (W,)), number(1))), w=0.0
    )
    checked = certify(graph, derivation, values).gradients[W]
    assert checked.ok
    assert checked.value == 0.0
    assert checked.checks["central_difference"] is None
    assert checked.checks["forward_mode"] == 0.0
    assert checked.kink is not None
    assert "u stands exactly at a kink of relu" in checked.kink.en
    assert "0 on the left and 2 on the right" in checked.kink.en


def test_a_wrong_gradient_is_not_excused_by_a_kink():
    graph, derivation, values = single(
        Add((Call(activations.load("relu"), (W,)), number(1))), w=0.0
    )
    mutant = changed(derivation, derivation.gradients[W].target, Number(1.0))
    assert not certify(graph, mutant, values).ok


def test_a_kink_elsewhere_excuses_nothing():
    flat = Call(activations.load("relu"), (Mul((W, Number(0.0))),))
    graph, derivation, values = single(Add((flat, Mul((B, B)))), w=1.0, b=1.0)
    mutant = changed(derivation, derivation.gradients[B].target, Number(9.0))
    assert certify(graph, derivation, values).ok
    assert not certify(graph, mutant, values).ok


@pytest.mark.parametrize("distance", [1e-3, 1e-6, -1e-6])
def test_close_to_a_kink_the_differences_take_smaller_steps(distance):
    body = Call(activations.load("abs"), (W,))
    certificate = certify(*single(body, w=distance))
    assert certificate.ok, certificate.worst


def test_close_to_the_edge_of_a_domain_the_differences_take_smaller_steps():
    certificate = certify(*single(Call(activations.load("log"), (W,)), w=1e-4))
    assert certificate.ok, certificate.worst


# --- each witness on its own -----------------------------------------------------------------


@pytest.mark.parametrize("activation", ["sigmoid", "gelu", "mish", "softplus", "relu"])
def test_each_witness_agrees_with_pytorch(activation):
    torch = pytest.importorskip("torch")
    function = getattr(torch, activation, None) or getattr(torch.nn.functional, activation)
    w, b = (torch.tensor(z, dtype=torch.float64, requires_grad=True) for z in (0.7, -1.3))
    (function(w * w * b + w) ** 2).backward()
    body = Call(activations.load(activation), (Add((Mul((W, W, B)), W)),))
    graph, _, values = single(body, w=0.7, b=-1.3)
    differences, _ = central_difference(graph, values, (W, B))
    for found, tolerance in (
        (differences, 1e-9),
        (complex_step(graph, values, (W, B)), 1e-12),
        (symbolic(graph, values, (W, B)), 1e-12),
        (forward_mode(graph, values, (W, B)), 1e-12),
    ):
        assert float(found[W]) == pytest.approx(w.grad.item(), rel=tolerance)
        assert float(found[B]) == pytest.approx(b.grad.item(), rel=tolerance)


def test_the_doubt_of_a_difference_is_never_much_smaller_than_its_error():
    graph, derivation, values = dense((3, 3, 1), "gelu")
    wanted = tuple(derivation.gradients)
    found, doubts = central_difference(graph, values, wanted)
    exact = forward_mode(graph, values, wanted)
    for name in wanted:
        assert abs(found[name] - exact[name]) <= 5 * doubts[name]
        assert doubts[name] < 1e-8


def test_one_sided_slopes_are_those_of_the_two_branches():
    graph, _, values = single(Add((Call(activations.load("abs"), (W,)), number(1))), w=0.0)
    left, right = one_sided(graph, values, Direction(W, 0, 0))
    assert (left, right) == pytest.approx((-2.0, 2.0), abs=1e-5)


def test_sums_over_samples_are_written_out_for_sympy():
    graph, _, values = dense((1, 1), "identity", "mean_squared_error", samples=2)
    names = iter("abcdefghij")
    symbols = {
        leaf: np.array([sympy.Symbol(next(names)) for _ in value]) if np.ndim(value) else value
        for leaf, value in values.items()
    }
    known = dict(symbols)
    for node in graph.nodes:
        known[node.output] = to_sympy(node.formula, known)
    a, b = symbols[graph.leaves[0]]
    assert known[graph.loss].free_symbols >= {a, b}


def test_a_lessons_names_never_become_sympy_symbols():
    hostile = variable("__import__('os').abort()")
    graph = Graph((hostile,), (equation(LOSS, Mul((hostile, hostile))),))
    assert symbolic(graph, {hostile: 3.0}, (hostile,))[hostile] == 6.0
