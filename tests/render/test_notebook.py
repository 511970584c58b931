"""The notebook is valid, its cells run in order, and each step has its own."""

import contextlib
import io
import json

import nbformat
import numpy as np
import pytest
import worked
from hostile_lessons import NAMES, TITLES, named, titled

from derive.lessons import built_in, load, loads
from derive.render.as_json import document
from derive.render.compose import make_sheet
from derive.render.notebook import render
from derive.render.solution import solve

NETWORK = "network: {inputs: 2, layers: [{units: 2, activation: tanh}], loss: squared_error}\n"
VALUES = (
    "data: {x: [[1, 2], [3, 4]], y: [[0, 1], [1, 0]]}\n"
    "parameters: {W: [[[1, -2], [3, 4]]], b: [[0.5, 0.25]]}\nlearning_rate: 0.1\n"
)


def notebook(solution, kind="lecture", languages=("en",)):
    written = nbformat.reads(render(make_sheet(solution, kind), languages), as_version=4)
    nbformat.validate(written)
    return written


def run(written):
    """Run the code cells one after the other, as Jupyter would; return the variables."""
    variables = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in written.cells:
            if cell.cell_type == "code":
                exec(cell.source, variables)
    return variables


@pytest.mark.parametrize("name", built_in())
def test_the_cells_of_every_lesson_run_and_find_its_numbers(name):
    solution = worked.solution(name)
    variables = run(notebook(solution))
    found = [value for value in variables.values() if isinstance(value, (float, np.ndarray))]
    for gradient in document(solution)["gradients"].values():
        assert any(
            np.shape(value) == np.shape(gradient["value"]) and np.allclose(value, gradient["value"])
            for value in found
        )


@pytest.mark.parametrize("level", ["scalar", "matrix"])
@pytest.mark.parametrize("values", ["", VALUES], ids=["symbolic", "batch"])
def test_batches_matrices_and_lessons_without_values_run(level, values):
    solution = solve(loads(f"title: N\n{NETWORK}{values}", level=level))
    assert ("gradients" in run(notebook(solution))) == (values == "")
    run(notebook(solution, "faded"))


def test_every_step_is_explained_and_computed():
    written = notebook(worked.solution("two-layer-mlp"))
    ids = [cell.id for cell in written.cells]
    assert len(set(ids)) == len(ids)
    for number in range(1, 37):
        place = ids.index(f"step-{number}")
        assert ids[place + 1] == f"step-{number}-code"
        assert f"Step {number}:" in written.cells[place].source


@pytest.mark.parametrize("kind", ["key", "blank", "faded"])
def test_the_cells_of_a_worksheet_run_and_do_not_tell(kind):
    written = notebook(worked.solution("two-layer-mlp"), kind)
    variables = run(written)
    assert ("dL_dw_1_1" in variables) == (kind == "key")


@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_is_in_no_code_cell(title):
    solution = worked.solution("half-square")
    plain, hostile = notebook(solution), notebook(titled(solution, title))
    code = [[c.source for c in one.cells if c.cell_type == "code"] for one in (plain, hostile)]
    assert code[0] == code[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_becomes_a_python_name_of_our_own(name):
    run(notebook(named(name)))


def test_the_same_sheet_gives_the_same_bytes_and_they_are_json():
    sheets = [make_sheet(solve(load("half-square"))) for _ in range(2)]
    first, second = (render(sheet, ("en", "zh-Hant")) for sheet in sheets)
    assert first == second
    assert json.loads(first)["nbformat_minor"] == 5
