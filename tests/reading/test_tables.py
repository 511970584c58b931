"""A row of a table claims that its cells are equal; whatever else has bars in it stays as it is."""

import pytest

from derive.check.judge import check
from derive.check.report import Finding
from derive.lessons import load

RIGHT = [
    "| partial | value |\n|---|---|\n| ∂L/∂ŷ | -(y - ŷ) |",
    "| step | partial | formula | value |\n|:-:|---|---|---|\n| 7 | $\\partial L/\\partial w_{3,1}$ | $h_1 \\cdot -(y - \\hat y)$ | $-0.972$ |",
    " 7 │ ∂L/∂w_{3,1} │ h_1 · -(y - ŷ) │ -0.972",
    "\\begin{tabular}{|c|c|}\n\\hline\nterm & value \\\\ \\hline\n$\\frac{\\partial L}{\\partial w_{3,1}}$ & $-0.972$ \\\\\n\\end{tabular}",
]


@pytest.mark.parametrize("text", RIGHT, ids=["markdown", "with numbers", "drawn", "tabular"])
def test_a_row_of_the_grad_table_is_an_equation(text):
    (answer,) = check(load("two-layer-mlp"), text, seed=3).answers
    assert answer.verdict is Finding.CORRECT
    assert answer.line == text.rstrip().count("\n") + 1 - text.count("\\end{")


def test_the_wrong_cell_is_marked():
    text = RIGHT[0].replace("-(y - ŷ)", "(y - ŷ)")
    (answer,) = check(load("two-layer-mlp"), text, seed=3).answers
    assert answer.verdict is Finding.KNOWN_MISTAKE
    assert answer.source[slice(*answer.caret)].strip("() ") == "y - ŷ"


@pytest.mark.parametrize(
    "text", ["| 1 | w11 |", "| name | group |\n|---|---|\n| Lin | 3 |", "|---|---|", "grad_table:"]
)
def test_what_is_no_claim_is_left_alone(text):
    assert check(load("two-layer-mlp"), text, seed=3).answers == ()


def test_bars_around_a_value_are_no_table():
    (answer,) = check(load("two-layer-mlp"), "|y - ŷ| = 1.62", seed=3).answers
    assert answer.verdict is Finding.CORRECT
