"""A line of vectors is judged as if each of its entries were written as a line of its own."""

from __future__ import annotations

import re

import pytest

from derive.check.judge import Checker
from derive.check.report import MISTAKEN, Finding
from derive.lessons import loads

CHECKER = Checker(
    loads(r"""
title: One weight and a bias
equations: |
  \hat{y} = w x + b
  L = (\hat{y} - y)^2
data: {x: 2, y: 3}
parameters: {w: 0.5, b: 0.25}
learning_rate: 0.1
"""),
    seed=3,
)
NAMES = r"\begin{bmatrix} ∂L/∂w \\ ∂L/∂b \end{bmatrix}"
GRADIENT = r"\begin{bmatrix} 2x(ŷ-y) \\ 2(ŷ-y) \end{bmatrix}"
NUMBERS = r"\begin{pmatrix} -7 \\[2pt] -3.5 \\ \end{pmatrix}"
ARRAY = r"\left[\begin{array}{c} %s \end{array}\right]"
RIGHT = [
    f"{NAMES} = {GRADIENT}",
    f"∇L = {NAMES} = {GRADIENT} = {NUMBERS}",
    f"$$\\nabla L = {NAMES}\n = {GRADIENT}$$",
    f"\\begin{{align}} \\nabla L &= {NAMES} \\\\ &= {GRADIENT} \\\\ &= {NUMBERS}. \\end{{align}}",
    f"The gradient is $\\nabla L = {GRADIENT}$.",
    f"{NAMES} = 2 (ŷ - y) \\begin{{bmatrix}} x \\\\ 1 \\end{{bmatrix}}",
    r"\begin{bmatrix} ∂L/∂w & ∂L/∂b \end{bmatrix}^T = " + GRADIENT,
    ARRAY % "∂L/∂w \\\\ ∂L/∂b" + " = " + ARRAY % "2x(ŷ-y) \\\\ 2(ŷ-y)",
    "$$\\nabla L = " + ARRAY % "2x(ŷ-y) \\\\\n 2(ŷ-y)" + "$$",
    r"∇L = \left(\begin{matrix} -7 \\ -3.5 \end{matrix}\right)",
    r"∇L = \left( 2x(ŷ-y), 2(ŷ-y) \right)",
    "∇L = (∂L/∂w, ∂L/∂b) = (2x(ŷ-y), 2(ŷ-y)) = (-7, -3.5)",
    r"\nabla_{(b,w)} L = [2(ŷ-y), 2x(ŷ-y)]^\top",
    r"\nabla L(b, w) = (2(ŷ-y), 2x(ŷ-y))",
    "(∂L/∂b, ∂L/∂w) = (2(ŷ-y), 2x(ŷ-y))",
]


@pytest.mark.parametrize("text", RIGHT)
def test_every_entry_of_a_right_line_is_right(text):
    report = CHECKER.check(text)
    assert sorted(answer.target for answer in report.answers) == ["dL/db", "dL/dw"]
    assert {answer.verdict for answer in report.answers} == {Finding.CORRECT}
    assert len({answer.line for answer in report.answers}) == 1
    assert report.marks == report.out_of


@pytest.mark.parametrize("text", [text for text in RIGHT if "2 (" not in text])
def test_a_mistake_in_one_entry_leaves_the_other_right(text):
    # the last entry by b that there is has its sign turned
    places = [found.start() for found in re.finditer(r"2\(ŷ-y\)|-3\.5", text)]
    at = places[-1]
    turned = "3.5" if text.startswith("-", at) else "-2(ŷ-y)"
    size = 4 if text.startswith("-", at) else 6
    found = {a.target: a for a in CHECKER.check(text[:at] + turned + text[at + size :]).answers}
    assert found["dL/dw"].verdict is Finding.CORRECT
    assert found["dL/db"].verdict in MISTAKEN
    start, stop = found["dL/db"].caret
    assert "y" in found["dL/db"].source[start:stop] or "3.5" in found["dL/db"].source[start:stop]


def test_an_update_of_a_vector_is_one_of_each_entry():
    old = r"\begin{bmatrix} w \\ b \end{bmatrix}"
    text = rf"{old} \leftarrow {old} - 0.1 {NUMBERS} = \begin{{bmatrix}} 1.2 \\ 0.7 \end{{bmatrix}}"
    first, second = CHECKER.check(text).answers
    assert first.source == r"w \leftarrow w - 0.1 (-7) = 1.2"
    assert (first.verdict, first.target) == (Finding.CORRECT, "w'")
    assert (second.verdict, second.target) == (Finding.WRONG, "b'")


@pytest.mark.parametrize(
    "text",
    [
        NAMES,
        r"\begin{bmatrix} ∂L/∂w",
        f"{NAMES} = " + r"\begin{bmatrix} 2x(ŷ-y) \\ 2(ŷ-y) \\ 1 \end{bmatrix}",
        f"{NAMES} = {GRADIENT} {GRADIENT}",
        f"{NAMES} = {GRADIENT}^2",
        f"{NAMES} = 1 / {GRADIENT}",
        f"{NAMES} = {GRADIENT} + 1",
        f"{NAMES} = |{GRADIENT}|",
        f"θ = {GRADIENT}",
        "∇L = (2x(ŷ-y), 2(ŷ-y), 1)",
        "∇L = (2x(ŷ-y), wrong(ŷ-y))",
        f"$${NAMES} = " + r"\begin{bmatrix} 2x(ŷ-y) \\ \foo \end{bmatrix}$$",
    ],
)
def test_what_cannot_be_read_entry_by_entry_is_said_and_never_passed_over(text):
    (answer,) = CHECKER.check(text).answers
    assert answer.verdict is Finding.UNREADABLE


def test_a_complaint_points_into_the_entry():
    text = f"{NAMES} = " + r"\begin{bmatrix} 2x(ŷ-y) \\ 2(ŷ-foo) \end{bmatrix}"
    (answer,) = CHECKER.check(text).answers
    assert answer.caret[0] == text.index("foo")


def test_much_layout_around_a_vector_is_no_burden():
    text = f"∇L = {' ~' * 200} (2x(ŷ-y), {' ~ ' * 200} 2(ŷ-y)) {' ' * 500} = 3"
    (answer,) = CHECKER.check(text).answers
    assert answer.verdict is Finding.UNREADABLE
