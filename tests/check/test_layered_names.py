"""Answers about a layered network may call its values what textbooks call them."""

import pytest

from derive.check.judge import check
from derive.check.report import Finding
from derive.lessons import loads

SEED = 20
NETWORK = """
title: Two layers
network:
  inputs: 2
  layers: [{units: 2, activation: sigmoid}, {units: 1, activation: sigmoid}]
  loss: half_squared_error
data: {x: [0.5, -1], y: [1]}
parameters: {W: [[[0.1, 0.2], [-0.3, 0.4]], [[0.5, -0.6]]], b: [[0.1, -0.1], [0.2]]}
learning_rate: 0.5
"""


def findings(text):
    return [answer.verdict for answer in check(loads(NETWORK), text, seed=SEED).answers]


@pytest.mark.parametrize(
    "line",
    [
        r"\delta_1^2 = (a_1^2 - y_1) \sigma'(z_1^2)",
        r"\delta^L = (a^L - y) \odot \sigma'(z^L)",
        r"\frac{\partial L}{\partial w_{12}^{2}} = \delta_1^{2} a_2^{1}",
        "dL/dw_{12}^1 = x_2 δ_1^1",
        "∂L/∂w_2^L = (a^L - y) a^L (1 - a^L) a_2^{L-1}",
        "∂L/∂b^{(2)}_1 = (ŷ_1 - y_1) ŷ_1 (1 - ŷ_1)",
        "z_1^1 = w_{11}^1 a_1^0 + w_{12}^1 a_2^0 + b_1^1",
    ],
)
def test_a_textbooks_name_means_the_value_of_the_network(line):
    assert findings(line) == [Finding.CORRECT]


@pytest.mark.parametrize("line", ["dL/dw_{12}^2 = δ_1^2 a_2^2", "dL/dw_{11}^3 = x_1"])
def test_a_unit_that_is_not_there_is_not_guessed(line):
    assert findings(line) == [Finding.UNREADABLE]


@pytest.mark.parametrize(
    "delta", ["(y - ŷ) ŷ(1 - ŷ)", "ŷ - y", "-(ŷ - y)"], ids=["-∂L/∂z", "∂L/∂a", "-∂L/∂a"]
)
def test_other_authors_deltas_are_taken_as_they_define_them(delta):
    sign = "-" if delta.startswith(("(y", "-")) else ""
    slope = "" if "1 - ŷ" in delta else "ŷ(1 - ŷ)"
    lines = [f"δ_1^2 = {delta}", f"dL/dw_{{11}}^2 = {sign}δ_1^2 {slope} a_1^1"]
    assert findings("\n".join(lines)) == [Finding.CORRECT] * 2


def test_a_mistake_in_delta_is_found_there_and_costs_nothing_later():
    text = "δ_1^2 = (ŷ - y) ŷ\ndL/dw_{11}^2 = δ_1^2 a_1^1\ndL/dw_{12}^2 = (ŷ - y) ŷ a_2^1"
    in_delta, by_name, written_out = check(loads(NETWORK), text, seed=SEED).answers
    assert in_delta.mistake == "function_for_derivative"
    assert by_name.verdict is Finding.CORRECT
    assert written_out.verdict is Finding.FOLLOWS


def test_a_line_in_matrices_is_told_where_it_can_be_checked():
    text = "∂L/∂W^{[2]} = δ^{[2]} (a^{[1]})^T"
    (plain,) = check(loads(NETWORK), text, seed=SEED).answers
    (whole,) = check(loads(NETWORK, level="matrix"), text, seed=SEED).answers
    assert "--level matrix" in plain.message.en
    assert whole.verdict is Finding.CORRECT
