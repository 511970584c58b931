"""Lesson files: what they mean, and one message with place and remedy for every mistake in them."""

import textwrap

import pytest

from derive.core.errors import DeriveError
from derive.core.expression import Role
from derive.lessons import built_in, load, loads
from derive.lessons.ask import variables_named
from derive.render.solution import solve
from derive.spelling.latex import latex


def lesson(text, name="mine.yaml", **options):
    return loads(textwrap.dedent(text), name, **options)


@pytest.mark.parametrize("name", built_in())
def test_every_built_in_lesson_loads_and_is_titled_in_both_languages(name):
    found = load(name)
    assert found.title.en
    assert any("一" <= letter <= "鿿" for letter in found.title.zh)
    assert found.graph.loss.role is Role.LOSS


MISTAKES = {
    "unknown name": (
        "equations: |\n  L = (q - y)^2\ndata: {y: 1}\nparameters: {w: 1}\n", 2, "q"),
    "used before it is defined": (
        "equations: |\n  L = z^2\n  z = w x\ndata: {x: 1}\nparameters: {w: 1}\n", 2, "z"),
    "a cycle": (
        "equations: |\n  a = b + w\n  b = a\n  L = a^2\nparameters: {w: 1}\n", 2, "b"),
    "defined by itself": (
        "equations: |\n  a = a + w\n  L = a^2\nparameters: {w: 1}\n", 2, "itself"),
    "two definitions": (
        "equations: |\n  z = w\n  z = w^2\n  L = z\nparameters: {w: 1}\n", 3, "twice"),
    "two spellings of one name": (
        "equations: |\n  z_1 = w\n  z_{1} = w^2\n  L = z_1\nparameters: {w: 1}\n", 3, "twice"),
    "a missing value": (
        "equations: |\n  L = (w x - y)^2\ndata: {x: 1, y: }\nparameters: {w: 1}\n", 3, "y has no value"),
    "not a number": (
        "equations: |\n  L = w^2\nparameters: {w: .nan}\n", 3, "not a number"),
    "infinite": ("equations: |\n  L = w^2\nparameters: {w: 1e999}\n", 3, "not a number"),
    "unused parameter": (
        "equations: |\n  L = w^2\nparameters: {w: 1, v: 2}\n", 3, "v is not used"),
    "a value nobody needs": (
        "equations: |\n  z = w\n  L = w^2\nparameters: {w: 1}\n", 2, "z is never used"),
    "a unit that the loss forgets": (
        "equations: |\n  z_1 = w\n  z_2 = v\n  L = z_1^2\nparameters: {w: 1, v: 2}\n", 5, "does not depend on the parameter v"),
    "no equals sign": ("equations: |\n  w^2\nparameters: {w: 1}\n", 2, "no “=”"),
    "a loss for every sample": (
        "equations: |\n  L = (w x_i - y_i)^2\ndata: {x: [1, 2], y: [1, 2]}\nparameters: {w: 1}\n", 2, "every sample"),
    "samples of different number": (
        "equations: |\n  L = \\frac{1}{n} \\sum_{i=1}^n (w x_i - y_i)^2\ndata: {x: [1, 2], y: [1]}\nparameters: {w: 1}\n", 3, "different numbers"),
    "n that is not the number of samples": (
        "equations: |\n  L = \\frac{1}{n} \\sum_{i=1}^n (w x_i)^2\ndata: {x: [1, 2]}\nparameters: {w: 1}\nconstants: {n: 3}\n", 5, "n is 2"),
    "a learning rate of zero": (
        "equations: |\n  L = w^2\nparameters: {w: 1}\nlearning_rate: 0\n", 4, "learning rate"),
    "an unknown key": ("equations: |\n  L = w^2\nparameter: {w: 1}\n", 3, "parameter"),
    "an unknown notation": (
        "equations: |\n  L = w^2\nparameters: {w: 1}\nnotation: layer\n", 4, "layers"),
    "an unknown function": (
        "equations: |\n  L = f(w)\nparameters: {w: 1}\nfunctions: {f: sigmod}\n", 4, "sigmoid"),
    "an unknown name asked": (
        "equations: |\n  L = w^2\nparameters: {w: 1}\nask: [v]\n", 4, "v"),
    "a formula that is not closed": (
        "equations: |\n  L = (w\nparameters: {w: 1}\n", 2, "closed"),
    "an alias": ("equations: |\n  L = w\nparameters: &a {w: *a}\n", 3, "alias"),
    "a list of parameters' values": (
        "equations: |\n  L = w\nparameters: {w: [1, 2]}\n", 3, "list"),
    "wrong shape of W": (
        "network: {inputs: 2, layers: [{units: 1}], loss: half_squared_error}\n"
        "data: {x: [1, 2], y: [1]}\nparameters: {W: [[[1]]], b: [[0]]}\n", 3, "shape"),
    "too many inputs": (
        "network: {inputs: 2, layers: [{units: 1}], loss: half_squared_error}\n"
        "data: {x: [1, 2, 3], y: [1]}\nparameters: {W: [[[1, 2]]], b: [[0]]}\n", 2, "shape"),
    "an activation whose range the loss does not accept": (
        "network:\n  inputs: 1\n  layers: [{units: 1, activation: relu}]\n  loss: binary_cross_entropy\n", 4, "between 0 and 1"),
    "softmax twice": (
        "network:\n  inputs: 1\n  layers: [{units: 2, activation: sigmoid}]\n  loss: softmax_cross_entropy\n", 4, "softmax"),
    "no units": ("network:\n  inputs: 1\n  layers: [{units: 0}]\n  loss: squared_error\n", 3, "units"),
    "an unknown activation": (
        "network:\n  inputs: 1\n  layers: [{units: 1, activation: rellu}]\n  loss: squared_error\n", 3, "relu"),
    "an unknown loss": ("network:\n  inputs: 1\n  layers: [1]\n  loss: mse2\n", 4, "mse2"),
    "neither equations nor network": ("data: {x: 1}\n", 1, "either"),
    "the loss asked for by itself": (
        "equations: |\n  L = w^2\nparameters: {w: 1}\nask: [w, L]\n", 4, "L is the loss"),
    "the derivative of another value asked for": (
        "equations: |\n  z = w\n  L = z^2\nparameters: {w: 1}\nask: [w, dz/dw]\n", 5, "dz/dw is not"),
    "asking for what the loss does not depend on": (
        "equations: |\n  L = w^2\nparameters: {w: 1}\ndata: {k: 1}\nask: k\n", 5, "does not depend on k"),
    "asking for the number of samples": (
        "equations: L = \\frac{1}{n} \\sum_{i=1}^n (w x_i)^2\nparameters: {w: 1}\ndata: {x: [1, 2]}\nask: n\n", 4, "n counts"),
    "a derivative among the equations": (
        "equations: |\n  L = w^2\n  d = \\frac{\\partial L}{\\partial w}\nparameters: {w: 1}\n", 3, "forward pass only"),
    "cases": (
        "equations: |\n  L = \\begin{cases} w & w > 0 \\\\ 0 & w < 0 \\end{cases}\nparameters: {w: 1}\n", 2, "as one formula"),
    "an entrywise product of numbers": (
        "equations: |\n  L = x ⊙ w\nparameters: {w: 1, x: 2}\n", 2, "matrices"),
    "nothing asked": ("equations: |\n  L = w^2\nparameters: {w: 1}\nask: []\n", 4, "asks for nothing"),
    "data that are frozen": (
        "equations: |\n  L = (w - x)^2\ndata: {x: 2}\nparameters: {w: 1}\nfrozen: [x]\n", 5, "x is not a parameter"),
    "a name both given and computed": (
        "equations: |\n  z = w\n  x = 2 z\n  L = x\ndata: {x: 2}\nparameters: {w: 1}\n", 3, "x is given"),
    "a later value nobody needs": (
        "equations: |\n  z = w\n  q = w\n  L = z^2\nparameters: {w: 1}\n", 3, "q is never used"),
    "a function of too few arguments": (
        "equations: |\n  L = max(w)\nparameters: {w: 1}\n", 2, "commas"),
    "an undeclared name": ("equations: |\n  L = q w\nparameters: {w: 1}\n", 2, "Declare it"),
    "marks below zero": (
        "equations: |\n  L = w^2\nparameters: {w: 1}\npoints: {w: -1}\n", 4, "number from 0"),
    "a name with braces inside braces": (
        "equations: |\n  L = w_{1,1}^2\nparameters: {w_{1,1}: 1, w_{2, 1: 3}\n", 3, "one “name: value” a line"),
    "a key with a letter missing": ("equation: |\n  L = w\nparameters: {w: 1}\n", 1, "mean equations:"),
    "equations without the bar": (
        "equations:\n  z = w\n  L = z^2\nparameters: {w: 1}\n", 1, "with the bar"),
    "no space behind a colon": (
        "equations: |\n  L = w\nparameters: {w:1}\n", 3, "a space behind the colon"),
    "a name of a function": (
        "equations: |\n  L = w sin\nparameters: {w: 1, sin: 2}\n", 3, "sin is the name of a function"),
    "names that are no list": ("equations: |\n  L = w\nparameters: {w: 1}\nask: {w: 1}\n", 4, "list of names"),
    "two lessons in one file": ("equations: |\n  L = w\nparameters: {w: 1}\n---\na: 1\n", 4, "one lesson"),
    "a character of control": ("equations: |\n  L = w\a\nparameters: {w: 1}\n", 2, "U+0007"),
    "no inputs": ("network: {layers: [{units: 1}], loss: squared_error}\n", 1, "“inputs:” is missing"),
    "a softmax of one": (
        "network: {inputs: 1, layers: [{units: 1}], loss: softmax_cross_entropy}\n", 1, "always 1"),
    "a softmax in a hidden layer": (
        "network:\n  inputs: 1\n  layers: [{units: 2, activation: softmax}, 1]\n  loss: squared_error\n", 3, "last layer only"),
    "a bias where there is none": (
        "network: {inputs: 1, layers: [1], loss: squared_error, bias: false}\n"
        "data: {x: [1], y: [1]}\nparameters: {W: [[[1]]], b: [[0]]}\n", 3, "no layer has a bias"),
    "entries in a matrix": (
        "equations: |\n  L = \\begin{bmatrix} w \\end{bmatrix}\nparameters: {w: 1}\n", 2, "entries one by one"),
    "a tab": ("equations: |\n\tL = w\nparameters: {w: 1}\n", 2, "not by tabs"),
    "an unknown key with a block": ("equation: |\n  L = w\n", 1, "equation"),
    "rows of different number": (
        "network: {inputs: 1, layers: [1], loss: half_mean_squared_error}\n"
        "data: {x: [[1], [2]], y: [[1]]}\nparameters: {W: [[[1]]], b: [[0]]}\n", 2, "(x: 2, y: 1)"),
    "bad YAML": ("equations: |\n  L = w\nparameters: {w: 1\n", 4, "bracket"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_one_message_with_file_line_and_remedy(mistake):
    text, line, word = MISTAKES[mistake]
    with pytest.raises(DeriveError) as caught:
        loads(text, "mine.yaml")
    for language in ("en", "zh-Hant"):
        said = caught.value.describe(language)
        assert said.startswith("mine.yaml:" + (f"{line}: " if line else " ")), said
    assert word in caught.value.describe("en")


TOML_MISTAKES = {
    "not TOML": ("title = 't'\n[parameters]\nw = \n", 3, "TOML"),
    "no number": ('equations = """\nL = w^2\n"""\n[parameters]\nw = \'one\'\n', 5, "not a number"),
    "an unknown name": ('equations = """\nz = w\nL = q z\n"""\n[parameters]\nw = 1\n', 3, "q"),
    "an unknown name on the opening line": (
        'equations = """z = w\nL = q z"""\n[parameters]\nw = 1\n',
        2,
        "q",
    ),
    "equations in a list": ("equations = ['L = q']\n[parameters]\nw = 1\n", 1, "q"),
    "an unknown layer key": (
        "[network]\ninputs = 1\nlayers = [{unit = 1}]\nloss = 'squared_error'\n",
        3,
        "unit",
    ),
}


@pytest.mark.parametrize("mistake", TOML_MISTAKES)
def test_a_mistake_in_toml_is_found_on_its_line(mistake):
    text, line, word = TOML_MISTAKES[mistake]
    with pytest.raises(DeriveError) as caught:
        loads(text, "mine.toml", toml=True)
    said = caught.value.describe("en")
    assert said.startswith(f"mine.toml:{line}: "), said
    assert word in said


def test_chinese_sentences_stand_without_a_space_between():
    with pytest.raises(DeriveError) as caught:
        loads("equations: |\n  L = q\n")
    assert "。 " not in caught.value.describe("zh-Hant")


def test_yaml_and_toml_say_the_same():
    yaml = lesson(
        """
        title: T
        equations: |
          L = \\frac{1}{2} (w x - y)^2
        data: {x: 2, y: 1}
        parameters: {w: 0.5}
        learning_rate: 0.1
        """
    )
    toml = loads(
        "title = 'T'\nequations = '''\nL = \\frac{1}{2} (w x - y)^2\n'''\nlearning_rate = 0.1\n"
        "[data]\nx = 2\ny = 1\n[parameters]\nw = 0.5\n",
        "mine.toml",
        toml=True,
    )
    assert yaml.graph.nodes[0].formula == toml.graph.nodes[0].formula
    assert dict(yaml.values) == dict(toml.values)


def test_a_lesson_without_numbers_stays_symbolic():
    found = lesson("equations: |\n  L = (w x - y)^2\ndata: [x, y]\nparameters: [w]\n")
    solution = solve(found)
    assert not solution.values
    assert latex(solution.expression("w")) == "x \\cdot 2(w x - y)" or solution.formula("w")


def test_a_function_of_one_variable_declares_it():
    found = lesson("equations: |\n  f(w) = w^2 + 2w + 1\n")
    assert [leaf.name for leaf in found.parameters] == ["w"]
    assert solve(found).formula("w") == "2w + 2"


def test_a_list_is_one_value_a_sample_and_n_their_number():
    found = lesson(
        """
        equations: |
          \\hat{y} = w x + b
          L = \\frac{1}{n} \\sum_{i=1}^{n} (y_i - \\hat{y}_i)^2
        data: {x: [1, 2, 3], y: [2, 4, 7]}
        parameters: {w: 1, b: 0}
        """
    )
    assert found.samples == 3
    assert solve(found).gradient("w") == pytest.approx(-34 / 3)


def test_outputs_may_be_summed_over_their_numbers():
    found = lesson(
        """
        equations: |
          o_1 = w x
          o_2 = w^2 x
          E = \\frac12 \\sum_{k=1}^{2} (t_k - o_k)^2
        data: {x: 2, t_1: 1, t_2: 0}
        parameters: {w: 0.5}
        """
    )
    assert solve(found).gradient("w") == pytest.approx(-(1 - 1) * 2 - (0 - 0.5) * 2 * 0.5 * 2)


def test_a_calculation_that_fails_names_the_line_of_its_equation():
    found = lesson("equations: |\n  z = w - 1\n  L = 1/z\nparameters: {w: 1}\n")
    with pytest.raises(DeriveError, match=r"^mine\.yaml:3: Step 2: L divides by zero"):
        solve(found)


def test_a_softmax_named_in_the_last_layer_is_that_of_the_loss():
    named = "network: {inputs: 1, layers: [{units: 2, activation: softmax}], loss: softmax_cross_entropy}\n"
    assert loads(named).graph == loads(named.replace(", activation: softmax", "")).graph


NETWORK = """
network:
  inputs: 2
  layers: [{units: 2, activation: sigmoid}, {units: 2, activation: sigmoid}]
  loss: half_squared_error
data: {x: [0.05, 0.10], y: [0.01, 0.99]}
parameters:
  W: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
  b: [[0.35, 0.35], [0.60, 0.60]]
frozen: [b]
learning_rate: 0.5
"""


def test_layers_give_the_numbers_of_the_same_equations():
    layered, written = solve(loads(NETWORK)), solve(load("mazur"))
    assert layered.gradient("w_{11}^2") == pytest.approx(written.gradient("w_5"), rel=1e-12)
    assert layered.gradient("w_{12}^1") == pytest.approx(written.gradient("w_2"), rel=1e-12)


@pytest.mark.parametrize("batch", [False, True])
def test_the_matrix_form_has_the_numbers_of_the_scalar_form(batch):
    text = NETWORK
    if batch:
        text = text.replace(
            "x: [0.05, 0.10], y: [0.01, 0.99]",
            "x: [[0.05, 0.10], [0.3, -0.2], [1, 2]], y: [[0.01, 0.99], [0, 1], [0.5, 0.5]]",
        )
    scalar, matrix = solve(loads(text)), solve(loads(text, level="matrix"))
    for layer in (1, 2):
        whole = matrix.gradient(f"W^{{[{layer}]}}")
        for to in (1, 2):
            for of in (1, 2):
                one = scalar.gradient(f"w_{{{to}{of}}}^{layer}")
                assert whole[to - 1][of - 1] == pytest.approx(one, rel=1e-12)
            bias = matrix.gradient(f"b^{{[{layer}]}}")
            assert bias[to - 1][0] == pytest.approx(scalar.gradient(f"b_{to}^{layer}"), rel=1e-12)
    assert matrix.certificate.ok


def test_the_matrix_form_stands_in_the_lectures_letters():
    solution = solve(loads(NETWORK, level="matrix"))
    shown = {
        latex(line.expression)
        for block in solution.blocks
        for line in block.lines
        if block.target.shape
    }
    assert "(W^{[2]})^{\\top} \\delta^{[2]} \\odot \\sigma'(z^{[1]})" in shown
    assert "\\delta^{[2]} (a^{[1]})^{\\top}" in shown
    assert "\\delta^{[1]} x^{\\top}" in shown


def test_the_matrix_form_shows_how_a_layer_is_run_behind_its_formula():
    solution = solve(loads(NETWORK, level="matrix"))
    (delta,) = [block for block in solution.blocks if latex(block.target) == "\\delta^{[1]}"]
    *_, formula, run = [latex(line.expression) for line in delta.lines]
    assert formula == "(W^{[2]})^{\\top} \\delta^{[2]} \\odot \\sigma'(z^{[1]})"
    assert run == "(W^{[2]})^{\\top} \\delta^{[2]} \\odot a^{[1]} \\odot (1 - a^{[1]})"


@pytest.mark.parametrize("batch", [False, True])
def test_the_matrix_form_costs_what_the_scalar_form_costs(batch):
    text = (
        NETWORK.replace(
            "x: [0.05, 0.10], y: [0.01, 0.99]", "x: [[1, 2], [3, 4]], y: [[1, 2], [0, 1]]"
        )
        if batch
        else NETWORK
    )
    assert solve(loads(text, level="matrix")).cost == solve(loads(text)).cost


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "binary_cross_entropy", "huber"])
def test_other_losses_pass_the_certificate(loss):
    units, activation = (2, "") if loss == "softmax_cross_entropy" else (1, ", activation: sigmoid")
    target = "[0, 1]" if units == 2 else "[1]"
    weights = "[[0.4, 0.5], [-0.6, 0.7]]" if units == 2 else "[[0.4, 0.5]]"
    biases = "[0.1, -0.2]" if units == 2 else "[0.1]"
    found = lesson(
        f"""
        network:
          inputs: 2
          layers: [{{units: 2, activation: tanh}}, {{units: {units}{activation}}}]
          loss: {loss}
        data: {{x: [0.5, -1], y: {target}}}
        parameters: {{W: [[[0.1, 0.2], [0.3, -0.4]], {weights}], b: [[0.1, 0.2], {biases}]}}
        """
    )
    assert solve(found).certificate.ok


SPELLINGS = [
    ("net1", r"\mathrm{net}_1"), ("yhat", r"\hat{y}"), ("ŷ", r"\hat{y}"), ("y_hat", r"\hat{y}"),
    ("w11", "w_{11}"), ("w₁₁", "w_{11}"), ("w[1][2]", "w_{1,2}"), ("delta_1", r"\delta_1"),
    ("θ", r"\theta"), ("a^{(1)}", "a^{(1)}"), ("ℒ", r"\mathcal{L}"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "latex_name"), SPELLINGS)
def test_a_name_is_typeset_as_a_lecturer_would(typed, latex_name):
    found = lesson(
        f"equations: |\n  L = {typed}^2\nparameters:\n  {typed}: 2\n".replace("^2", " · 2")
    )
    (parameter,) = found.parameters
    assert parameter.name == typed
    assert parameter.latex == latex_name
    assert solve(found).gradient(typed) == 2


def test_a_function_defined_above_is_called_and_not_multiplied():
    found = lesson(
        """
        equations: |
          g(w) = w^2 + 1
          f(w, v) = g(w) v
          L = f(w, v)^2
        parameters: {w: 2, v: 3}
        """
    )
    assert solve(found).gradient("w") == pytest.approx(2 * 15 * 3 * 2 * 2)


ALIASED = """
    equations: |
      o = w x
      L = (t - o)^2
    data: {x: 1, t: 2}
    parameters: {w: 3}
    aliases: {target: t, out: o}
    """


def test_another_name_of_the_file_may_be_asked_for():
    found = lesson(ALIASED)
    assert variables_named(found, ["out"]) == (found.graph.nodes[0].output,)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("{w: t}", "already means something"),
        ("{target: q}", "q is not known"),
        ("{2: t}", "cannot let 2"),
        ("{target: [t]}", "cannot let target"),
    ],
)
def test_an_alias_is_a_new_name_for_a_known_one(pair, said):
    with pytest.raises(DeriveError, match=said) as caught:
        lesson(ALIASED.replace("{target: t, out: o}", pair))
    assert caught.value.line == 7
