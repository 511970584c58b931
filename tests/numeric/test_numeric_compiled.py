"""Compiled programs: the same numbers as step by step, faster, and as careful."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numeric_networks import dense, dense_matrices, formulas, variable

from derive import activations
from derive.core.errors import NumericError
from derive.core.expression import (
    Add,
    Call,
    Derivative,
    Div,
    Hadamard,
    MatMul,
    Mul,
    Neg,
    Number,
    Pow,
    Role,
    SumOver,
    Total,
    Transpose,
    exp,
    number,
)
from derive.numeric.compiled import compile_program
from derive.numeric.run import run
from derive.numeric.stepwise import assigned

X, Y, Z, W = (variable(name) for name in "xyzw")
SAMPLED = variable("x_i", sampled=True)
N = variable("n", Role.CONSTANT)
LOG = activations.load("log")


def steps_of(derivation):
    return [(step.target, step.result) for step in derivation.steps]


def program_of(graph, derivation, values, samples=None):
    outputs = [step.target for step in derivation.steps]
    program = compile_program(steps_of(derivation), graph.leaves, outputs, samples=samples)
    return dict(zip(outputs, program(*(values[leaf] for leaf in graph.leaves)), strict=True))


@settings(max_examples=60, deadline=None)
@given(
    first=formulas([X, Y]),
    second=formulas([X, Z]),
    x=st.floats(-2, 2),
    y=st.floats(-2, 2),
)
def test_a_compiled_program_computes_what_the_interpreter_does(first, second, x, y):
    program = compile_program([(Z, first), (W, second)], [X, Y], [W, Z])
    slow = dict(assigned([(Z, first), (W, second)], {X: x, Y: y}))
    assert program(x, y) == pytest.approx((slow[W], slow[Z]), rel=1e-12, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(first=formulas([SAMPLED, Y]), y=st.floats(-2, 2))
def test_a_program_over_samples_computes_what_one_for_each_sample_does(first, y):
    samples = np.array([-1.5, 0.0, 0.25, 2.0])
    z = variable("z_i", sampled=True)
    total = SumOver("i", N, Mul((z, SAMPLED)))
    program = compile_program([(z, first), (W, total)], [SAMPLED, Y, N], [z, W], samples=4)
    single = compile_program([(z, first), (W, Mul((z, SAMPLED)))], [SAMPLED, Y], [z, W])
    each = [single(x, y) for x in samples.tolist()]
    together, summed = program(samples, y, 4.0)
    assert together == pytest.approx([value for value, _ in each], rel=1e-12, abs=1e-12)
    assert summed == pytest.approx(sum(term for _, term in each), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("activation", activations.keys())
def test_forward_and_backward_pass_of_a_network_agree_with_the_interpreter(activation):
    if len(activations.load(activation).arguments) > 1 or activation in ("log", "sqrt"):
        return
    for samples in (None, 3):
        graph, derivation, values = dense((2, 2, 1), activation, "mean_squared_error", samples)
        fast = program_of(graph, derivation, values, samples)
        for target, value in run(derivation, values).items():
            assert fast[target] == pytest.approx(value, rel=1e-12, abs=1e-14)


def test_matrix_networks_compile_too():
    graph, derivation, values = dense_matrices((3, 4, 2), samples=5)
    fast = program_of(graph, derivation, values)
    for target, value in run(derivation, values).items():
        assert fast[target] == pytest.approx(value, rel=1e-12)


def test_matrix_formulas_compile_to_numpys_own_operations():
    dice = np.random.default_rng(7)
    a, b = dice.normal(size=(2, 3)), dice.normal(size=(2, 3))
    A, B = (variable(name, shape=(2, 3)) for name in "AB")
    C = variable("C", shape=(2, 2))
    formulas = [
        (C, MatMul((A, Transpose(B)))),
        (X, Total(Hadamard((A, B)))),
        (Y, Total(A, axis=1)),
    ]
    product, total, rows = compile_program(formulas, [A, B], [C, X, Y])(a, b)
    assert product == pytest.approx(a @ b.T)
    assert total == pytest.approx((a * b).sum())
    assert rows == pytest.approx(a.sum(axis=1)[:, None])


def test_a_sum_over_samples_counts_what_is_the_same_for_all():
    total = compile_program([(W, SumOver("i", N, Neg(Y)))], [Y, N], [W], samples=3)
    assert total(2.0, 3.0) == (-6.0,)


def test_a_value_that_is_the_same_for_all_samples_still_has_one_entry_for_each():
    slope = variable("s_i", sampled=True)
    (values,) = compile_program([(slope, Mul((Y, Y)))], [Y], [slope], samples=3)(2.0)
    assert values.tolist() == [4.0, 4.0, 4.0]


def test_sums_of_thousands_of_terms_and_chains_of_thousands_of_steps_compile():
    many = [variable(f"w_{place}") for place in range(3000)]
    (total,) = compile_program([(W, Add(tuple(many)))], many, [W])(*([0.5] * 3000))
    assert total == 1500.0
    chain = [X, *(variable(f"a_{place}") for place in range(20_000))]
    steps = [
        (after, Add((Mul((Number(0.5), before)), number(1)))) for before, after in pairwise(chain)
    ]
    (last,) = compile_program(steps, [X], [chain[-1]])(100.0)
    assert last == pytest.approx(2.0)


def test_a_saturated_sigmoid_is_no_overflow_however_it_is_written():
    written_out = Div(number(1), Add((number(1), exp(Neg(X)))))
    called = Call(activations.load("sigmoid"), (X,))
    program = compile_program([(Y, written_out), (Z, called)], [X], [Y, Z])
    assert program(-1000.0) == (0.0, 0.0)
    assert program(1000.0) == (1.0, 1.0)
    assert program(-700.0) == pytest.approx((math.exp(-700),) * 2, rel=1e-12)
    array = compile_program([(variable("y_i", sampled=True), written_out)], [X], [], samples=2)
    assert array(-1000.0) == ()


PROBLEMS = {
    "divides by zero": Div(number(1), Add((X, Neg(X)))),
    "has no value here": Call(LOG, (Neg(Pow(X, number(2))),)),
    "not a finite number": Mul((exp(Mul((number(500), X))), exp(Mul((number(500), X))))),
    "no value": Pow(Neg(X), Number(0.5)),
}


@pytest.mark.parametrize("said", PROBLEMS)
def test_what_leaves_the_finite_numbers_is_reported_with_the_name_of_the_variable(said):
    steps = [(Y, Mul((X, X))), (Z, PROBLEMS[said]), (W, Add((Y, Z)))]
    program = compile_program(steps, [X], [W])
    with pytest.raises(NumericError, match=rf"z .*{said}"):
        program(2.0)


@pytest.mark.parametrize("said", PROBLEMS)
def test_the_same_is_reported_for_samples(said):
    z = variable("z_i", sampled=True)
    steps = [(z, PROBLEMS[said]), (W, SumOver("i", N, z))]
    # X is sampled here: variables are the same when their names are
    program = compile_program(steps, [variable("x", sampled=True), N], [W], samples=2)
    with pytest.raises(NumericError, match=r"z_i "):
        program(np.array([2.0, 3.0]), 2.0)


def test_names_never_become_code():
    hostile = variable("__import__('os').abort()")
    program = compile_program([(Y, Add((hostile, hostile)))], [hostile], [Y])
    assert program(1.5) == (3.0,)
    assert program.__code__.co_names == ("ArithmeticError", "ValueError", "look_closer")


def test_a_derivative_that_is_not_worked_out_cannot_be_compiled():
    with pytest.raises(NumericError, match="not worked out"):
        compile_program([(Y, Derivative(Mul((X, X)), X))], [X], [Y])
