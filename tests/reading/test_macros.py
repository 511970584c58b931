r"""A student's own commands are written out before anything is read, and never without bound."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.check.judge import check
from derive.check.report import Finding
from derive.lessons import load
from derive.reading.macros import expanded

ANSWER = r"\pd{L}{w_{3,1}} = h_1 (\hat y - y)"


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}",
        r"\newcommand\pd[2]{\frac{\partial #1}{\partial #2}}",
        r"\renewcommand*{\pd}[2]{\frac{\partial #1}{\partial #2}}",
        r"\providecommand{\pd}[2]{\frac{\partial #1}{\partial #2}}",
        r"\def\pd#1#2{\frac{\partial #1}{\partial #2}}",
        "\\newcommand{\\pd}[2]{\n  \\frac{\\partial #1}\n  {\\partial #2}}",
        r"\newcommand{\p}{\partial}\newcommand{\pd}[2]{\frac{\p #1}{\p #2}}",
        r"\newcommand{\pd}[3][L]{\frac{\partial #1}{\partial #3}}",
    ],
)
def test_a_command_of_the_preamble_is_read_as_what_it_stands_for(definition):
    text = f"{definition}\n\\begin{{document}}\n\\[ {ANSWER} \\]\n\\end{{document}}"
    (answer,) = check(load("two-layer-mlp"), text, seed=1).answers
    assert answer.verdict is Finding.CORRECT
    assert answer.line == text[: text.index("\\[")].count("\n") + 1


@pytest.mark.parametrize(
    "line", [r"\pdv{L}{w_{3,1}} = h_1(\hat y - y)", r"\pdv L{w_{3,1}} = h_1(\hat y - y)",
             r"\dv{L}{\hat y} = \hat y - y", r"\pdv[2]{L}{\hat y} = 1"],
)  # fmt: skip
def test_derivatives_of_the_physics_package_are_known(line):
    (answer,) = check(load("two-layer-mlp"), line, seed=1).answers
    assert answer.verdict is Finding.CORRECT


def test_an_operator_is_declared():
    text = r"\DeclareMathOperator{\relu}{ReLU}" + "\n" + r"$h_1 = \relu(z_1)$"
    (answer,) = check(load("two-layer-mlp-relu"), text, seed=1).answers
    assert answer.verdict is Finding.CORRECT


@pytest.mark.parametrize("body", [r"\x\x", r"\x", r"\frac{\x}{\x}", r"#1#1\x{#1#1}"])
def test_a_command_that_calls_itself_stays_bounded(body):
    found = expanded(rf"\newcommand{{\x}}[1]{{{body}}} \x{{w}} " + r"\x{w}" * 50)
    assert len(found) < 200_000


@settings(max_examples=60, deadline=None)
@given(st.text("\\xypd{}[]#12w =\n", max_size=120))
def test_any_text_keeps_its_lines(text):
    found = expanded(r"\def\x#1{\p{#1}} \def\p#1{#1}" + "\n" + text)
    assert found.count("\n") == text.count("\n") + 1
