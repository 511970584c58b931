"""Source code that is made from formulas runs, and names in it are names."""

from __future__ import annotations

import keyword
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.activations import load
from derive.core.expression import (
    ONE,
    TWO,
    Add,
    Call,
    Derivative,
    Div,
    Expression,
    Hadamard,
    MatMul,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    SumOver,
    Total,
    Transpose,
    Variable,
    exp,
    number,
    variables,
)
from derive.numeric.interpret import evaluate
from derive.spelling.python import identifier, identifiers, python


def v(latex: str, **more: object) -> Variable:
    return Variable(latex, latex, **more)  # type: ignore[arg-type]


x, y, w, z, n = map(v, ("x", "y", "w", "z", "n"))
y_hat = v(r"\hat{y}")
x_i, y_i = v("x_i", sampled=True), v("y_i", sampled=True)
SIGMOID = load("sigmoid")


def source(formula: Expression, array: bool = True) -> str:
    names = identifiers(variables(formula))
    return python(formula, names, {SIGMOID: "sigmoid", load("max"): "max"}, array=array)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Mul((x, Neg(Add((y, Neg(y_hat))))), dot=True), "x * -(y - y_hat)"),
        (Mul((Number(Fraction(1, 2)), Pow(Add((y, Neg(y_hat))), TWO))), "0.5 * (y - y_hat) ** 2"),
        (Mul((Call(SIGMOID, (z,)), Add((ONE, Neg(w))))), "sigmoid(z) * (1 - w)"),
        (Call(SIGMOID, (z,), 1), "sigmoid_prime(z)"),
        (Div(ONE, Add((ONE, exp(Neg(z))))), "1 / (1 + np.exp(-z))"),
        (Add((x, Neg(Add((y, w))))), "x - (y + w)"),
        (Add((x, Neg(number(-2)))), "x - (-2)"),
        (Mul((x, Neg(ONE)), dot=True), "x * (-1)"),
        (Pow(Neg(x), TWO), "(-x) ** 2"),
        (Neg(Pow(x, TWO)), "-x ** 2"),
        (Mul((Number(Fraction(1, 3)), x)), "1 / 3 * x"),
        (Mul((Div(ONE, n), SumOver("i", n, Mul((x_i, y_i))))), "1 / n * np.sum(x_i * y_i)"),
        (SumOver("i", n, ONE), "n * 1"),
        (Partial(v("L"), v("w_{1,1}")), "dL_dw_1_1"),
    ],
)
def test_source_reads_like_what_a_student_would_hand_in(formula, expected):
    assert source(formula) == expected


def test_plain_floats_use_the_math_module():
    assert source(exp(Neg(z)), array=False) == "math.exp(-z)"


def test_plain_floats_refuse_what_needs_arrays():
    for formula in (SumOver("i", n, x_i), Total(w)):
        with pytest.raises(ValueError, match="arrays"):
            source(formula, array=False)


def test_a_derivative_that_is_not_worked_out_is_refused():
    with pytest.raises(ValueError, match="not worked out"):
        source(Derivative(x, x))


def test_whole_numbers_alone_are_floats_so_that_powers_of_powers_end():
    assert source(Pow(number(9), Pow(number(9), number(9)))) == "9.0 ** (9.0 ** 9.0)"
    assert source(Call(load("max"), (number(5), z))) == "max(5.0, z)"


def test_a_number_beyond_all_floats_is_infinite():
    assert source(Add((x, number(10**400)))) == "x + np.inf"


W, d, a = v("W", shape=(2, 3)), v("d", shape=(2, 1)), v("a", shape=(3, 1))
samples = {x_i: np.array([1.0, 2.0, 4.0]), y_i: np.array([0.5, -1.0, 2.0]), n: 3.0, w: 1.5}
matrices = {
    W: np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]]),
    d: np.array([[2.0], [-3.0]]),
    a: np.array([[1.0], [2.0], [-1.0]]),
}


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        (SumOver("i", n, Pow(Add((y_i, Neg(Mul((w, x_i))))), TWO)), samples),
        (SumOver("i", n, Mul((w, SumOver("i", n, x_i)))), samples),
        (SumOver("i", n, w), samples),
        (MatMul((Transpose(W), d)), matrices),
        (Hadamard((MatMul((Transpose(W), d)), Pow(a, TWO))), matrices),
        (Total(Pow(Add((a, Neg(a), MatMul((Transpose(W), d)))), TWO)), matrices),
        (Total(W, axis=1), matrices),
        (MatMul((d, Transpose(a))), matrices),
    ],
    ids=lambda part: type(part).__name__,
)
def test_source_for_samples_and_matrices_computes_what_the_tree_says(formula, at):
    names = identifiers(at)
    result = eval(python(formula, names, {}, array=True), {"np": np}, {names[k]: at[k] for k in at})
    assert np.allclose(result, evaluate(formula, at))
    assert np.shape(result) == np.shape(evaluate(formula, at))


@pytest.mark.parametrize(
    ("latex", "name"),
    [
        ("w_{1,1}", "w_1_1"),
        (r"\hat{y}", "y_hat"),
        ("ŷ", "y_hat"),
        ("z_1^1", "z_1_1"),
        (r"\delta_{h1}", "delta_h1"),
        (r"\lambda", "lambda_"),
        ("W^{[1]}'", "W_1_prime"),
        ("a^{[l-1]}", "a_l_minus_1"),
        ("E_{total}", "E_total"),
        ("z_{h_1}", "z_h_1"),
        (r"\mathcal{L}", "L"),
        (r"v_{\text{new}}", "v_new"),
        ("損", "u640d"),
        ("np", "np_"),
        ("σ", "sigma"),
    ],
)
def test_a_name_in_source_is_the_name_on_paper_spelled_out(latex, name):
    assert identifier(v(latex)) == name


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_any_names_become_valid_and_different_identifiers(texts):
    named = [Variable(f"{place} {text}", text) for place, text in enumerate(texts)]
    found = list(identifiers(named).values())
    assert len(set(found)) == len(named)
    for name in found:
        assert name.isidentifier()
        assert name.isascii()
        assert not keyword.iskeyword(name)
