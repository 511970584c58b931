"""A wrong answer is written as a student would write it, and keeps its value."""

import pytest

from derive.activations import spellings
from derive.core.expression import Variable
from derive.numeric.interpret import evaluate
from derive.quiz.presentable import is_odd, presentable, without_ones
from derive.reading import NameTable, read_expression
from derive.spelling.text import text

NAMES = [Variable(name, name) for name in ("x", "y", "w", "n")]
VALUES = dict(zip(NAMES, (0.7, -1.3, 2.1, 3.0), strict=True))


def read(source):
    return read_expression(source, NameTable(NAMES, spellings()))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\frac{2x}{2}", "x"),
        (r"\frac{3 y^2}{3} \cdot 2x", "y² · 2x"),
        (r"2 \cdot 2x", "4x"),
        (r"2 \cdot x", "2x"),
        (r"2x \cdot x", "2x²"),
        (r"-\frac{4x}{2}", "-2x"),
        (r"\frac{x}{2}", "x/2"),
        (r"x \cdot x \cdot y", "x² · y"),
        (r"w \cdot (y - x)", "w · (y - x)"),
        (r"1 \cdot x", "1 · x"),
        (r"\frac{y - x}{2}", "(y - x)/2"),
    ],
)
def test_numbers_are_divided_out_and_equal_letters_gathered(source, shown):
    made = presentable(read(source))
    assert text(made) == shown
    assert evaluate(made, VALUES) == pytest.approx(evaluate(read(source), VALUES))


@pytest.mark.parametrize("source", [r"x \cdot \frac{2}{2 - 1}", r"x \cdot \frac{n}{n - 1}"])
def test_what_nobody_would_write_is_told(source):
    assert is_odd(read(source))


@pytest.mark.parametrize("source", ["2x + 1", r"\frac{1}{n - 1}", "x - y"])
def test_ordinary_formulas_are_not_odd(source):
    assert not is_odd(read(source))


def test_factors_of_one_can_be_left_out():
    assert text(without_ones(read(r"w - 1 \cdot x"))) == "w - x"
    assert text(without_ones(read(r"1 \cdot 1"))) == "1"
