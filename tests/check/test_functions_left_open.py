"""Answers about an activation f that the lesson leaves open: f'(z) is right, no formula for it is."""

import pytest

from derive.check.judge import Checker
from derive.check.report import Finding
from derive.lessons import loads

NEURON = loads(
    r"""
equations: |
  z = w x + b
  a = f(z)
  \hat{y} = v a + c
  L = \frac{1}{2} (y - \hat{y})^2
data: [x, y]
parameters: [w, b, v, c]
functions: {f: any}
"""
)
LAYERS = """
network:
  inputs: 2
  layers: [{units: 2, activation: any}, {units: 1, activation: g}]
  loss: half_squared_error
functions: {g: any}
"""
LOGARITHMS = loads(
    r"""
equations: |
  z = w x + b
  a = \sigma(z)
  L = -y \ln a - (1 - y) \ln(1 - a)
data: [x, y]
parameters: [w, b]
functions: {\sigma: any}
"""
)
LESSONS = {
    "neuron": NEURON,
    "layers": loads(LAYERS),
    "matrices": loads(LAYERS, level="matrix"),
    "logarithms": LOGARITHMS,
}
RIGHT = {
    "neuron": r"""
        da/dz = f'(z)
        \frac{\partial a}{\partial z} = f^{\prime}(w x + b)
        da/dz = \frac{d f(z)}{dz}
        da/dz = df/dz
        da/dz = ∂f/∂z
        dL/dz = (ŷ - y) v \frac{\partial f}{\partial z}
        \frac{d^2 a}{dz^2} = \frac{d^2 f}{dz^2}
        dL/dz = (\hat{y} - y) v f'(z)
        ∂L/∂w = -(y - ŷ) · v · f′(z) · x
        dL/dv = f(z) (\hat{y} - y)
        dL/db = (v f(b + x w) + c - y) f'(b + x w) v
        dL/dc = \hat{y} - y
        \frac{\partial^2 a}{\partial z^2} = f''(z)""",
    "layers": r"""
        \delta_1^2 = (\hat{y} - y) g'(z_1^2)
        \delta_2^1 = \delta_1^2 w_{12}^2 f'(z_2^1)
        dL/dw_{21}^1 = (\hat{y} - y) g'(z_1^2) w_{12}^2 f'(z_2^1) x_1""",
    "matrices": r"""
        \delta^{[2]} = (\hat{y} - y) \odot g'(z^{[2]})
        \delta^{[1]} = (W^{[2]})^T \delta^{[2]} \odot f'(z^{[1]})
        dL/dW^{[1]} = \delta^{[1]} x^T""",
    "logarithms": r"""
        da/dz = σ'(z)
        dL/dz = (a - y)/(a(1 - a)) \sigma'(z)
        dL/dw = ((1 - y)/(1 - σ(z)) - y/σ(z)) σ'(z) x""",
}
WRONG = {
    "neuron": r"""
        da/dz = f(z)(1 - f(z)) | particular_function
        da/dz = a(1 - a) | particular_function
        da/dz = 1 - f(z)^2 | particular_function
        da/dz = \sigma'(z) | particular_function
        dL/dz = (\hat{y} - y) v f(z) | function_for_derivative
        dL/db = (\hat{y} - y) v f'(a) | derivative_at_output
        dL/dw = (\hat{y} - y) v x | activation_derivative_forgotten
        dL/dv = f(\hat{y} - y) |
        dL/dz = (ŷ - y) \frac{\partial f}{\partial z} | missing_factor
        f(z) = w f(x) + f(b) |""",
    "layers": r"""
        dL/db_1^2 = (\hat{y} - y) f'(z_1^2) |
        dL/db_1^1 = (\hat{y} - y) g'(z_1^2) w_{11}^2 f'(z_2^1) | wrong_mask""",
    "matrices": r"""
        \delta^{[2]} = (\hat{y} - y) \odot g(z^{[2]}) | function_for_derivative
        \delta^{[2]} = (\hat{y} - y) \odot f'(z^{[2]}) |""",
    "logarithms": r"""
        da/dz = a(1 - a) | particular_function
        dL/dz = a - y |""",
}


def lines(table):
    return [(name, line.strip()) for name in table for line in table[name].strip().splitlines()]


def judged(name, line):
    return Checker(LESSONS[name], seed=4).check(line).answers[-1]


@pytest.mark.parametrize(("name", "line"), lines(RIGHT))
def test_whatever_holds_for_every_f_is_right(name, line):
    assert judged(name, line).verdict is Finding.CORRECT


@pytest.mark.parametrize(("name", "line"), lines(WRONG))
def test_what_holds_for_some_f_only_is_wrong_and_named(name, line):
    written, _, key = line.partition(" |")
    found = judged(name, written)
    assert found.verdict in (Finding.WRONG, Finding.KNOWN_MISTAKE)
    if key.strip():
        assert found.mistake == key.strip()


def test_the_comment_says_that_the_activation_is_left_open():
    (line,) = Checker(NEURON, reveal=True).check("da/dz = a(1-a)").answers
    assert "left open" in line.message.en
    assert "沒有指定" in line.message.zh


@pytest.mark.parametrize("line", ["da/dw = ∂f/∂w", r"da/dw = \frac{df}{dw}"])
def test_where_f_is_differentiated_has_to_be_clear(line):
    assert judged("neuron", line).verdict is Finding.UNREADABLE


def test_the_sigmoid_too_may_be_differentiated_by_its_argument():
    lesson = loads(LAYERS.replace("any", "sigmoid"))
    (right, wrong) = (
        Checker(lesson).check("∂a_1^1/∂z_1^1 = ∂σ/∂z_1^1\n∂a_2^1/∂z_2^1 = ∂σ/∂z_1^1").answers
    )
    assert right.verdict is Finding.CORRECT
    assert wrong.verdict is Finding.KNOWN_MISTAKE


@pytest.mark.parametrize("line", ["f(0.5) = 0.3", "da/dz = f'(0.4) = 0.2"])
def test_a_number_put_into_an_unknown_function_is_never_called_wrong(line):
    assert judged("neuron", line).verdict is Finding.UNDECIDED
