"""Two mistakes in one line are both named: in one factor, in one path, or in different places."""

import pytest

from derive.check.judge import Checker
from derive.lessons import load

ERRORS = "(out_o1 - t_1)", "(out_o2 - t_2)"
SLOPES = "out_o1 (1 - out_o1)", "out_o2 (1 - out_o2)"
INNER = "out_h1 (1 - out_h1)"


def gradient(one: str, other: str, inner: str = INNER, value: str = "i_1") -> str:
    return f"dE/dw1 = ({one} + {other}) {inner} {value}"


FIRST = f"{ERRORS[0]} {SLOPES[0]} w_5"
SECOND = f"{ERRORS[1]} {SLOPES[1]} w_7"


@pytest.mark.parametrize(
    ("line", "both"),
    [
        (gradient(FIRST, SECOND, "out_h1", "i_2"), {"function_for_derivative", "wrong_activation"}),
        (gradient(FIRST, f"{ERRORS[1]} {SLOPES[1]} w_8", "(1 - out_h1)"),
         {"wrong_weight", "one_minus_only"}),
        (gradient(FIRST, f"{ERRORS[1]} w_8"), {"wrong_weight", "activation_derivative_forgotten"}),
        (gradient(f"(t_1 - out_o1) {SLOPES[0]} w_5", SECOND, value=""),
         {"sign_lost", "missing_factor"}),
        (gradient(f"(out_o1 + t_1) {SLOPES[0]} w_6", SECOND), {"sign_lost", "wrong_weight"}),
        (gradient(f"out_o1 {SLOPES[0]} w_5", f"{ERRORS[1]} w_7"),
         {"term_dropped", "activation_derivative_forgotten"}),
        (gradient(FIRST, "0", "out_h1"), {"path_lost", "function_for_derivative"}),
    ],
)  # fmt: skip
def test_two_mistakes_in_one_line_are_both_named(line: str, both: set[str]) -> None:
    (answer,) = Checker(load("mazur"), seed=2).check(line).answers
    assert both <= {answer.mistake, *answer.synonyms, *answer.also}, answer.message.en
    assert "second mistake" in answer.message.en


def test_what_is_no_pair_gets_no_name() -> None:
    checker = Checker(load("two-layer-mlp-relu"), seed=2)
    for line in ("∂L/∂w_{1,1} = h_1 h_2 + 5", "∂L/∂w_{1,1} = (ŷ - y)^3 x_1^2 h_2 + x_2"):
        (answer,) = checker.check(line).answers
        assert answer.is_mistaken
        assert answer.mistake is None
