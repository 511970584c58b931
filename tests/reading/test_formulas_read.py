"""Formulas keep the form in which they are written, and mean what their writer meant."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from reading_tables import FUNCTIONS, Values, evaluate, sigmoid, table

from derive.core.errors import ReadError
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Derivative,
    Div,
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
)
from derive.reading import NameTable, read_equation, read_expression, read_statement

NAMES = table(
    r"a b c w x y z \hat{y} L w_1 w_2 x_1 x_2 t_1 t_2 o_1 o_2 o_3"
    r" w_{1,1} w_{2,1} w_{2,2} v_1^1 v_2^1"
)
A, B, W, X, Y, Z, YH = (Variable(name, name) for name in ("a", "b", "w", "x", "y", "z", r"\hat{y}"))


def read(text, names=NAMES):
    return read_expression(text, names)


# -- form -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (r"-(y-\hat y)", Neg(Add((Y, Neg(YH))))),
        (r"\frac{1}{2}", Number(Fraction(1, 2))),
        ("½", Number(Fraction(1, 2))),
        ("1/2", Number(Fraction(1, 2))),
        (r"\frac12", Number(Fraction(1, 2))),
        (r"\frac{2}{4}", Div(Number(Fraction(2)), Number(Fraction(4)))),
        (r"\frac{a}{2}", Div(A, Number(Fraction(2)))),
        ("wx+b", Add((Mul((W, X)), B))),
        (r"a \cdot b", Mul((A, B), dot=True)),
        ("a*b", Mul((A, B), dot=True)),
        ("a×b·z", Mul((A, B, Z), dot=True)),
        ("2x·3y", Mul((Mul((Number(Fraction(2)), X)), Mul((Number(Fraction(3)), Y))), dot=True)),
        ("e^{-z}", Pow(Constant("e"), Neg(Z))),
        ("exp(-z)", Pow(Constant("e"), Neg(Z))),
        (r"\exp(-z)", Pow(Constant("e"), Neg(Z))),
        ("-w x", Neg(Mul((W, X)))),
        ("a·-(b)", Mul((A, Neg(B)), dot=True)),
        ("a - -b", Add((A, Neg(Neg(B))))),
        ("x^2", Pow(X, Number(Fraction(2)))),
        ("x²", Pow(X, Number(Fraction(2)))),
        ("-x^2", Neg(Pow(X, Number(Fraction(2))))),
        ("x^-1", Pow(X, Neg(Number(Fraction(1))))),
        ("x⁻¹", Pow(X, Neg(Number(Fraction(1))))),
        ("x·2/3", Mul((X, Number(Fraction(2, 3))), dot=True)),
        ("x·a/b·z", Mul((X, Div(A, B), Z), dot=True)),
        ("a/b·z", Mul((Div(A, B), Z), dot=True)),
        ("(a+b)-z", Add((Add((A, B)), Neg(Z)))),
    ],
)
def test_the_written_form_is_kept(text, tree):
    assert read(text) == tree


def test_a_decimal_keeps_its_text_and_is_exact():
    number = read("0.10")
    assert number.value == Fraction(1, 10)
    assert number.text == "0.10"
    assert read("１．５") == Number(Fraction(3, 2))
    assert read("4.38e-4").value == Fraction(438, 1000000)


# -- meaning --------------------------------------------------------------------------------

MEANT = {
    "2-3-4": lambda v: 2 - 3 - 4,
    "2·3/4·5": lambda v: 2 * 3 / 4 * 5,
    "-2^2": lambda v: -4,
    "2**3**2": lambda v: 2.0**9,
    "x^{a+b}": lambda v: v["x"] ** (v["a"] + v["b"]),
    "x^(a+b)": lambda v: v["x"] ** (v["a"] + v["b"]),
    r"a\left(b+x\right)^2y": lambda v: v["a"] * (v["b"] + v["x"]) ** 2 * v["y"],
    r"\frac{a}{b}x": lambda v: v["a"] / v["b"] * v["x"],
    r"\frac ab": lambda v: v["a"] / v["b"],
    r"\frac1{2a}": lambda v: 1 / (2 * v["a"]),
    r"\dfrac{a+b}{x}": lambda v: (v["a"] + v["b"]) / v["x"],
    r"\sqrt{a+b}": lambda v: math.sqrt(v["a"] + v["b"]),
    r"√a b": lambda v: math.sqrt(v["a"]) * v["b"],
    r"\sqrt[3]{a}": lambda v: v["a"] ** (1 / 3),
    "|a-b|": lambda v: abs(v["a"] - v["b"]),
    r"2\left|a-b\right|x": lambda v: 2 * abs(v["a"] - v["b"]) * v["x"],
    r"\lvert a-b \rvert^2": lambda v: (v["a"] - v["b"]) ** 2,
    "|a||b|": lambda v: v["a"] * v["b"],
    "|a-|b||": lambda v: abs(v["a"] - v["b"]),
    r"\ln a": lambda v: math.log(v["a"]),
    r"y \log a - b": lambda v: v["y"] * math.log(v["a"]) - v["b"],
    r"\log a\log b": lambda v: math.log(v["a"]) * math.log(v["b"]),
    r"\tanh^2 z": lambda v: math.tanh(v["z"]) ** 2,
    r"\tanh(z)^2": lambda v: math.tanh(v["z"]) ** 2,
    r"\sigma z": lambda v: sigmoid(v["z"]),
    r"\sigma\left(a\,b\right)": lambda v: sigmoid(v["a"] * v["b"]),
    r"\sigma^{\prime}(z)": lambda v: sigmoid(v["z"]) * (1 - sigmoid(v["z"])),
    r"\text{sigmoid}(z)": lambda v: sigmoid(v["z"]),
    r"\mathrm{ReLU}(-z)": lambda v: 0.0,
    "relu(z)": lambda v: v["z"],
    r"\max\{0, -z\}": lambda v: 0.0,
    r"\max(a,b,z)": lambda v: max(v["a"], v["b"], v["z"]),
    r"\min(a,\max(b,z))": lambda v: min(v["a"], max(v["b"], v["z"])),
    "xe^{-z}": lambda v: v["x"] * math.exp(-v["z"]),
    "e^-z": lambda v: math.exp(-v["z"]),
    "2e^{z}": lambda v: 2 * math.exp(v["z"]),
    r"2\pi a": lambda v: 2 * math.pi * v["a"],
    r"\frac{\cancel{2}}{2}a": lambda v: v["a"],
    r"\overset{L}{\boxed{a+b}} x": lambda v: (v["a"] + v["b"]) * v["x"],
    r"\underbrace{a+b}_{\text{the error}}x": lambda v: (v["a"] + v["b"]) * v["x"],
    r"{\color{red} a}\textcolor{blue}{b}": lambda v: v["a"] * v["b"],
    r"\mathbf{a b}+x": lambda v: v["a"] * v["b"] + v["x"],
    "ａ（ｂ＋１）": lambda v: v["a"] * (v["b"] + 1),
    "a ÷ 2": lambda v: v["a"] / 2,
    r"a \div b": lambda v: v["a"] / v["b"],
    r"a \times\left[b+x\right]": lambda v: v["a"] * (v["b"] + v["x"]),
    r"\sum_{k=1}^{2} (t_k - o_k)^2": lambda v: sum(
        (v[f"t_{k}"] - v[f"o_{k}"]) ** 2 for k in (1, 2)
    ),
    "sum_k t_k o_k + a": lambda v: sum(v[f"t_{k}"] * v[f"o_{k}"] for k in (1, 2)) + v["a"],
    "Σ_{k=1}^3 o_k²": lambda v: sum(v[f"o_{k}"] ** 2 for k in (1, 2, 3)),
    r"\sum_k o_k": lambda v: sum(v[f"o_{k}"] for k in (1, 2, 3)),
    r"\sum_{k=2}^{3} o_k": lambda v: v["o_2"] + v["o_3"],
    r"\sum\limits^{2}_{k=1} k\,t_k": lambda v: v["t_1"] + 2 * v["t_2"],
    r"\sum_{k=1}^{2} o_{k+1}": lambda v: v["o_2"] + v["o_3"],
    r"\sum_{k=1}^{2} w_{k1} x_k": lambda v: v["w_{1,1}"] * v["x_1"] + v["w_{2,1}"] * v["x_2"],
    r"\sum_{j=1}^{2} v_j^1": lambda v: v["v_1^1"] + v["v_2^1"],
    r"\sum_k o_k^2": lambda v: sum(v[f"o_{k}"] ** 2 for k in (1, 2, 3)),
    r"\sum_i \sum_j w_{ij}^2": lambda v: sum(v[f"w_{{{k}}}"] ** 2 for k in ("1,1", "2,1", "2,2")),
    r"\sum_k \sum_{j=1}^{2} w_{2j} o_k": lambda v: (
        (v["w_{2,1}"] + v["w_{2,2}"]) * (v["o_1"] + v["o_2"] + v["o_3"])
    ),
    r"\sum_j w_{2j}": lambda v: v["w_{2,1}"] + v["w_{2,2}"],
    r"\sum_{k=1}^{2}\sum_{j=1}^{2} t_k o_j": lambda v: (
        (v["t_1"] + v["t_2"]) * (v["o_1"] + v["o_2"])
    ),
    r"\sum_{k=1}^{K} t_k": lambda v: v["t_1"] + v["t_2"],
    r"a\sum_k -t_k": lambda v: -v["a"] * (v["t_1"] + v["t_2"]),
    r"\mathrm{softmax}(o)_2": lambda v: (
        math.exp(v["o_2"]) / sum(math.exp(v[f"o_{k}"]) for k in (1, 2, 3))
    ),
    "softmax(o_1)": lambda v: math.exp(v["o_1"]) / sum(math.exp(v[f"o_{k}"]) for k in (1, 2, 3)),
    r"a (z > 0)": lambda v: v["a"],
    r"a \mathbb{1}_{z > 1}": lambda v: 0.0,
    r"\mathbf{1}\{z < 1\} a": lambda v: v["a"],
    "a 1_{z > 0}": lambda v: v["a"],
    "1_{z > 1} a": lambda v: 0.0,
    "a 1(0 < z)(z > 1) + b": lambda v: v["b"],
    r"a \mathbb 1[z > 0]": lambda v: v["a"],
    r"a \mathbf{1}_{(z > 0)}": lambda v: v["a"],
    r"a \mathds{1}_{\{z > 1\}}": lambda v: 0.0,
    r"a \text{1}_{z > 0}": lambda v: v["a"],
    r"\mathbb{I}[z < 0] a": lambda v: 0.0,
    "I(z > 0) a": lambda v: v["a"],
    "a - 1(z - a)": lambda v: 2 * v["a"] - v["z"],
    r"\mathbb{1}\left(z \geq 0\right)": lambda v: 1.0,
    "np.exp(-z) * np.tanh(a)": lambda v: math.exp(-v["z"]) * math.tanh(v["a"]),
    "dL_dw*dw_dx1": lambda v: v.d("L", "w") * v.d("w", "x_1"),
    r"\frac{\delta L}{\delta w}": lambda v: v.d("L", "w"),
    "δL/δw": lambda v: v.d("L", "w"),
    r"\frac{\partial [a^2 b]}{\partial a}": lambda v: 2 * v["a"] * v["b"],
    r"\frac{\partial}{\partial a}\left(a^2 b\right)": lambda v: 2 * v["a"] * v["b"],
    r"\frac{d}{da}(a b)^2": lambda v: 2 * v["a"] * v["b"] ** 2,
    r"\frac{\partial \frac12(y-a)^2}{\partial a}": lambda v: -(v["y"] - v["a"]),
    r"\frac{d}{da} a^2 b + x": lambda v: 2 * v["a"] * v["b"] + v["x"],
    "d/da (a^2 b)": lambda v: 2 * v["a"] * v["b"],
    "∂[a^2 b]/∂a": lambda v: 2 * v["a"] * v["b"],
    "d(a^2 b)/da x": lambda v: 2 * v["a"] * v["b"] * v["x"],
    r"\frac{\partial}{\partial a}\overset{L}{\boxed{a^2}}\frac{\partial}{\partial b}\boxed{b}": (
        lambda v: 2 * v["a"] * v.d("b", "b")
    ),
    "dL/dx·dx/dw a": lambda v: v.d("L", "x") * v.d("x", "w") * v["a"],
    "∂L/∂x ∂x/∂w": lambda v: v.d("L", "x") * v.d("x", "w"),
    "∂²L/∂w²": lambda v: v.d("dL/dw", "w"),
    r"\frac{d^2L}{dw^2}": lambda v: v.d("dL/dw", "w"),
    r"\frac{\partial^2 L}{\partial w\,\partial x}": lambda v: v.d("dL/dx", "w"),
}


@pytest.mark.parametrize("text", MEANT)
def test_a_formula_has_the_value_that_was_meant(text):
    tree = read(text)
    for seed in range(2):
        values = Values(seed)
        assert math.isclose(evaluate(tree, values), MEANT[text](values), rel_tol=1e-6, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("text", "usual", "other"),
    [
        ("1/2x", lambda v: v["x"] / 2, lambda v: 1 / (2 * v["x"])),
        ("a/bx", lambda v: v["a"] / v["b"] * v["x"], lambda v: v["a"] / (v["b"] * v["x"])),
        (
            "1/2(a+b)^2",
            lambda v: (v["a"] + v["b"]) ** 2 / 2,
            lambda v: 1 / (2 * (v["a"] + v["b"]) ** 2),
        ),
        (r"\ln a b", lambda v: math.log(v["a"] * v["b"]), lambda v: math.log(v["a"]) * v["b"]),
        ("3e-2", lambda v: 0.03, lambda v: 3 * math.e - 2),
        ("2½a", lambda v: 2.5 * v["a"], lambda v: v["a"]),
        (r"2\frac{1}{2}a", lambda v: v["a"], lambda v: 2.5 * v["a"]),
    ],
)
def test_two_readings_are_both_given_the_usual_one_first(text, usual, other):
    (side,) = read_statement(text, NAMES).sides
    assert side.ambiguous
    values = Values(0)
    assert math.isclose(evaluate(side.expression, values), usual(values))
    assert math.isclose(evaluate(side.other, values), other(values))


@pytest.mark.parametrize(
    "text", ["a/(b x)", "1/2*x", "a/b + x", r"\frac{1}{2}x", "dL/dw x", "a b/x"]
)
def test_what_has_one_reading_is_not_called_ambiguous(text):
    (side,) = read_statement(text, NAMES).sides
    assert not side.ambiguous
    assert side.other is None


# -- samples and letter indices --------------------------------------------------------------

SAMPLED = NameTable(
    [
        *(Variable(name, name, sampled=True) for name in ("x_i", "y_i", r"\hat{y}_i")),
        *(Variable(name, name) for name in ("n", "w", "b")),
    ],
    FUNCTIONS,
    count=Variable("n", "n"),
)


@pytest.mark.parametrize(
    "text",
    [
        r"\sum_{i=1}^{n} (y_i - \hat{y}_i)^2", r"\sum_i (y_i - ŷ_i)²", "Σᵢ (y_i - yhat_i)^2",
        r"\sum_{j=1}^{n} (y_j - \hat{y}_j)^2", r"\sum_{i=1}^{m} (y^{(i)} - \hat{y}^{(i)})^2",
        r"\sum (y - \hat{y})^2", r"\sum^n_{i=1} (y_i-\hat y_i)^2", "sum_{i=1}^n (y_i - y_hat_i)**2",
        r"\sum_{i=0}^{n-1} (y_i - \hat{y}_i)^2",
    ],
)  # fmt: skip
def test_a_sum_over_the_samples_is_one_sum(text):
    tree = read(text, SAMPLED)
    assert isinstance(tree, SumOver)
    assert tree.upper.name == "n"
    values = Values(1, ("x_i", "y_i", r"\hat{y}_i"), fixed={"n": 3.0})
    meant = sum((y - p) ** 2 for y, p in zip(values["y_i"], values[r"\hat{y}_i"], strict=True))
    assert math.isclose(evaluate(tree, values), meant)


def test_a_sum_binds_one_product():
    tree = read(r"\sum_{i=1}^{n} w x_i + b", SAMPLED)
    assert isinstance(tree, Add)
    assert isinstance(tree.terms[0], SumOver)
    assert isinstance(tree.terms[0].body, Mul)


def test_an_index_that_is_declared_as_a_letter_stays_a_letter():
    tree = read(r"\sum_k (t_k - o_k)^2", table("t_k o_k"))
    assert isinstance(tree, SumOver)
    assert tree.index == "k"
    assert tree.upper == Variable("n", "n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\cosh^2 z", lambda z: math.cosh(z) ** 2),
        (r"\frac{\sinh z}{\cosh(z)}", math.tanh),
        (r"\operatorname{sech}^2(z)", lambda z: 1 - math.tanh(z) ** 2),
        ("sech²(z)", lambda z: 1 - math.tanh(z) ** 2),
        (r"\coth z - 1/\tanh z + z", lambda z: z),
        (r"\operatorname{csch}(z)", lambda z: 1 / math.sinh(z)),
        (r"\tan(z) + \cot z", lambda z: math.tan(z) + 1 / math.tan(z)),
        (r"\sec^2 z", lambda z: 1 / math.cos(z) ** 2),
    ],
)
def test_functions_that_lessons_do_not_have_are_read_in_answers_as_what_they_stand_for(text, value):
    answers = NameTable(NAMES.variables, FUNCTIONS, symbols=True)
    values = Values(2)
    assert evaluate(read(text, answers), values) == pytest.approx(value(values["z"]))
    with pytest.raises(ReadError):
        read(text, NAMES)  # in a lesson they would be printed in another form


def test_functions_that_are_written_out_in_each_other_are_refused_before_they_grow():
    answers = NameTable(NAMES.variables, FUNCTIONS, symbols=True)
    with pytest.raises(ReadError):
        read("sech(" * 14 + "z" + ")" * 14, answers)


# -- matrices --------------------------------------------------------------------------------

SHAPES = {
    "W": (2, 3),
    "x": (3, 1),
    "b": (2, 1),
    "z": (2, 1),
    "V": (2, 2),
    r"\delta": (2, 1),
    "a^{[1]}": (3, 1),
}
MATRICES = NameTable(
    [Variable(name, name, shape=shape) for name, shape in SHAPES.items()]
    + [Variable(r"\eta", r"\eta"), Variable("L", "L"), Variable("m", "m")],
    FUNCTIONS,
    loss=Variable("L", "L"),
)
SHAPED = {
    "Wx+b": lambda v: v["W"] @ v["x"] + v["b"],
    r"W \cdot x": lambda v: v["W"] @ v["x"],
    "W @ x": lambda v: v["W"] @ v["x"],
    "V W x": lambda v: v["V"] @ v["W"] @ v["x"],
    r"W^\top \delta": lambda v: v["W"].T @ v[r"\delta"],
    "Wᵀδ": lambda v: v["W"].T @ v[r"\delta"],
    r"W^{\mathsf T}\delta": lambda v: v["W"].T @ v[r"\delta"],
    r"(V W)^T z": lambda v: (v["V"] @ v["W"]).T @ v["z"],
    r"2 \eta W x m": lambda v: 2 * v[r"\eta"] * (v["W"] @ v["x"]) * v["m"],
    r"V \eta W": lambda v: v["V"] * v[r"\eta"] @ v["W"],
    r"\delta \odot z": lambda v: v[r"\delta"] * v["z"],
    r"\delta * z": lambda v: v[r"\delta"] * v["z"],
    r"\delta \odot z (x)^T": lambda v: (v[r"\delta"] * v["z"]) @ v["x"].T,
    r"\delta \odot (z x^T)": lambda v: v[r"\delta"] * (v["z"] @ v["x"].T),
    r"V^T \delta ⊙ z ⊙ b x^T": lambda v: (v["V"].T @ v[r"\delta"] * v["z"] * v["b"]) @ v["x"].T,
    r"W ⊙ z x^T": lambda v: v["W"] * (v["z"] @ v["x"].T),
    r"W x ⊙ V z": lambda v: (v["W"] @ v["x"]) * (v["V"] @ v["z"]),
    r"V^T\delta ∘ \sigma'(z)": lambda v: (
        (v["V"].T @ v[r"\delta"]) * sigmoid(v["z"]) * (1 - sigmoid(v["z"]))
    ),
    r"\frac{1}{m}\delta x^T": lambda v: v[r"\delta"] @ v["x"].T / v["m"],
    r"W - \eta \frac{\partial L}{\partial W}": lambda v: v["W"] - v[r"\eta"] * v.d("L", "W"),
    "W.T @ delta": lambda v: v["W"].T @ v[r"\delta"],
    r"\delta a^{[1]T}": lambda v: v[r"\delta"] @ v["a^{[1]}"].T,
    r"\delta a^{[1]\top}": lambda v: v[r"\delta"] @ v["a^{[1]}"].T,
    "V dW": lambda v: v["V"] @ v.d("L", "W"),
}


@pytest.mark.parametrize("text", SHAPED)
def test_a_matrix_formula_has_the_value_that_was_meant(text):
    values = Values(0, shapes=SHAPES)
    np.testing.assert_allclose(evaluate(read(text, MATRICES), values), SHAPED[text](values))


def test_products_of_matrices_have_their_own_nodes():
    assert isinstance(read("W x", MATRICES), MatMul)
    assert isinstance(read(r"z \odot b", MATRICES), Hadamard)
    assert isinstance(read("W^T", MATRICES), Transpose)
    assert read(r"\|z\|^2", MATRICES) == Total(Hadamard((Variable("z", "z"),) * 2))
    (side,) = read_statement("V * V", MATRICES).sides
    assert side.ambiguous


def test_a_product_by_entries_beside_one_of_matrices_has_two_readings_where_the_shapes_leave_them():
    v, values = Values(0, shapes=SHAPES)["V"], Values(0, shapes=SHAPES)
    for text, usual, other in [
        ("V ⊙ V V^T", v * (v @ v.T), (v * v) @ v.T),
        ("V V^T ⊙ V", (v @ v.T) * v, v @ (v.T * v)),
        ("-V V ⊙ V V^T", -(v @ v) * (v @ v.T), -((v @ v) * v) @ v.T),
    ]:
        (side,) = read_statement(text, MATRICES).sides
        np.testing.assert_allclose(evaluate(side.expression, values), usual)
        assert side.other is not None
        np.testing.assert_allclose(evaluate(side.other, values), other)
    for text in ("V ⊙ (V V^T)", "(V V^T) ⊙ V", r"\delta ⊙ z x^T", "W x ⊙ z"):
        (side,) = read_statement(text, MATRICES).sides
        assert not side.ambiguous


def test_a_declared_T_is_a_power_of_a_number_and_no_transpose():
    assert isinstance(read("x^T", table("x T")), Pow)
    assert isinstance(read("x^T", table("x")), Transpose)


# -- lines -----------------------------------------------------------------------------------


def test_an_equation_has_exactly_one_equals_sign():
    left, right = read_equation("z = w x + b", NAMES)
    assert left == Z
    assert right == Add((Mul((W, X)), B))


def test_a_function_on_the_left_is_its_name():
    left, _ = read_equation("L(w) = w^2 + 2w + 1", NAMES)
    assert left.name == "L"


@pytest.mark.parametrize(
    "text",
    [
        "$a = b$", r"\(a = b\)", r"\[ a = b \]", "$$a = b$$", r"a &= b \\", "a = b.", "a = b,",
        "a == b", r"\therefore a = b", "∴ a = b", r"\text{so } a = b", "a≡b", r"\boxed{a = b}",
        r"a = b \quad \text{(answer)}", r"a \stackrel{(1)}{=} b", r"a = b \qquad % a comment",
        "a = b  # a comment", "a＝b。", r"\Rightarrow a = b \square", r"$\boxed{a = b}$",
        r"\begin{aligned} a &= b \end{aligned}",
    ],
)  # fmt: skip
def test_dress_around_an_equation_changes_nothing(text):
    statement = read_statement(text, NAMES)
    assert [side.expression for side in statement.sides] == [A, B]
    assert statement.relations == ("=",)


@pytest.mark.parametrize("sign", [":=", "←", r"\leftarrow", r"\gets", "<-"])
def test_an_assignment_is_told_from_an_equation(sign):
    assert read_statement(f"w {sign} w - a", NAMES).relations == ("←",)


def test_a_derivative_of_more_than_a_name_is_kept_as_such():
    assert isinstance(read(r"\frac{d}{dw}(w x)"), Derivative)
    assert isinstance(read(r"\frac{d}{dw} L"), Partial)
    assert isinstance(read("max(a, b)"), Call)
