"""What students write is judged line by line: right lines, new mistakes, and what follows."""

import pytest

from derive.check.judge import Checker, check
from derive.check.report import Answer, Finding, Report
from derive.core.errors import ReadError
from derive.lessons import load, loads

SEED = 5
LOGISTIC = r"""
title: One neuron and cross-entropy
equations: |
  z = w_1 x_1 + w_2 x_2 + b
  a = \sigma(z)
  L = -(y \ln a + (1 - y) \ln(1 - a))
data: {x_1: 1, x_2: 2, y: 1}
parameters: {w_1: 0.5, w_2: -0.3, b: 0.1}
learning_rate: 0.1
"""
ONE_WEIGHT = r"""
title: One weight
equations: |
  \hat{y} = w x
  L = (\hat{y} - y)^2
data: {x: 3, y: 5}
parameters: {w: 2}
learning_rate: 0.01
"""
SOFTMAX = """
title: Three classes
network:
  inputs: 2
  layers: [{units: 2, activation: tanh}, {units: 3, activation: identity}]
  loss: softmax_cross_entropy
"""
MATRIX = """
title: In matrices
network:
  inputs: 2
  layers: [{units: 3, activation: sigmoid}, {units: 2, activation: sigmoid}]
  loss: half_squared_error
level: matrix
"""
LESSONS = {"logistic": LOGISTIC, "one weight": ONE_WEIGHT, "softmax": SOFTMAX, "matrix": MATRIX}
CHECKERS: dict[str, Checker] = {}


def checker(name: str) -> Checker:
    if name not in CHECKERS:
        lesson = loads(LESSONS[name]) if name in LESSONS else load(name)
        CHECKERS[name] = Checker(lesson, seed=SEED)
    return CHECKERS[name]


def judged(name: str, text: str) -> Report:
    return checker(name).check(text)


def only(name: str, line: str) -> Answer:
    (answer,) = judged(name, line).answers
    return answer


def verdicts(name: str, text: str) -> list[str]:
    return [str(answer.verdict) for answer in judged(name, text).answers]


RIGHT = [
    ("two-layer-mlp", "dL/dw11 = -(y - yhat)*w31*x1"),
    ("two-layer-mlp", "∂L/∂w₁₁ = (ŷ − y)·w₃₁·x₁"),
    ("two-layer-mlp", r"\frac{\partial L}{\partial w_{1,1}} = x_1 w_{3,1} \cdot -(y - \hat y)"),
    ("two-layer-mlp", r"\frac{\partial \mathcal{L}}{\partial w_{3,1}} &= h_1(\hat y - y) \\"),
    ("two-layer-mlp", "dL/dw11 = dL/dyhat * dyhat/dh1 * dh1/dw11 = (yhat - y) * w31 * x1 = -0.81"),
    ("two-layer-mlp", "dL/dw31 = h1 dL/dyhat = 0.6 * (-1.62) = -0.972"),
    ("two-layer-mlp", "dL/db3 = dL/dyhat = -1.62"),
    ("two-layer-mlp", "(yhat - y) h_1 = dL/dw31"),
    ("two-layer-mlp", "h_1 = w11 x1 + w21 x2 + b1 = 0.1*1 + 0.2*2 + 0.1 = 0.6"),
    ("two-layer-mlp", "w31' = w31 - η dL/dw31 = 0.5 - 0.1*(-0.972) = 0.5972"),
    ("two-layer-mlp", "w31 ← w31 - lr dL/dw31"),
    ("two-layer-mlp", "w31 = w31 - alpha dL/dw31 = 0.5972"),
    ("two-layer-mlp", r"w_{3,1}^{(t+1)} = w_{3,1}^{(t)} - \eta \frac{\partial L}{\partial w_{3,1}}"),
    ("two-layer-mlp", "w31_new = 0.5972"),
    ("two-layer-mlp", "w31+ = 0.5972"),
    ("mazur", "dE/dw5 = -(target_{o1} - out_{o1}) out_{o1} (1 - out_{o1}) out_{h1}"),
    ("two-layer-mlp", "dL/dw21 = 2 w31 (ŷ - y)"),  # x_2 is 2
    ("two-layer-mlp", "dL/dw11 = 0.5 * (1.38 - 3) * x_1"),
    ("two-layer-mlp", "dL/dw31 = h_1 (ŷ - 3)"),
    ("two-layer-mlp", "L = 1/2 (3 - 1.38)^2 = 1.3122"),
    ("two-layer-mlp", "dL/dh_1 = dL/db_1"),
    ("two-layer-mlp", "So we get **∂L/∂b_3 = ŷ - y**."),
    ("mazur", "dE/dw5 = 0.7413 * 0.1868 * 0.5932 = 0.0821"),
    ("mazur", "dE/dw5 = 0.74136507 * 0.186815602 * 0.593269992 = 0.082167041"),
    ("mazur", r"\frac{\partial E_{total}}{\partial w_5} = -(t_1 - out_{o1}) out_{o1}(1-out_{o1}) out_{h1}"),
    ("mazur", "w_5^{+} = 0.4 - 0.5*0.082167041 = 0.35891648"),
    ("mazur", "After one update:\nE = 0.291027774"),
    ("mazur", "更新之後 E = 0.291027774"),
    ("mazur", "E^{(1)} = 0.29103"),
    ("mazur", "E_{new} = 0.291"),
    ("mazur", "w_5^{(1)} = 0.359"),
    ("parabola", "W^{t+2} = -5 - 0.1(-8) = -4.2"),
    ("mazur", "dE/dw5 = 0.7 * 0.2 * 0.6 = 0.08"),  # one digit each, and the arithmetic is right
    ("mazur", "dE/dw5 = 0.741 * 0.187 * 0.593 = 0.08217"),  # with the digits that were not written
    ("mazur", "dE/dout_h1 = (out_o1-t_1) out_o1 (1-out_o1) w_5 + (out_o2-t_2) σ'(net_o2) w_7"),
    ("linear-regression", "dL/dw = -2/n Σ x_i (y_i - ŷ_i)"),
    ("linear-regression", r"dL/dw = \frac{2}{3} \sum_i (\hat y_i - y_i) x_i = -34/3 ≈ -11.33"),
    ("linear-regression", "dL/db = 1/n Σ 2(y_i - (w x_i + b))(-1) = -14/3"),
    ("linear-regression", "w' = 1 - 0.1*(-11.33) = 2.133"),
    ("three-layers", r"\delta = \frac{\partial L}{\partial \hat y} = \frac1n (\hat y - y)"),
    ("two-layer-mlp-relu", "dL/dw12 = ReLU'(z_2) x_1 w32 (ŷ - y) = 0"),
    ("two-layer-mlp-relu", "dh_1/dz_1 = 1"),
    ("two-layer-mlp-relu", r"dL/dw12 = 2 x_1 w32 1_{z_2 > 0} (ŷ - y) \cdot \frac{1}{2} = 0"),
    ("two-layer-mlp-relu", r"dh_1/dz_1 = \mathbf{1}_{z_1 > 0} = 1_{z_1>0} = I(z_1 > 0) = 1"),
    ("logistic", "dL/dw1 = (a-y) x1"),
    ("logistic", "da/dz = σ(z)(1 - σ(z)) = a - a^2"),
    ("logistic", "z = 0.5*1 - 0.3*2 + 0.1 = 0"),
    ("softmax", "dL/dz_1^2 = ŷ_1 - y_1"),
    ("softmax", r"dL/dw_{11}^1 = \sum_k (ŷ_k - y_k) w_{k1}^2 (1 - (a_1^1)^2) x_1"),
    ("matrix", r"\delta^{[1]} = (W^{[2]})^T \delta^{[2]} \odot a^{[1]} \odot (1 - a^{[1]})"),
    ("matrix", r"\frac{\partial L}{\partial W^{[2]}} = (a^{[2]} - y) \odot \sigma'(z^{[2]}) (a^{[1]})^T"),
    ("matrix", r"\frac{\partial L}{\partial W^{[1]}} = (W^{[2]})^T \delta^{[2]} \odot \sigma'(z^{[1]}) x^T"),
    ("softmax", r"da_1^1/dz_1^1 = \operatorname{sech}^2(z_1^1) = \frac{1}{\cosh^2 z_1^1}"),
    ("one weight", "dL/dw = 2(wx - y)x = 2(2*3 - 5)*3 = 6"),
]  # fmt: skip


@pytest.mark.parametrize(("lesson", "line"), RIGHT)
def test_a_right_line_is_right_in_any_notation(lesson: str, line: str) -> None:
    answer = only(lesson, line)
    assert answer.verdict is Finding.CORRECT, answer.message.en


@pytest.mark.parametrize("step", ["1_{z_1<0}", "I_{z_1<0}", r"\mathbf{1}_{z_1<0}", "1(z_1<0)"])
def test_a_condition_below_a_one_is_judged_and_defines_no_name(step: str) -> None:
    answer = only("two-layer-mlp-relu", f"dh_1/dz_1 = {step} = 1")
    assert answer.verdict is Finding.WRONG
    assert answer.side == 1


WRONG = [
    ("two-layer-mlp", "dL/dw32 = h_2 (y - ŷ)", "sign_lost"),
    ("two-layer-mlp", "dL/dw11 = -(y - ŷ) w31", "missing_factor"),
    ("two-layer-mlp", "dL/dh_2 = -(y - ŷ) w31", "wrong_weight"),
    ("two-layer-mlp", "dL/dw31 = -(y - ŷ) h_2", "wrong_activation"),
    ("two-layer-mlp", "dL/dw31 = (ŷ + y) h_1", "sign_lost"),
    ("two-layer-mlp", "dL/dw31 = ŷ h_1", "term_dropped"),
    ("two-layer-mlp", "dL/dŷ = 1/2 (y - ŷ)^2", "loss_for_derivative"),
    ("two-layer-mlp", "dL/dŷ = -2(y - ŷ)", "constant_lost"),
    ("two-layer-mlp", "dL/dŷ = -(y - ŷ)^2", "power_kept"),
    ("two-layer-mlp", "dL/db_3 = 0", "bias_path_forgotten"),
    ("two-layer-mlp", "dL/dh_1 = h_1 (ŷ - y)", "wrong_variable"),
    ("two-layer-mlp", "h_1 = 0.1*1 + 0.2*2 = 0.5", "bias_forgotten"),
    ("two-layer-mlp", "dL/dw31 = 0.972", "sign_lost"),
    ("two-layer-mlp", "dL/dw31 = 0.6 * (-1.62) = -0.792", "arithmetic"),
    ("two-layer-mlp", "w31' = w31 + η dL/dw31", "gradient_ascent"),
    ("two-layer-mlp", "w31' = η dL/dw31 - w31", "update_sign"),
    ("two-layer-mlp", "w31' = w31 - η^2 dL/dw31", "learning_rate_twice"),
    ("two-layer-mlp", "w31' = w31 - dL/dw31", "learning_rate_forgotten"),
    ("two-layer-mlp", "w31' = -η dL/dw31", "old_value_forgotten"),
    ("two-layer-mlp", "dL/dw31 = h_1 + (ŷ - y)", "links_added"),
    ("two-layer-mlp", "dL/dw31 = (ŷ - y)/h_1", "factor_inverted"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) out_h1", "activation_derivative_forgotten"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) σ'(out_o1) out_h1", "derivative_at_output"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) out_o1 out_h1", "function_for_derivative"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) (1 - out_o1) out_h1", "one_minus_only"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) (1 - out_o1^2) out_h1", "wrong_function"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) σ'(net_h1) out_h1", "wrong_mask"),
    ("mazur", "dE/dout_h1 = -(t_1 - out_o1) out_o1 (1-out_o1) w_5", "path_lost"),
    ("mazur", "dE/dw5 = -(t_1 - out_o1) out_o1^2 (1-out_o1)^2 out_h1", "factor_twice"),
    ("mazur", "E = 0.291027924", "updated_weights_used"),
    ("linear-regression", "dL/dw = -2/n x_i (y_i - ŷ_i)", "sum_lost"),
    ("linear-regression", "dL/dw = -2 Σ x_i (y_i - ŷ_i)", "constant_lost"),
    ("linear-regression", "dL/dw = -1/n Σ x_i (y_i - ŷ_i)", "constant_lost"),
    ("linear-regression", "dL/dŷ_i = -2/n Σ (y_i - ŷ_i)", "sum_kept"),
    ("linear-regression", "dL/dw = -4.667", "wrong_variable"),
    ("two-layer-mlp-relu", "dL/dw12 = ReLU'(z_1) x_1 w32 (ŷ - y)", "wrong_mask"),
    ("two-layer-mlp-relu", "dL/dw12 = x_1 w32 (ŷ - y)", "activation_derivative_forgotten"),
    ("logistic", "dL/dw2 = (a-y) a (1-a) x2", "softmax_twice"),
    ("softmax", "dL/dz_3^2 = (ŷ_3 - y_3) ŷ_3 (1-ŷ_3)", "softmax_twice"),
    ("matrix", r"\frac{\partial L}{\partial a^{[1]}} = W^{[2]} \delta^{[2]}", "transpose_lost"),
    ("one weight", "dL/dw = (wx - y) x", "constant_lost"),
    ("one weight", "dL/dw = 7 (wx - y) x", "wrong_constant"),
]  # fmt: skip


@pytest.mark.parametrize(("lesson", "line", "mistake"), WRONG)
def test_a_known_mistake_is_named(lesson: str, line: str, mistake: str) -> None:
    answer = only(lesson, line)
    assert answer.verdict is Finding.KNOWN_MISTAKE, answer.message.en
    assert mistake in (answer.mistake, *answer.synonyms), answer


def test_two_mistakes_in_one_line_are_both_named() -> None:
    answer = only("mazur", "dE/dw5 = (t_1 - out_o1) out_h1")
    assert {answer.mistake, *answer.also} == {"sign_lost", "activation_derivative_forgotten"}


@pytest.mark.parametrize(
    ("lesson", "line", "marked"),
    [
        ("two-layer-mlp", "dL/dh_2 = -(y - ŷ) w31", "w31"),
        ("two-layer-mlp", "dL/dw32 = h_2 (y - ŷ) = 2.106", "y - ŷ"),
        ("mazur", "dE/dw5 = -(t_1 - out_o1) out_o1(1-out_o1) out_h2", "out_h2"),
        ("mazur", "dE/dw5 = -(t_1 - out_o1) (1-out_o1) out_h1", "1-out_o1"),
        ("mazur", "dE/dw7 = -(t_2 - out_o2) out_o2 (1-out_o1) out_h1", "out_o1"),
    ],
)  # fmt: skip
def test_the_caret_is_under_the_part_that_is_wrong(lesson: str, line: str, marked: str) -> None:
    answer = only(lesson, line)
    assert answer.caret is not None
    start, end = answer.caret
    assert answer.source[start:end].strip("()") == marked


def test_the_first_wrong_side_is_the_one_that_is_named() -> None:
    answer = only("two-layer-mlp", "dL/dw31 = dL/dŷ h_1 = -(y-ŷ) h_2 = -2.106")
    assert answer.side == 2
    assert answer.mistake == "wrong_activation"


# ---- one line leads to another --------------------------------------------------------------


def test_what_follows_from_an_earlier_mistake_costs_nothing_more() -> None:
    report = judged(
        "two-layer-mlp",
        "dL/dw32 = h_2 (y - ŷ) = 2.106\nw32' = w32 - 0.1*2.106 = 0.3894\ndL/dw31 = -0.972",
    )
    assert [str(answer.verdict) for answer in report.answers] == [
        "known_mistake", "follows_from_earlier_mistake", "correct",
    ]  # fmt: skip
    assert report.marks == 1


def test_a_mistake_on_the_way_is_paid_for_once() -> None:
    report = judged(
        "two-layer-mlp",
        "dL/dŷ = y - ŷ\ndL/dw31 = (y - ŷ) h_1\ndL/dw32 = (y - ŷ) h_2\ndL/db3 = y - ŷ",
    )
    assert [str(answer.verdict) for answer in report.answers[1:]] == [
        "follows_from_earlier_mistake"
    ] * 3
    assert [answer.marks for answer in report.answers] == [0, 0, 1, 1]


def test_a_new_mistake_is_found_behind_one_that_is_carried_on() -> None:
    found = judged("two-layer-mlp", "dL/dŷ = y - ŷ\ndL/dw31 = (y - ŷ) h_2").answers
    assert [str(answer.verdict) for answer in found] == ["known_mistake"] * 2


def test_a_mistake_that_makes_all_vanish_earns_nothing() -> None:
    report = judged("two-layer-mlp", "dL/dŷ = 0\ndL/dw31 = 0\ndL/dw32 = 0")
    assert report.marks == 0


def test_a_value_of_the_network_cannot_be_given_another_meaning() -> None:
    report = judged("two-layer-mlp", "ŷ = y\ndL/dw31 = 0\ndL/dw32 = 0")
    assert {answer.verdict for answer in report.answers} <= {Finding.WRONG, Finding.KNOWN_MISTAKE}
    assert report.marks == 0


def test_lines_go_on_and_words_stand_between() -> None:
    text = "By the chain rule\n  ∂L/∂w_{1,1} = ∂L/∂ŷ · ∂ŷ/∂h_1 · ∂h_1/∂w_{1,1}\n  = (ŷ - y) w_{3,1} x_1\nso we are done."
    assert verdicts("two-layer-mlp", text) == ["correct", "correct"]
    assert judged("two-layer-mlp", text).marks == 1


def test_a_chain_of_derivatives_alone_is_no_result() -> None:
    report = judged("two-layer-mlp", "dL/dw11 = dL/dŷ · dŷ/dh_1 · dh_1/dw11")
    assert report.answers[0].verdict is Finding.CORRECT
    assert report.marks == 0
    whole = "dL/dŷ = ŷ - y\ndŷ/dh_1 = w31\ndh_1/dw11 = x_1\ndL/dw11 = dL/dŷ · dŷ/dh_1 · dh_1/dw11"
    assert judged("two-layer-mlp", whole).marks == 1


def test_who_puts_a_mistake_right_in_a_line_of_its_own_gets_the_marks() -> None:
    assert judged("two-layer-mlp", "dL/db3 = y - ŷ\ndL/db3 = ŷ - y").marks == 1
    assert judged("two-layer-mlp", "dL/db3 = y - ŷ = ŷ - y").marks == 0


def test_rounding_is_no_mistake_as_long_as_the_arithmetic_is_right() -> None:
    text = "out_h1 = 0.59\nout_o1 = 0.75\ndE/dw5 = 0.74 * 0.19 * 0.59 = 0.083"
    assert verdicts("mazur", text) == ["correct"] * 3


def test_numbers_of_a_second_update_are_known() -> None:
    text = "w ← w - η dL/dw\nL = 0.305\nw ← w - η dL/dw\nL = 0.217"
    assert verdicts("linear-regression", text) == ["correct"] * 4


@pytest.mark.parametrize("text", ["L = 0.3052", "L = 0.2173", "w ← w - η dL/dw\nL = 0.2173"])
def test_a_number_of_an_update_that_was_not_written_is_neither_right_nor_wrong(text: str) -> None:
    answer = judged("linear-regression", text).answers[-1]
    assert answer.verdict is Finding.UNDECIDED
    assert "after an update" in answer.message.en


def test_a_gradient_with_a_weight_that_was_updated_too_soon_is_no_second_pass() -> None:
    late = "dE/dw5 = 0.082167041\nw5' = 0.35891648\ndE/dw1 = 0.000438568"
    assert judged("mazur", late).answers[-1].verdict is Finding.CORRECT
    reference = checker("mazur").reference
    gradient = next(name for name in reference.numbers[1] if name.name == "dE/dw_1")
    early = f"w5' = 0.35891648\ndE/dw1 = {reference.numbers[1][gradient]:.9f}"
    assert judged("mazur", early).answers[-1].verdict is not Finding.CORRECT


def test_a_name_with_a_time_has_its_value_then_and_no_other() -> None:
    assert only("mazur", "w_5^{(1)} = 0.4589").is_mistaken
    assert only("mazur", "E_{new} = 0.2911").is_mistaken
    assert only("parabola", "W^{t+2} = -5").is_mistaken


def test_a_power_of_e_in_the_middle_of_a_line_is_no_new_name() -> None:
    assert only("logistic", "a = e^{-5} = 0.5").is_mistaken


# ---- the student's own names ----------------------------------------------------------------


def test_own_names_are_allowed_and_mean_what_they_were_defined_as() -> None:
    text = "δ = ŷ - y\nδ_1 = δ w_{3,1}\ndL/dw11 = δ_1 x_1\ndL/dw31 = δ h_2"
    assert verdicts("two-layer-mlp", text) == ["correct", "correct", "correct", "known_mistake"]


def test_a_name_may_be_given_in_the_middle_of_a_line() -> None:
    assert verdicts("two-layer-mlp", "dL/dŷ = δ = ŷ - y\ndL/dw31 = δ h_1") == ["correct"] * 2
    assert verdicts("two-layer-mlp", "dL/dw31 = q\ndL/dw32 = q") == ["unreadable"] * 2


def test_a_name_of_ones_own_keeps_its_meaning() -> None:
    first, again, after = judged("two-layer-mlp", "δ = ŷ - y\nδ = 2\ndL/dw31 = δ h_1").answers
    assert again.verdict is Finding.UNDECIDED
    assert again.message.en == "δ already has a meaning in this answer; use another name."
    assert first.verdict is after.verdict is Finding.CORRECT
    assert verdicts("two-layer-mlp", "δ = ŷ - y\nδ = -(y - ŷ)") == ["correct"] * 2


def test_a_letter_for_the_loss_may_be_the_students_own() -> None:
    assert verdicts("two-layer-mlp", "E = ŷ - y\ndL/dw31 = E h_1") == ["correct"] * 2
    assert verdicts("two-layer-mlp", "dE/dw31 = (ŷ - y) h_1") == ["correct"]
    assert verdicts("logistic", "e = a - y\ndL/dw2 = e x_2") == ["correct"] * 2


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("L = L", "undecided"),
        ("q = q + 1", "undecided"),
        ("x_1 = 5", "wrong"),
        ("δ = ŷ - y\nδ = 2", "undecided"),
        ("= 3", "undecided"),
        ("(ŷ - y) x_1", "undecided"),
    ],
)
def test_what_says_nothing_or_takes_a_name_away_earns_nothing(text: str, verdict: str) -> None:
    report = judged("two-layer-mlp", text)
    assert str(report.answers[-1].verdict) == verdict
    assert report.marks == 0


@pytest.mark.parametrize(
    "text",
    [
        "dL/dw31 = δ h_1, where δ = ŷ - y",
        "dL/dw31 = δ h_1\n其中 δ = ŷ - y",
        r"$\frac{\partial L}{\partial w_{3,1}} = \delta h_1, \quad \delta = \hat y - y$",
    ],
)
def test_a_name_may_be_explained_behind_its_use(text: str) -> None:
    assert verdicts("two-layer-mlp", text) == ["correct"] * 2
    wrong = judged(
        "two-layer-mlp", text.replace("ŷ - y", "ŷ + y").replace("\\hat y -", "\\hat y +")
    )
    assert wrong.first_mistake is not None


def test_a_target_of_one_may_be_put_in_and_an_input_of_one_may_not() -> None:
    for line in ("dL/dz = a - 1", "dL/da = -1/a", "L = -ln(a)"):
        answer = only("logistic", line)
        assert answer.verdict is Finding.CORRECT, line
        assert "put in" in answer.message.en
    assert only("logistic", "dL/da = -y/a").is_mistaken
    assert only("logistic", "dL/dz = 1 - a").is_mistaken
    assert only("logistic", "dL/dw2 = a - 1").is_mistaken


def test_the_slope_of_a_relu_may_be_put_in_but_not_left_out() -> None:
    assert only("two-layer-mlp-relu", "dL/dw11 = 1 · w31 (ŷ-y) x_1").verdict is Finding.CORRECT
    assert only("two-layer-mlp-relu", "dL/dw11 = w31 (ŷ-y) x_1").is_mistaken
    assert only("two-layer-mlp-relu", "dL/dz_1 = w31 (ŷ-y) 1[z_1>0]").verdict is Finding.CORRECT
    assert only("two-layer-mlp-relu", "dL/dz_1 = w31 (ŷ-y) 1[z_1<0]").is_mistaken


def test_the_lessons_own_letter_for_an_activation_is_known() -> None:
    letter = LOGISTIC.replace(r"\sigma(z)", "f(z)") + "functions: {f: sigmoid}\n"
    checker = Checker(loads(letter), seed=SEED)
    for line, right in (
        ("da/dz = f'(z)", True),
        ("da/dz = f(z)(1-f(z))", True),
        ("da/dz = f(z)", False),
    ):
        (answer,) = checker.check(line).answers
        assert (answer.verdict is Finding.CORRECT) is right, line


def test_a_single_question_may_be_answered_without_a_left_side() -> None:
    lesson = loads(ONE_WEIGHT)
    report = check(lesson, "2(wx - y) x", seed=SEED)
    assert report.marks == report.out_of == 1


# ---- what cannot be told --------------------------------------------------------------------


def test_what_cannot_be_decided_is_never_called_wrong() -> None:
    assert only("softmax", "dL/dw_{11}^1 = 0.37").verdict is Finding.UNDECIDED
    assert only("mazur", "dE/dw5 = (0.1236 - 0.1235) * 1200").verdict is Finding.UNDECIDED
    conditional = only("two-layer-mlp-relu", "dL/dz_1 = w31 (ŷ-y) if z_1 > 0 else 0")
    assert conditional.verdict is Finding.UNDECIDED


def test_a_value_of_one_does_not_hide_a_missing_factor() -> None:
    # x_1 is 1, so the number is right although the formula is not
    assert only("two-layer-mlp", "dL/dw11 = w31 (ŷ - y)").verdict is Finding.KNOWN_MISTAKE
    assert only("logistic", "dL/dw1 = a(1-a) (-y/a + (1-y)/(1-a))").is_mistaken
    assert not only("two-layer-mlp", "dL/dw11 = 1 · w31 (ŷ - y)").is_mistaken


def test_the_second_reading_is_tried_before_anybody_is_called_wrong() -> None:
    answer = only("mazur", "dout_o1/dnet_o1 = 1/2 - 1/4 + out_o1(1-out_o1) - 1/4")
    assert answer.verdict is Finding.CORRECT
    lesson = loads(
        "title: t\nequations: |\n  L = \\frac{1}{2 x} w\ndata: {x: 3}\nparameters: {w: 2}"
    )
    doubtful = check(lesson, "dL/dw = 1/2x", seed=SEED).answers[0]
    assert doubtful.verdict is Finding.CORRECT
    assert "two ways" in doubtful.message.en


def test_an_unreadable_line_says_where_and_what_to_do() -> None:
    answer = only("two-layer-mlp", "dL/dw11 = foo x_1")
    assert answer.verdict is Finding.UNREADABLE
    assert answer.caret == (10, 11)


def test_an_answer_that_is_too_large_is_refused() -> None:
    with pytest.raises(ReadError):
        judged("two-layer-mlp", "dL/dw11 = 1\n" * 500)


# ---- the report ------------------------------------------------------------------------------


def test_the_seed_gives_the_same_report_again() -> None:
    text = "dL/dw11 = x_1\ndL/dw12 = 3 x_2 + h_1"
    lesson = load("two-layer-mlp")
    assert check(lesson, text, seed=9) == check(lesson, text, seed=9)
    assert check(lesson, text).seed != check(lesson, text).seed


def test_marks_are_the_lessons_or_one_each() -> None:
    lesson = loads(ONE_WEIGHT.replace("learning_rate", "points: {w: 3}\nlearning_rate"))
    report = check(lesson, "dL/dw = 2(wx - y)x", seed=SEED)
    assert (report.marks, report.out_of) == (3, 3)
    missing = check(lesson, "", seed=SEED)
    assert (missing.marks, missing.out_of, missing.missing) == (0, 3, ("dL/dw",))


def test_a_step_with_marks_of_its_own_may_be_skipped_by_who_gets_to_the_end() -> None:
    points = 'points: {"dL/d\\\\hat{y}": 2, w: 3}\nlearning_rate'
    lesson = loads(ONE_WEIGHT.replace("learning_rate", points))
    assert check(lesson, "dL/dw = 2(wx - y)x", seed=SEED).marks == 5
    assert check(lesson, "dL/dŷ = 2(ŷ - y)", seed=SEED).marks == 2


def test_the_answer_is_given_away_only_when_asked_for() -> None:
    lesson = load("two-layer-mlp")
    kept = check(lesson, "dL/dw31 = (y - ŷ) h_1", seed=SEED).answers[0]
    given = check(lesson, "dL/dw31 = (y - ŷ) h_1", seed=SEED, reveal=True).answers[0]
    assert kept.hint is None
    assert "-(y - ŷ)" not in kept.message.en
    assert given.hint is not None
    assert "-(y - ŷ)" in given.hint.en


SAMPLES = r"""
title: Logistic regression
equations: |
  z_i = w x_i + b
  a_i = \sigma(z_i)
  J = -\frac{1}{m} \sum_{i=1}^{m} (y_i \log a_i + (1 - y_i) \log(1 - a_i))
data: {x: [1, 2, -1], y: [1, 0, 1]}
parameters: {w: 0.1, b: 0}
"""


def test_dz_of_a_sample_may_be_that_of_its_own_loss() -> None:
    text = "dz^{(i)} = a^{(i)} - y^{(i)}\ndw = 1/m Σ_i x_i dz_i\ndb = Σ_i dz_i"
    first, *others = check(loads(SAMPLES), text, seed=SEED).answers
    assert "definition" in first.message.en
    assert [answer.verdict for answer in others] == [Finding.CORRECT, Finding.KNOWN_MISTAKE]


@pytest.mark.parametrize(
    "line", ["dz_i = a_i + y_i", "∂J/∂z_i = a_i - y_i", "db = Σ_i (a_i - y_i)"]
)
def test_only_a_bare_dz_of_a_sample_is_taken_so(line: str) -> None:
    (answer,) = check(loads(SAMPLES), line, seed=SEED).answers
    assert answer.verdict in (Finding.WRONG, Finding.KNOWN_MISTAKE)


@pytest.mark.parametrize("words", ["so", "Hence,", "we get", "所以", "因此得到", "This gives"])
def test_words_that_lead_on_leave_the_line_about_the_same_thing(words: str) -> None:
    text = f"dL/dw31 = h_1 dL/dŷ\n{words} = h_1 (y - ŷ)"
    assert check(load("two-layer-mlp"), text, seed=SEED).answers[1].mistake == "sign_lost"


@pytest.mark.parametrize("words", ["b3的梯度", "the gradient of b_3", "對 b_3 的偏微分"])
def test_a_claim_about_something_in_words_is_never_called_wrong(words: str) -> None:
    text = f"dL/dw31 = h_1 dL/dŷ = -0.972\n{words} = -1.62"
    answer = check(load("two-layer-mlp"), text, seed=SEED).answers[-1]
    assert answer.verdict in (Finding.UNDECIDED, Finding.UNREADABLE)


CLASSES = """
title: Three classes
network: {inputs: 2, layers: [{units: 3}], loss: softmax_cross_entropy}
data: {x: [0.5, 1], y: [0, 1, 0]}
parameters: {W: [[[0.1, 0.2], [-0.3, 0.4], [0.5, 0.1]]], b: [[0, 0.1, 0]]}
"""


@pytest.mark.parametrize(
    "line",
    ["∂L/∂z_2^1 = ŷ_2 - 1", "∂L/∂z_1^1 = ŷ_1", "∂L/∂ŷ_2 = -1/ŷ_2", "∂L/∂w_{21}^1 = (ŷ_2 - 1) x_1"],
)
def test_a_target_may_be_put_in_as_its_number(line: str) -> None:
    (answer,) = check(loads(CLASSES), line, seed=SEED).answers
    assert answer.verdict is Finding.CORRECT


@pytest.mark.parametrize(
    "line", ["∂L/∂z_1^1 = ŷ_1 - 1", "∂L/∂ŷ_1 = -1/ŷ_1", "∂L/∂w_{22}^1 = ŷ_2 - 1"]
)
def test_a_factor_of_one_is_not_left_out_nor_a_wrong_target_put_in(line: str) -> None:
    (answer,) = check(loads(CLASSES), line, seed=SEED).answers
    assert answer.verdict in (Finding.WRONG, Finding.KNOWN_MISTAKE)


@pytest.mark.parametrize(
    "line",
    ["L(-6) = 25", "∇L(-6) = f'(-6) = -10", "L'(-5) = 2(-5) + 2 = -8", "f(-5) = 16", "f'(W) = 2(W + 1)",
     "L(3) = 3^2 + 2 · 3 + 1 = 16"],
)  # fmt: skip
def test_numbers_are_put_into_a_function_of_one_variable_as_on_the_slide(line: str) -> None:
    (answer,) = check(load("parabola"), line, seed=SEED).answers
    assert answer.verdict is Finding.CORRECT


@pytest.mark.parametrize("line", ["L'(-6) = 2(-6) = -12", "f(-5) = -125", "∇L(-5) = -9"])
def test_a_number_put_in_wrongly_is_wrong(line: str) -> None:
    (answer,) = check(load("parabola"), line, seed=SEED).answers
    assert answer.verdict in (Finding.WRONG, Finding.KNOWN_MISTAKE)


@pytest.mark.parametrize(
    ("line", "verdicts"),
    [
        ("∂L/∂w31, ∂L/∂b_3 = -0.972, -1.62", [Finding.CORRECT, Finding.CORRECT]),
        ("dL/dw31, dL/dw32 = h_1 (ŷ - y), h_1 (ŷ - y)", [Finding.CORRECT, Finding.KNOWN_MISTAKE]),
        ("dL/dw31 = -0.972, dL/db_3 = -1.62", [Finding.CORRECT, Finding.CORRECT]),
    ],
)
def test_several_names_are_worth_as_many_formulas(line: str, verdicts: list[Finding]) -> None:
    answers = check(load("two-layer-mlp"), line, seed=SEED).answers
    assert [answer.verdict for answer in answers] == verdicts
