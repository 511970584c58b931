"""An activation f of which nothing is said: its gradients hold whatever f turns out to be."""

import json
from itertools import islice
from random import Random

import numpy as np
import pytest
import sympy
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.activations import load as load_function
from derive.cli import main
from derive.core.errors import DeriveError
from derive.core.function import lettered
from derive.lessons import loads
from derive.numeric.interpret import evaluate
from derive.numeric.run import run
from derive.numeric.stand_in import interpreted, interpreted_derivation
from derive.numeric.symbolic import to_sympy
from derive.quiz import make_quiz
from derive.quiz.wrong import Mistakes, trial_values
from derive.render.script import script
from derive.render.solution import solve
from derive.spelling.text import text

NEURON = r"""
equations: |
  z = w x + b
  a = f(z)
  \hat{y} = v a + c
  L = \frac{1}{2} (y - \hat{y})^2
data: [x, y]
parameters: [w, b, v, c]
functions: {f: any}
"""
NESTED = r"""
equations: |
  h = g(w f(x + b) + f(w)^2)
  L = (y - f(h))^2 + g(w h)
data: [x, y]
parameters: [w, b]
functions: {g: any, f: any}
"""
LAYERS = """
network:
  inputs: 2
  layers: [{units: 2, activation: any}, {units: 2, activation: g}]
  loss: half_squared_error
functions: {g: any}
"""
LESSONS = {
    "one neuron": loads(NEURON),
    "nested calls": loads(NESTED),
    "layers": loads(LAYERS),
    "layers in matrices": loads(LAYERS, level="matrix"),
}
PAIRS = (("tanh", "sin"), ("sin", "tanh"), ("sin", "sin"))


def stand_in(f, g):
    def known(function):
        return load_function(f if function.latex == "f" else g)

    return known


def loss(lesson, values, known):
    found = dict(values)
    for node in lesson.graph.nodes:
        found[node.output] = evaluate(interpreted(node.formula, known), found)
    return float(np.sum(found[lesson.graph.loss]))


def drawn(lesson, seed):
    generator = np.random.default_rng(seed)
    return {
        leaf: generator.uniform(-1, 1, leaf.shape) if leaf.shape else generator.uniform(-1, 1)
        for leaf in lesson.graph.leaves
    }


def by_differences(lesson, values, name, known, step=1e-5):
    slopes = np.zeros(np.shape(values[name]))
    for place in np.ndindex(slopes.shape):
        nudge = np.zeros(slopes.shape)
        nudge[place] = step
        above = loss(lesson, {**values, name: values[name] + nudge}, known)
        below = loss(lesson, {**values, name: values[name] - nudge}, known)
        slopes[place] = (above - below) / (2 * step)
    return slopes


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("pair", PAIRS)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=8, deadline=None)
def test_whatever_f_is_the_gradients_are_those_of_finite_differences(name, pair, seed):
    lesson, known = LESSONS[name], stand_in(*pair)
    derivation = solve(lesson).derivation
    values = drawn(lesson, seed)
    found = run(interpreted_derivation(derivation, known), values)
    for parameter, step in derivation.gradients.items():
        expected = by_differences(lesson, values, parameter, known)
        np.testing.assert_allclose(found[step.target], expected, rtol=2e-5, atol=1e-7)


@pytest.mark.parametrize("name", LESSONS)
def test_the_script_takes_the_functions_and_gives_those_gradients(name):
    lesson = LESSONS[name]
    space = {}
    exec(script(solve(lesson)), space)
    values = drawn(lesson, 5)
    givens = solve(lesson).derivation.givens
    arrays = [np.asarray(values[given]) for given in givens]
    functions = (np.tanh, lambda z: 1 - np.tanh(z) ** 2, np.sin, np.cos)
    _, found = space["gradients"](*functions[: 2 * len(lesson.unknown)], *arrays)
    known = stand_in("tanh", "sin")
    for parameter, step in solve(lesson).derivation.gradients.items():
        expected = by_differences(lesson, values, parameter, known)
        np.testing.assert_allclose(found[step.target.name], expected, rtol=2e-5, atol=1e-7)


def test_sympy_differentiates_the_same_unknown_function():
    lesson = LESSONS["nested calls"]
    derivation = solve(lesson).derivation
    symbols = {leaf: sympy.Symbol(leaf.name) for leaf in lesson.graph.leaves}
    known = dict(symbols)
    for step in derivation.steps:
        known[step.target] = to_sympy(step.result, known)
    loss = known[lesson.graph.loss]
    for parameter, step in derivation.gradients.items():
        difference = sympy.diff(loss, symbols[parameter]) - known[step.target]
        assert sympy.simplify(difference.doit()) == 0


def test_two_letters_are_two_functions_and_one_letter_is_one():
    assert lettered("f") == lettered("f")
    assert lettered("f") != lettered("g")
    assert lettered("f") != lettered("f", 2)
    assert [function.latex for function in LESSONS["layers"].unknown] == ["f", "g"]


def test_the_derivative_stays_a_prime_and_a_second_one_gets_two():
    lesson = loads(NEURON.replace("a = f(z)", "a = f'(z)"))
    results = {step.target.name: text(step.result) for step in solve(lesson).derivation.steps}
    assert results["da/dz"] == "f''(z)"


@pytest.mark.parametrize("letter", ["σ", r"\sigma", "sigma"])
@pytest.mark.parametrize("written", ["σ(z)", r"\sigma(z)"])
def test_a_letter_left_open_is_no_longer_the_sigmoid(letter, written):
    own = NEURON.replace("f(z)", written).replace("f: any", f"{letter}: any")
    (step,) = (s for s in solve(loads(own)).derivation.steps if s.target.name == "da/dz")
    assert text(step.result) == "σ'(z)"


FORMS = {"text": "f'(z)", "json": "f'(z)", "latex": "f'(z)", "md": "f'(z)", "ipynb": "f'(z)",
         "py": "f_prime(z)", "html": "′"}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_shows_the_prime(form, tmp_path):
    file = tmp_path / "open.yaml"
    file.write_text(NEURON, encoding="utf-8")
    ran = CliRunner().invoke(main, ["explain", str(file), "--format", form, "--language", "both"])
    assert ran.exit_code == 0
    assert FORMS[form] in ran.output
    assert "any f of" not in ran.output


@pytest.mark.parametrize("name", LESSONS)
def test_a_quiz_asks_about_it_and_its_wrong_choices_are_wrong(name):
    solution = solve(LESSONS[name])
    assert make_quiz(solution, seed=2).questions
    mistakes = Mistakes(solution)
    tried, other = (trial_values(solution, Random(seed)) for seed in (1, 2))
    known = stand_in("silu", "silu")
    made = 0
    for block in solution.blocks:
        right = evaluate(interpreted(mistakes.written(block.target), known), other)
        for wrong in islice(mistakes.answers(block.target, tried, Random(3)), 4):
            value = evaluate(interpreted(wrong.formula, known), other)
            assert np.shape(value) != np.shape(right) or not np.allclose(value, right)
            made += 1
    assert made > 10


REFUSALS = {
    "values": (NEURON.replace("[x, y]", "{x: 1, y: 2}").replace(
        "[w, b, v, c]", "{w: 1, b: 1, v: 1, c: 1}"), 7, "symbolic"),
    "values of layers": (LAYERS + "data: {x: [1, 2], y: [1, 2]}\nparameters:\n"
        "  W: [[[1, 2], [1, 2]], [[1, 2], [1, 2]]]\n  b: [[1, 2], [1, 2]]\n", 7, "symbolic"),
    "two arguments": (NEURON.replace("f(z)", "f(z, w)"), 4, "1 argument"),
    "no letter": (NEURON.replace("f: any", '"3": any'), 9, "cannot be the letter"),
    "not said": (NEURON.replace("functions: {f: any}", ""), 4, "f: any"),
    "a letter that is taken": (LAYERS.replace("g: any", "g: any, f: tanh"), 6, "another letter"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_is_refused_with_place_and_remedy(name):
    source, line, words = REFUSALS[name]
    with pytest.raises(DeriveError) as refused:
        loads(source, "open.yaml")
    problem = refused.value
    assert (problem.file, problem.line) == ("open.yaml", line)
    assert words in f"{problem.message.en} {problem.remedy and problem.remedy.en}"
    assert problem.remedy is not None


@pytest.mark.parametrize("command", ["descend", "verify"])
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_what_needs_numbers_says_that_f_is_open(command, language, tmp_path):
    file = tmp_path / "open.yaml"
    file.write_text(NEURON, encoding="utf-8")
    ran = CliRunner().invoke(main, [command, str(file), "--language", language])
    assert ran.exit_code == 2
    assert ran.output.count("\n") == 1
    assert str(file) in ran.output
    assert "functions:" in ran.output


def test_the_json_of_a_solution_names_the_function_by_its_letter(tmp_path):
    file = tmp_path / "open.yaml"
    file.write_text(LAYERS, encoding="utf-8")
    ran = CliRunner().invoke(main, ["explain", str(file), "--format", "json"])
    assert "any" not in json.dumps(json.loads(ran.output)["steps"])
