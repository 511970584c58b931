"""The program to be taught from trains, and its gradients are those that differences find."""

import contextlib
import io

import pytest

from derive.lessons import load, loads
from derive.render.solution import solve
from derive.render.training_script import PARTS, RESERVED, TrainingScript

LESSONS = (
    "two-layer-mlp", "two-layer-mlp-relu", "mazur", "three-layers", "sigmoid-regression", "bowl",
    "guess", "regression-in-one-line",
)  # fmt: skip
HOSTILE = """
title: t
equations: |
  kept = w check + b
  train = \\sigma(kept)
  gradients = (y - train)^2
data: {check: 0.5, y: 1}
parameters: {w: 0.3, b: -0.2}
learning_rate: 0.5
"""


def printed(source):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "program", "exec"), {})  # our own output
    return [line.split() for line in out.getvalue().splitlines()]


def agree(lines):
    compared = [line for line in lines if not line[0].isdigit()]
    assert compared
    for *_, gradient, difference in compared:
        assert float(gradient) == pytest.approx(float(difference), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("name", LESSONS)
def test_gradients_are_those_of_differences_and_the_loss_falls(name):
    lines = printed(TrainingScript(solve(load(name)), steps=5).source())
    agree(lines)
    losses = [float(line[1]) for line in lines if line[0].isdigit()]
    assert len(losses) == 5
    assert losses[-1] < losses[0]


def test_whole_layers_are_checked_entry_by_entry():
    text = (
        "title: t\nnetwork: {inputs: 2, layers: [{units: 3, activation: tanh}, {units: 2}], "
        "loss: half_squared_error}\nlevel: matrix\nlearning_rate: 0.1\n"
        "data: {x: [0.5, -1], y: [1, 0]}\n"
        "parameters: {W: [[[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]],"
        " b: [[0.1, 0.1, 0.1], [0.2, 0.2]]}\n"
    )
    lines = printed(TrainingScript(solve(loads(text)), steps=3).source())
    agree(lines)


def test_no_name_of_a_lesson_hides_a_function_of_the_program():
    program = TrainingScript(solve(loads(HOSTILE)), steps=3)
    agree(printed(program.source()))
    assert not set(RESERVED) & set(program._script.names.values())


def test_a_lesson_without_numbers_is_refused():
    text = "title: t\nequations: |\n  L = (y - w x)^2\ndata: [x, y]\nparameters: [w]\n"
    with pytest.raises(ValueError, match="numbers"):
        TrainingScript(solve(loads(text)))


def test_every_part_stands_in_the_whole_in_order():
    program = TrainingScript(solve(load("two-layer-mlp")))
    places = [program.source().index(program.part(key)) for key in PARTS]
    assert places == sorted(places)
