"""What lecturers type the first time: it has to mean what they meant, or to be refused."""

import math

import pytest

from derive.core.errors import DeriveError
from derive.lessons import loads
from derive.lessons.document import quote_names
from derive.render.solution import solve
from derive.spelling.text import text

GIVEN = "data: {x: 3, y: 1}\nparameters: {w: 1, b: 2}\n"
SIGMOID_OF_5 = 1 / (1 + math.exp(-5))

LOSSES = {  # w x + b is 5, and y is 1
    r"\ell(\hat{y}, y) = (wx + b - y)^2": 16,
    r"\mathcal{L}(f(x; w, b), y) = (wx + b - y)^2": 16,
    "ℓ = wx + b": 5,
    r"$L = \frac12 (y - (wx + b))^2$": 8,
    r"L = \frac{1}{2} \lVert y - (wx + b) \rVert_2^2": 8,
    r"L = \frac{1}{2} \| y - (wx + b) \|^2_2": 8,
    r"L = ½‖y - wx - b‖²": 8,
    r"L = w^T x + b": 5,
    r"L = (w^\top x + b)^2": 25,
    "L = (w * x + b).relu() - y": 4,
    "L = (w*x + b).exp() / w.exp()": math.exp(4),
    "L = [w x + b]_+ + (-b)^+": 5,
    "L = Sigmoid(w x + b)": SIGMOID_OF_5,
    r"L = \log_2 (w x + b) + \log_{10} b": math.log2(5) + math.log10(2),
    "Ｌ ＝ ｗ ｘ ＋ ｂ": 5,
    "L = wx + b;": 5,
    "L = wx + b.  # the loss": 5,
    "L = 1e-3 w + 2E2 b": 400.001,
}


@pytest.mark.parametrize("line", LOSSES)
def test_a_loss_has_the_value_that_was_meant(line):
    used = "" if "x" in line else "\n  L_2 = w x + b y\n  L_3 = L + 0 L_2"
    solution = solve(loads(f"equations: |\n  {line}{used}\n{GIVEN}"))
    assert solution.values[solution.derivation.loss] == pytest.approx(LOSSES[line], rel=1e-12)


def solved(equations, rest=GIVEN):
    return solve(loads("equations: |\n  " + equations.replace("\n", "\n  ") + "\n" + rest))


def test_a_slides_frame_around_the_equations_is_no_equation():
    framed = solved(
        "\\begin{aligned}\n\\hat y &= wx + b \\\\\nL &= (y - \\hat y)^2\n\\end{aligned}"
    )
    assert framed.gradient("w") == solved("\\hat y = wx + b\nL = (y - \\hat y)^2").gradient("w")


def test_two_names_in_one_line_are_two_values():
    solution = solved("h_{w,b}(x) = a = \\sigma(wx + b)\nL = (h_{w,b}(x) - y)^2")
    names = [node.output.name for node in solution.lesson.graph.nodes]
    assert names == ["a", "h_{w,b}", "L"]


def test_a_function_of_the_sample_is_no_product():
    data = "data: {x: [1, 2], y: [1, 2]}\nparameters:\n  \\theta_0: 1\n  \\theta_1: 2\n"
    lines = (
        "h_\\theta(x^{(i)}) = \\theta_0 + \\theta_1 x^{(i)}\n"
        "J(\\theta) = \\frac{1}{2m} \\sum_{i=1}^m (h_\\theta(x^{(i)}) - y^{(i)})^2"
    )
    solution = solved(lines, data)
    assert solution.value("J") == pytest.approx((2**2 + 3**2) / 4)
    assert solution.gradient("\\theta_1") == pytest.approx((2 * 1 + 3 * 2) / 2)
    assert [name.name for name in solution.lesson.parameters] == ["\\theta_0", "\\theta_1"]


def test_a_value_put_into_a_function_of_the_lesson_is_refused():
    with pytest.raises(DeriveError, match="Values put into a function"):
        solved("f(x) = w x + b\nL = f(x + 1)^2")


def test_columns_are_multiplied_entry_by_entry():
    given = "data: {x_1: 1, x_2: 2}\nparameters: {w_1: 3, w_2: 4}\n"
    solution = solved("L = (\\mathbf{w}^\\top \\mathbf{x})^2", given)
    assert solution.gradient("w_2") == 2 * 11 * 2


def test_columns_of_different_length_are_refused():
    given = "data: {x_1: 1, x_2: 2}\nparameters: {w_1: 3, w_2: 4, w_3: 5}\n"
    with pytest.raises(DeriveError, match="not known"):
        solved("L = (w^T x)^2 + w_3", given)


def test_the_square_of_a_norm_is_differentiated_as_a_square():
    assert text(solved(r"L = \| y - wx - b \|^2").derivation.gradients[loss_of("b")].formula)


def loss_of(name):
    (found,) = [
        p for p in loads(f"equations: |\n  L = w x y b\n{GIVEN}").parameters if p.name == name
    ]
    return found


def test_an_index_that_a_name_carries_above_is_not_added_below():
    data = "data:\n  x^{(i)}: [1, 2]\n  y^{(i)}: [1, 2]\nparameters: {w: 1}\n"
    solution = solved("\\hat{y}^{(i)} = w x^{(i)}\nL = \\sum_i (\\hat{y}^{(i)} - y^{(i)})^2", data)
    assert text(solution.lesson.graph.nodes[0].output) == "ŷ^{(i)}"


def test_names_with_braces_stand_inside_braces():
    given = "data: {x_{1}: 2, \\hat{t}_{o1}: 3}\nparameters: {w_{1,1}: 0.5, b^{[1]}: 1}\nask: [w_{1,1}]\n"
    solution = solved("L = (w_{1,1} x_1 + b^{[1]} - \\hat{t}_{o1})^2", given)
    assert solution.gradient("w11") == 2 * (1 + 1 - 3) * 2


def test_only_names_with_braces_are_quoted():
    assert quote_names("layers: [{units: 2}, {units: 1}]") == "layers: [{units: 2}, {units: 1}]"
    assert quote_names("parameters: {'w_{1}': 1}") == "parameters: {'w_{1}': 1}"
    assert quote_names("p: {w_{1}: 1, b: 2}") == "p: {'w_{1}': 1, b: 2}"


VALUES = {"−0.5": -0.5, "½": 0.5, "-¼": -0.25, "１.５": 1.5, "1/3": 1 / 3, "1e-3": 0.001}


@pytest.mark.parametrize("typed", VALUES)
def test_a_value_is_read_as_it_is_typed(typed):
    solution = solve(loads(f"equations: |\n  L = w^2\nparameters: {{w: {typed}}}\n"))
    assert solution.value("w") == pytest.approx(VALUES[typed])


DOUBTFUL = {
    "L = x/2w + b": ("x/2w + b", "x/2 · w + b", "x/(2w) + b"),
    "L = 1/2(w x + b)^2": ("1/2(w x + b)^2", "½(w x + b)²", "1/(2(w x + b)²)"),
    r"L = \ln w x + b": (r"\ln w x + b", "ln(w x) + b", "ln(w) x + b"),
}


@pytest.mark.parametrize("line", DOUBTFUL)
def test_a_formula_with_two_readings_is_said_to_have_two(line):
    found = loads(f"equations: |\n  {line}\n{GIVEN.replace(', y: 1', '')}", "mine.yaml")
    (remark,) = found.remarks
    assert remark.en.startswith("mine.yaml:2: ")
    for part in DOUBTFUL[line]:
        assert part in remark.en
        assert part in remark.zh


def test_a_formula_with_one_reading_is_not_remarked_on():
    assert loads(f"equations: |\n  L = \\frac{{x}}{{2}} w + b y\n{GIVEN}").remarks == ()


BISHOP = r"""
equations: |
  a_j = \sum_{i=1}^{2} w_{ji}^{(1)} x_i
  z_j = \tanh(a_j)
  y_k = \sum_{j=1}^{2} w_{kj}^{(2)} z_j
  E_n = \frac{1}{2} \sum_k (y_k - t_k)^2
data: {x_1: 1, x_2: 2, t_1: 1}
parameters: {w_{11}^{(1)}: 0.1, w_{12}^{(1)}: 0.2, w_{21}^{(1)}: 0.3, w_{22}^{(1)}: 0.4,
  w_{11}^{(2)}: 0.5, w_{12}^{(2)}: 0.6}
"""


def test_one_line_stands_for_every_unit_of_a_layer():
    solution = solve(loads(BISHOP))
    computed = [text(node.output) for node in solution.lesson.graph.nodes]
    assert computed == ["a_1", "a_2", "z_1", "z_2", "y_1", "E_n"]
    hidden = [math.tanh(0.1 + 0.4), math.tanh(0.3 + 0.8)]
    error = 0.5 * hidden[0] + 0.6 * hidden[1] - 1
    assert solution.gradient("w_{21}^{(1)}") == pytest.approx(error * 0.6 * (1 - hidden[1] ** 2))
    assert solution.certificate.ok


def test_a_softmax_is_written_once_for_all_classes():
    lines = r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}" + "\n" + r"L = -\log p_2"
    solution = solved(lines, "parameters: {z_1: 1, z_2: 2, z_3: 0.5}\n")
    total = sum(map(math.exp, (1, 2, 0.5)))
    assert solution.gradient("z_1") == pytest.approx(math.e / total)
    assert solution.value("p_3") == pytest.approx(math.exp(0.5) / total)
    assert solution.formula("z_1") == "p_1"
    assert "ŷ - y" not in str(solution)  # the lesson has neither


def test_of_several_classes_the_loss_may_read_one():
    total = "(e^{z_1} + e^{z_2})"
    lines = f"p_1 = e^{{z_1}}/{total}\np_2 = e^{{z_2}}/{total}\nL = -\\log p_2"
    assert solved(lines, "parameters: {z_1: 1, z_2: 1}\n").gradient("z_1") == pytest.approx(0.5)


@pytest.mark.parametrize("name", ["lg", "tan", "sinh", "cosh"])
def test_a_function_that_is_not_read_is_answered_with_one_that_is(name):
    with pytest.raises(DeriveError, match=r"Write .*(ln|sin|e\^x)"):
        solved(f"L = \\{name}(w x + b y)")


@pytest.mark.parametrize(
    ("lines", "given", "last"),
    [
        ("net_c = w_{ca} x\nL = net_c^2", "data: {x: 1}\nparameters: {w_{ca}: 2}\n", "net_{c}"),
        ("E_n = (w_1 + w_2)^2\nL = E_n", "parameters: {w_1: 1, w_2: 2}\n", "E_n"),
        ("h_t = w_t\nL = h_t", "parameters: {w_t: 1}\n", "h_t"),
    ],
)
def test_a_letter_that_is_no_index_stays_a_letter(lines, given, last):
    names = [node.output.name for node in solved(lines, given).lesson.graph.nodes]
    assert len(names) == 2
    assert names[0].replace("{", "").replace("}", "") == last.replace("{", "").replace("}", "")


def test_a_name_that_a_family_defines_again_is_refused():
    with pytest.raises(DeriveError, match="z_1"):
        solved("z_1 = w_1\nz_j = w_j\nL = z_1 + z_2", "parameters: {w_1: 1, w_2: 2}\n")
