"""The NumPy script runs by itself and prints what the solution says."""

import ast
import contextlib
import io
import re
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.activations import definition, keys, parameters
from derive.activations import load as load_function
from derive.core.text import same
from derive.lessons import built_in, load, loads
from derive.render.as_json import document
from derive.render.numpy_functions import called_in, helper, numpy_name
from derive.render.script import WIDEST, Script, one_line, script
from derive.render.solution import Solution, solve

NETWORK = """
title: Two layers
network:
  inputs: 2
  layers: [{units: 3, activation: tanh}, {units: 2, activation: sigmoid}]
  loss: mean_squared_error
"""
ONE_SAMPLE = "data: {x: [0.05, 0.10], y: [0.01, 0.99]}"
BATCH = "data: {x: [[0.05, 0.10], [1, 2], [3, 4]], y: [[0.01, 0.99], [1, 0], [0, 1]]}"
NUMBERS = """
parameters:
  W: [[[0.15, 0.20], [0.25, 0.30], [0.1, -0.2]], [[0.40, 0.45, 0.3], [0.50, 0.55, -0.7]]]
  b: [[0.35, 0.35, 0.1], [0.60, 0.60]]
learning_rate: 0.5
"""


def run(source: str, folder: Path) -> tuple[dict[str, object], str]:
    """Run a script as a student would; return its variables and what it printed."""
    path = folder / "script.py"
    path.write_text(source, encoding="utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        return runpy.run_path(str(path)), printed.getvalue()


def printed_numbers(printed: str) -> dict[str, np.ndarray]:
    """Return what stands behind each ``name =`` as an array."""
    found = {}
    for line in re.split(r"\n(?=\S+ = )", printed.strip()):
        name, _, number = line.partition(" = ")
        found[name] = np.array(re.findall(r"[-+.\de]+", number), dtype=float)
    return found


def assert_same_numbers(solution: Solution, printed: dict[str, np.ndarray]) -> None:
    expected = document(solution)
    loss = expected["loss"]
    assert printed[loss["name"]] == pytest.approx([loss["value"]], rel=1e-14)
    for name, gradient in expected["gradients"].items():
        key = f"d{loss['name']}/d{name}"
        assert printed[key] == pytest.approx(np.ravel(gradient["value"]), rel=1e-14, abs=1e-15)
    for name, value in expected["updated"].items():
        assert printed[f"{name}'"] == pytest.approx(np.ravel(value), rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("name", built_in())
def test_a_built_in_lesson_prints_the_solutions_numbers(name, tmp_path):
    solution = solve(load(name))
    _, printed = run(script(solution), tmp_path)
    assert_same_numbers(solution, printed_numbers(printed))


@pytest.mark.parametrize("level", ["scalar", "matrix"])
def test_a_batch_prints_the_same_neuron_by_neuron_and_in_matrices(level, tmp_path):
    solution = solve(loads(NETWORK + BATCH + NUMBERS, level=level))
    _, printed = run(script(solution), tmp_path)
    assert_same_numbers(solution, printed_numbers(printed))


def test_a_lesson_without_values_becomes_a_function_of_its_inputs(tmp_path):
    variables, printed = run(script(solve(loads(NETWORK, level="matrix"))), tmp_path)
    assert printed == ""
    solution = solve(loads(NETWORK + ONE_SAMPLE + NUMBERS, level="matrix"))
    given = [solution.values[leaf] for leaf in solution.lesson.graph.leaves]
    loss, found = variables["gradients"](*given)
    expected = document(solution)
    assert loss == pytest.approx(expected["loss"]["value"], rel=1e-12)
    for name, gradient in expected["gradients"].items():
        assert np.ravel(found[f"dL/d{name}"]) == pytest.approx(np.ravel(gradient["value"]))


def test_a_local_partial_that_is_the_same_for_every_sample_counts_once_for_each(tmp_path):
    lesson = r"""
title: A sum
equations: |
  u_i = w x_i + b
  L = \sum_{i=1}^{n} u_i
data: {x: [1, 2, 3]}
parameters: {w: 1, b: 0}
"""
    solution = solve(loads(lesson))
    _, printed = run(script(solution), tmp_path)
    assert_same_numbers(solution, printed_numbers(printed))


def test_there_is_one_line_for_each_step_in_the_order_of_the_solution():
    for name in ("two-layer-mlp", "mazur", "linear-regression"):
        solution = solve(load(name))
        numbers = [int(n) for n in re.findall(r"# \((\d+)\) ", script(solution))]
        assert numbers == [block.number for block in solution.blocks]


def test_no_comment_makes_a_line_wider_than_a_page():
    for name in built_in():
        lines = script(solve(load(name))).splitlines()
        assert all(len(line) <= WIDEST for line in lines if "#" in line)


def test_only_functions_that_are_used_are_written():
    assert "def " not in script(solve(load("two-layer-mlp")))
    source = script(solve(load("mazur")))
    assert re.findall(r"def (\w+)", source) == ["sigmoid"]
    assert "return 1 / (1 + np.exp(-z))" in source


@pytest.mark.parametrize("key", keys())
@pytest.mark.parametrize("order", [0, 1])
def test_every_function_is_written_from_its_definition_and_computes_the_same(key, order):
    function = load_function(key)
    if order and len(function.arguments) > 1:
        pytest.skip("a prime on a function of two arguments means neither")
    from derive.core.expression import Call
    from derive.numeric.interpret import evaluate

    call = Call(function, parameters(function), order)
    called = called_in([call])
    names = {one: numpy_name(one) or one.key for one, _ in called}
    space: dict[str, object] = {}
    helpers = [helper(*one, names) for one in called if one[1] or not numpy_name(one[0])]
    exec("import math\nimport numpy as np\n" + "\n".join(helpers), space)
    points = np.array([0.3, 0.7, 1.9])
    arguments = (points, points[::-1])[: len(function.arguments)]
    source = key + "_prime" * order if order else names[function]
    expected = evaluate(call, dict(zip(parameters(function), arguments, strict=True)))
    found = eval(source, space)(*arguments) + 0 * points
    assert found == pytest.approx(np.asarray(expected) + 0 * points, rel=1e-12)
    assert definition(function) is not None


def test_a_variable_never_takes_the_name_of_a_function_of_the_script(tmp_path):
    lesson = r"""
title: Names
equations: |
  sigmoid = \sigma(gradients \cdot forward)
  L = \operatorname{ReLU}(sigmoid)
parameters: {gradients: 0.5, forward: 2}
"""
    solution = solve(loads(lesson))
    _, printed = run(script(solution), tmp_path)
    assert_same_numbers(solution, printed_numbers(printed))


HOSTILE = [
    '"""\nimport os',
    "'''",
    "# \r print(1)",
    "\\",
    "{{x}}",
    "\x0c1/0",
    "\u2028 1/0",
    "a\x00b",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_a_comment(title):
    solution = solve(load("parabola"))
    plain = ast.dump(ast.parse(script(solution)))
    lesson = solution.lesson.__class__(**{**vars_of(solution.lesson), "title": same(f"x{title}y")})
    assert ast.dump(ast.parse(script(Solution(lesson, solution.derivation, solution.values)))) == (
        plain
    )


def vars_of(lesson):
    return {name: getattr(lesson, name) for name in lesson.__dataclass_fields__}


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_words_end_a_comment(words):
    source = f"# {one_line(words)}\npass\n"
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse("pass"))


def test_headings_come_in_the_language_asked_for():
    solution = solve(load("parabola"))
    assert "# 前向傳遞" in script(solution, ("zh-Hant",))
    assert "# Forward pass / 前向傳遞" in script(solution, ("en", "zh-Hant"))


def test_the_script_is_the_same_every_time_and_runs_without_the_project(tmp_path):
    source = script(solve(load("mazur")))
    assert source == script(solve(load("mazur")))
    assert "derive" not in re.sub(r"#.*", "", source)
    path = tmp_path / "mazur.py"
    path.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", path], capture_output=True, text=True, check=True
    )
    assert "dE/dw_5 = 0.0821670405642307" in done.stdout


def test_the_parts_are_those_of_the_whole():
    parts = Script(solve(load("mazur")))
    whole = parts.source()
    for part in (parts.title(), parts.imports(), *parts.helpers(), parts.given(), *parts.passes()):
        assert part in whole


def test_more_samples_than_numpy_shows_are_all_printed(tmp_path):
    solution = solve(load("thousand-samples"))
    solution = solve(solution.lesson, solution.lesson.graph.leaves[:1])
    _, printed = run(script(solution), tmp_path)
    assert "..." not in printed
    assert_same_numbers(solution, printed_numbers(printed))
