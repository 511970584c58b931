"""The formulas of the lectures stand on the page as they stand on the slides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derive.activations import load
from derive.core.expression import (
    ONE,
    TWO,
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    Expression,
    Hadamard,
    Marked,
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
)
from derive.spelling.latex import latex
from derive.spelling.text import text


def v(latex: str) -> Variable:
    return Variable(latex, latex)


y, y_hat, h_1, x, w, b, n, z = map(v, ("y", r"\hat{y}", "h_1", "x", "w", "b", "n", "z"))
w_11, z_11, loss, script_loss = map(v, ("w_{1,1}", "z_1^1", "L", r"\mathcal{L}"))
y_i, y_hat_i, x_i = map(v, ("y_i", r"\hat{y}_i", "x_i"))
HALF = Number(Fraction(1, 2))
ERROR = Add((y, Neg(y_hat)))
SLOPE = Partial(loss, y_hat)
NEURON = Add((Mul((w_11, v("x_1"))), Mul((v("w_{2,1}"), v("x_2"))), v("b_1")))
LINE = Add((Mul((w, x_i)), b))


def call(key: str, *arguments: Expression, order: int = 0) -> Call:
    return Call(load(key), arguments, order)


SIGMOID = call("sigmoid", z_11)
DENOMINATOR = Add((ONE, exp(Neg(z))))

SLIDES = [
    (Partial(loss, w_11), "∂L/∂w_{1,1}", r"\frac{\partial L}{\partial w_{1,1}}"),
    (
        Partial(script_loss, y_hat),
        "∂ℒ/∂ŷ",
        r"\frac{\partial \mathcal{L}}{\partial \hat{y}}",
    ),
    (NEURON, "w_{1,1} x_1 + w_{2,1} x_2 + b_1", "w_{1,1} x_1 + w_{2,1} x_2 + b_1"),
    (Mul((HALF, Pow(ERROR, TWO))), "½(y - ŷ)²", r"\frac{1}{2}(y - \hat{y})^2"),
    (Mul((Div(ONE, TWO), Pow(ERROR, TWO))), "½(y - ŷ)²", r"\frac{1}{2}(y - \hat{y})^2"),
    (
        Derivative(Mul((HALF, Pow(ERROR, TWO))), y_hat),
        "∂[½(y - ŷ)²]/∂ŷ",
        r"\frac{\partial [\frac{1}{2}(y - \hat{y})^2]}{\partial \hat{y}}",
    ),
    (
        Mul((HALF, Mul((TWO, ERROR)), Neg(ONE)), dot=True),
        "½ · 2(y - ŷ) · (-1)",
        r"\frac{1}{2} \cdot 2(y - \hat{y}) \cdot (-1)",
    ),
    (Neg(ERROR), "-(y - ŷ)", r"-(y - \hat{y})"),
    (Mul((h_1, Neg(ERROR)), dot=True), "h_1 · -(y - ŷ)", r"h_1 \cdot -(y - \hat{y})"),
    (
        Mul((v("x_1"), Marked(Neg(ERROR), SLOPE), v("w_{3,1}")), dot=True),
        "x_1 · -(y - ŷ) · w_{3,1}",
        r"x_1 \cdot -(y - \hat{y}) \cdot w_{3,1}",
    ),
    (
        Mul((Partial(y_hat, w_11), SLOPE), dot=True),
        "∂ŷ/∂w_{1,1} · ∂L/∂ŷ",
        r"\frac{\partial \hat{y}}{\partial w_{1,1}} \cdot \frac{\partial L}{\partial \hat{y}}",
    ),
    (
        Mul((SIGMOID, Add((ONE, Neg(SIGMOID))))),
        "σ(z_1^1)(1 - σ(z_1^1))",
        r"\sigma(z_1^1)(1 - \sigma(z_1^1))",
    ),
    (Div(ONE, DENOMINATOR), "1/(1 + e^{-z})", r"\frac{1}{1 + e^{-z}}"),
    (
        Mul((Div(ONE, DENOMINATOR), Div(exp(Neg(z)), DENOMINATOR))),
        "1/(1 + e^{-z}) · e^{-z}/(1 + e^{-z})",
        r"\frac{1}{1 + e^{-z}} \frac{e^{-z}}{1 + e^{-z}}",
    ),
    (
        Mul((Div(ONE, n), SumOver("i", n, Pow(Add((y_i, Neg(LINE))), TWO)))),
        "1/n · Σ_{i=1}^{n} (y_i - (w x_i + b))²",
        r"\frac{1}{n} \sum_{i=1}^n (y_i - (w x_i + b))^2",
    ),
    (
        Mul(
            (
                Div(ONE, n),
                SumOver("i", n, Mul((Mul((TWO, Add((y_i, Neg(LINE))))), Neg(x_i)), dot=True)),
            )
        ),
        "1/n · Σ_{i=1}^{n} 2(y_i - (w x_i + b)) · (-x_i)",
        r"\frac{1}{n} \sum_{i=1}^n 2(y_i - (w x_i + b)) \cdot (-x_i)",
    ),
    (
        Mul((Div(ONE, Mul((TWO, n))), Pow(Add((y_hat, Neg(y))), TWO))),
        "1/(2n) · (ŷ - y)²",
        r"\frac{1}{2n}(\hat{y} - y)^2",
    ),
    (
        Add((w, Neg(Mul((v(r"\eta"), Partial(loss, w)), dot=True)))),
        "w - η · ∂L/∂w",
        r"w - \eta \cdot \frac{\partial L}{\partial w}",
    ),
    (
        Add((number(-6), Neg(Mul((Number(Fraction(1, 10), "0.1"), number(-10)))))),
        "-6 - 0.1(-10)",
        "-6 - 0.1(-10)",
    ),
    (Add((Pow(w, TWO), Mul((TWO, w)), ONE)), "w² + 2w + 1", "w^2 + 2w + 1"),
    (
        Hadamard(
            (
                MatMul((Transpose(v("W^{[2]}")), v(r"\delta^{[2]}"))),
                call("sigmoid", v("z^{[1]}"), order=1),
            )
        ),
        "(W^{[2]})ᵀ δ^{[2]} ⊙ σ'(z^{[1]})",
        r"(W^{[2]})^{\top} \delta^{[2]} \odot \sigma'(z^{[1]})",
    ),
    (
        Hadamard((Partial(loss, v("a^{[1]}")), call("sigmoid", v("z^{[1]}"), order=1))),
        "∂L/∂a^{[1]} ⊙ σ'(z^{[1]})",
        r"\frac{\partial L}{\partial a^{[1]}} \odot \sigma'(z^{[1]})",
    ),
    (Mul((HALF, Total(Pow(ERROR, TWO)))), "½ ‖y - ŷ‖²", r"\frac{1}{2} \|y - \hat{y}\|^2"),
    (Total(v(r"\delta^{[2]}"), axis=1), "δ^{[2]} 𝟏", r"\delta^{[2]} \mathbf{1}"),
]

HABITS = [
    (Add((number(3), Neg(number(-2)))), "3 - (-2)", "3 - (-2)"),
    (Add((number(-2), ONE)), "-2 + 1", "-2 + 1"),
    (Mul((Number(0.5), Number(-1.8)), dot=True), "0.5 · (-1.8)", r"0.5 \cdot (-1.8)"),
    (Mul((Number(-1.8), Number(0.5)), dot=True), "-1.8 · 0.5", r"-1.8 \cdot 0.5"),
    (Pow(number(-2), TWO), "(-2)²", "(-2)^2"),
    (Add((x, Mul((number(-2), w), dot=True))), "x + (-2) · w", r"x + (-2) \cdot w"),
    (Mul((x, Neg(w))), "x · (-w)", r"x \cdot (-w)"),
    (Mul((x, TWO)), "x · 2", r"x \cdot 2"),
    (Mul((TWO, Pow(number(3), TWO))), "2 · 3²", r"2 \cdot 3^2"),
    (Mul((TWO, call("sigmoid", z))), "2σ(z)", r"2\sigma(z)"),
    (Mul((TWO, call("relu", z))), "2 ReLU(z)", r"2 \operatorname{ReLU}(z)"),
    (Mul((v("net_{o1}"), v("out_{h1}"))), "net_{o1} out_{h1}",
     r"\mathrm{net}_{o1} \, \mathrm{out}_{h1}"),
    (Mul((Neg(x), w), dot=True), "-x · w", r"-x \cdot w"),
    (Neg(Neg(x)), "-(-x)", "-(-x)"),
    (Add((x, Neg(Add((y, Neg(w)))))), "x - (y - w)", "x - (y - w)"),
    (Div(Add((x, w)), n), "(x + w)/n", r"\frac{x + w}{n}"),
    (Div(x, Mul((w, n))), "x/(w n)", r"\frac{x}{w n}"),
    (Neg(Div(y, y_hat)), "-y/ŷ", r"-\frac{y}{\hat{y}}"),
    (Pow(Div(x, w), TWO), "(x/w)²", r"\left(\frac{x}{w}\right)^2"),
    (Pow(z_11, TWO), "(z_1^1)²", "(z_1^1)^2"),
    (Pow(w_11, number(10)), "w_{1,1}¹⁰", "w_{1,1}^{10}"),
    (Pow(x, HALF), "x^{1/2}", r"x^{\frac{1}{2}}"),
    (Pow(call("tanh", z), TWO), "tanh²(z)", r"\tanh^2(z)"),
    (Pow(call("tanh", z), number(-1)), "tanh(z)⁻¹", r"\tanh(z)^{-1}"),
    (Pow(SLOPE, TWO), "(∂L/∂ŷ)²", r"\left(\frac{\partial L}{\partial \hat{y}}\right)^2"),
    (call("abs", ERROR), "|y - ŷ|", r"|y - \hat{y}|"),
    (call("exp", Neg(z)), "e^{-z}", "e^{-z}"),
    (call("sqrt", Mul((TWO, Constant("pi")))), "√(2π)", r"\sqrt{2\pi}"),
    (Mul((Neg(y), call("log", y_hat))), "-y ln(ŷ)", r"-y \ln(\hat{y})"),
    (call("max", number(0), z), "max(0, z)", r"\max(0, z)"),
    (SumOver("i", n, LINE), "Σ_{i=1}^{n} (w x_i + b)", r"\sum_{i=1}^n (w x_i + b)"),
    (Mul((SumOver("i", n, x_i), w), dot=True), "(Σ_{i=1}^{n} x_i) · w",
     r"\left(\sum_{i=1}^n x_i\right) \cdot w"),
    (Partial(Partial(loss, w), w), "∂²L/∂w²", r"\frac{\partial^2 L}{\partial w^2}"),
    (Partial(Partial(loss, w), b), "∂²L/∂b∂w", r"\frac{\partial^2 L}{\partial b \partial w}"),
    (
        Derivative(SumOver("i", n, Pow(y_i, TWO)), w),
        "∂[Σ_{i=1}^{n} y_i²]/∂w",
        r"\frac{\partial}{\partial w}\left[\sum_{i=1}^n y_i^2\right]",
    ),
    (v("w_{1,1}'"), "w_{1,1}'", "w_{1,1}'"),
    (v("W^{[1]}'"), "W^{[1]}'", "W'^{[1]}"),
    (v("E_{total}"), "E_{total}", r"E_{\text{total}}"),
    (v("z_{h_1}"), "z_{h_1}", "z_{h_1}"),
    (v(r"\mathbf{W}"), "W", r"\mathbf{W}"),
    (v("ŷ"), "ŷ", r"\hat{y}"),
    (v("σ_1"), "σ_1", r"\sigma_1"),
    (Number(Fraction(1, 10), "0.10"), "0.10", "0.10"),
    (Number(Fraction(-2, 3)), "-2/3", r"-\frac{2}{3}"),
    (Number(1.2e-7), "1.2×10⁻⁷", r"1.2 \times 10^{-7}"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "line", "source"), SLIDES, ids=[s[1] for s in SLIDES])
def test_a_formula_stands_as_on_the_slide(formula, line, source):
    assert text(formula) == line
    assert latex(formula) == source


@pytest.mark.parametrize(("formula", "line", "source"), HABITS, ids=[s[1] for s in HABITS])
def test_signs_brackets_and_dots_follow_a_lecturers_habits(formula, line, source):
    assert text(formula) == line
    assert latex(formula) == source


def delta() -> Partial:
    partial = Partial(loss, z)
    partial.__dict__["latex"] = r"\delta^{[1]}"
    return partial


def test_a_partial_with_a_letter_of_its_own_is_written_by_that_letter():
    assert text(Mul((x, delta()), dot=True)) == "x · δ^{[1]}"
    assert latex(Pow(delta(), TWO)) == r"(\delta^{[1]})^2"


def boxed(variable: Variable, written: str) -> str:
    return f"[{written}]"


def test_a_box_goes_around_the_brackets_and_the_sign_of_what_it_marks():
    assert text(Mul((x, Marked(ERROR, SLOPE)), dot=True), mark=boxed) == "x · [(y - ŷ)]"
    assert text(Mul((x, Marked(Neg(ERROR), SLOPE)), dot=True), mark=boxed) == "x · [-(y - ŷ)]"
    assert text(Add((x, Marked(Neg(w), SLOPE))), mark=boxed) == "x [- w]"
    assert latex(Add((x, Marked(Neg(w), SLOPE))), mark=boxed) == "x [{} - w]"


def test_a_partial_draws_one_box_however_it_is_marked():
    assert text(Mul((w, SLOPE), dot=True), mark=boxed) == "w · [∂L/∂ŷ]"
    assert text(Mul((w, Marked(SLOPE, SLOPE)), dot=True), mark=boxed) == "w · [∂L/∂ŷ]"


def test_marks_change_nothing_but_the_marked_parts():
    formula = Mul((Marked(Neg(ERROR), SLOPE), Marked(NEURON, SLOPE), Partial(y_hat, w)), dot=True)
    assert text(formula, mark=lambda _, written: written) == text(formula)
    assert latex(formula, mark=lambda _, written: written) == latex(formula)
