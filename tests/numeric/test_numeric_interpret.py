"""The value of a formula, against SymPy, NumPy and mpmath."""

import math

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from numeric_networks import formulas, variable

from derive import activations
from derive.core.errors import NumericError
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    E,
    Hadamard,
    Marked,
    MatMul,
    Mul,
    Neg,
    Pow,
    SumOver,
    Total,
    Transpose,
    exp,
    number,
)
from derive.numeric.interpret import evaluate
from derive.numeric.symbolic import to_sympy

X, Y = variable("x"), variable("y")
SAMPLED = variable("x_i", sampled=True)
N = variable("n")
SIGMOID = activations.load("sigmoid")


@settings(max_examples=40, deadline=None)
@given(formula=formulas([X, Y], depth=2), x=st.floats(-2, 2), y=st.floats(-2, 2))
def test_a_random_formula_has_the_value_that_sympy_gives_it(formula, x, y):
    theirs = to_sympy(formula, {X: sympy.Float(x, 30), Y: sympy.Float(y, 30)})
    ours = evaluate(formula, {X: x, Y: y})
    assert ours == pytest.approx(float(theirs), rel=1e-9, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(formula=formulas([X, Y]), y=st.floats(-2, 2))
def test_an_array_of_samples_gives_each_sample_its_own_value(formula, y):
    samples = np.array([-1.5, 0.0, 0.25, 2.0])
    each = [evaluate(formula, {X: x, Y: y}) for x in samples.tolist()]
    together = np.broadcast_to(evaluate(formula, {X: samples, Y: y}), 4)
    assert together == pytest.approx(each, rel=1e-12, abs=1e-12)


def test_matrices_are_multiplied_transposed_and_summed_as_numpy_does():
    dice = np.random.default_rng(5)
    a, b, c = dice.normal(size=(2, 3)), dice.normal(size=(3, 2)), dice.normal(size=(2, 2))
    A, B, C = (variable(name, shape=(2, 2)) for name in "ABC")
    values = {A: a, B: b, C: c}
    formula = Hadamard((MatMul((A, B, C)), Transpose(C)))
    assert evaluate(formula, values) == pytest.approx((a @ b @ c) * c.T)
    assert evaluate(Total(formula), values) == pytest.approx(((a @ b @ c) * c.T).sum())
    rows = evaluate(Total(A, axis=1), values)
    assert rows == pytest.approx(a.sum(axis=1)[:, None])
    assert evaluate(Mul((number(2), A)), values) == pytest.approx(2 * a)


def test_a_sum_over_samples_adds_what_differs_and_counts_what_does_not():
    values = {SAMPLED: np.array([1.0, 2.0, 4.0]), X: 10.0, N: 3.0}
    assert evaluate(SumOver("i", N, Mul((X, SAMPLED))), values) == 70.0
    assert evaluate(SumOver("i", N, X), values) == 30.0
    mean = Div(SumOver("i", N, SAMPLED), N)
    spread = SumOver("i", N, Pow(Add((SAMPLED, Neg(mean))), number(2)))
    assert evaluate(spread, values) == pytest.approx(np.var([1, 2, 4]) * 3)


def test_a_box_around_a_formula_does_not_change_its_value():
    assert evaluate(Marked(Add((X, Y)), X), {X: 1.0, Y: 2.0}) == 3.0


def test_pi_and_e_are_the_constants():
    assert evaluate(Mul((Constant("pi"), E)), {}) == pytest.approx(math.pi * math.e)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_primes_count_how_often_a_function_is_differentiated(order):
    theirs = mpmath.diff(lambda z: 1 / (1 + mpmath.exp(-z)), 0.7, order)
    assert evaluate(Call(SIGMOID, (X,), order), {X: 0.7}) == pytest.approx(float(theirs), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(formula=formulas([X, Y], depth=2), x=st.floats(-2, 2), y=st.floats(-2, 2))
def test_a_derivative_not_yet_worked_out_has_the_value_that_sympy_gives_it(formula, x, y):
    symbols = {X: sympy.Dummy(real=True), Y: sympy.Dummy(real=True)}
    known = {symbols[X]: sympy.Float(x, 30), symbols[Y]: sympy.Float(y, 30)}
    theirs = to_sympy(Derivative(formula, X), symbols).xreplace(known)
    ours = evaluate(Derivative(formula, X), {X: x, Y: y})
    assert ours == pytest.approx(float(theirs), rel=1e-8, abs=1e-8)


def test_the_derivative_by_the_value_of_one_sample_keeps_that_samples_term():
    samples = np.array([1.0, -2.0, 0.5])
    loss = Mul((Div(number(1), N), SumOver("i", N, Pow(SAMPLED, number(2)))))
    slopes = evaluate(Derivative(loss, SAMPLED), {SAMPLED: samples, N: 3.0})
    assert slopes == pytest.approx(2 * samples / 3)


def test_a_variable_without_a_value_is_named():
    with pytest.raises(NumericError, match="y has no value"):
        evaluate(Add((X, Y)), {X: 1.0})


def test_what_overflows_on_the_way_to_a_finite_value_does_no_harm():
    written_out = Div(number(1), Add((number(1), exp(Neg(X)))))
    assert evaluate(written_out, {X: -1000.0}) == 0.0
    assert evaluate(Div(number(1), Pow(X, number(3))), {X: -1e200}) == 0.0
