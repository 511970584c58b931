"""The computational graph carries the values, gradients and step numbers of its derivation."""

import pytest
from picture_scene import labels, said, shapes, written

from derive.core.derivation import Phase
from derive.figures.computation import computation, suits
from derive.figures.dependency import dependency
from derive.figures.drawing import Box, Circle, Label, Line, Look
from derive.lessons import built_in, load
from derive.numeric.run import run
from derive.passes import derive

SCALAR = ["two-layer-mlp", "two-layer-mlp-relu", "mazur", "micrograd", "add-multiply-gates"]


def worked(name):
    lesson = load(name)
    derivation = derive(lesson.graph, lesson.asked)
    return derivation, {**lesson.values, **run(derivation, lesson.values)}


def test_the_first_circuit_of_cs231n_looks_as_in_the_lecture():
    drawing = computation(*worked("add-multiply-gates"))
    texts = written(drawing)
    assert {"+", "×"} <= set(texts)
    for shown in ("x = -2", "y = 5", "z = -4", "q = 3 (1)", "f = -12 (2)", "∂f/∂f = 1"):
        assert shown in texts
    gradients = [text.rsplit(" (", 1)[0] for text in texts if text.startswith("∂")]
    assert {"∂f/∂x = -4", "∂f/∂y = -4", "∂f/∂z = 3", "∂f/∂q = -4"} <= set(gradients)


@pytest.mark.parametrize("name", SCALAR)
def test_every_number_in_brackets_is_the_step_that_the_text_gives(name):
    derivation, values = worked(name)
    for label in (m for m in computation(derivation, values).marks if isinstance(m, Label)):
        if label.look in (Look.VALUE, Look.GRADIENT) and said(label).endswith(")"):
            number = int(said(label).rsplit("(", 1)[1][:-1])
            assert derivation.steps[number - 1].target.name == label.about


@pytest.mark.parametrize("name", SCALAR)
def test_every_equation_is_one_node_and_every_gradient_is_shown(name):
    derivation, values = worked(name)
    drawing = computation(derivation, values)
    nodes = [m for m in drawing.marks if isinstance(m, Circle | Box)]
    assert len(nodes) == len(derivation.phase(Phase.FORWARD))
    about = {m.about for m in drawing.marks if isinstance(m, Label) and m.look is Look.GRADIENT}
    assert {step.target.name for step in derivation.gradients.values()} <= about


@pytest.mark.parametrize("name", built_in())
def test_values_stand_above_their_line_gradients_below_and_nothing_overlaps(name):
    lesson = load(name)
    derivation = derive(lesson.graph, lesson.asked)
    if not suits(derivation):
        pytest.skip("too large to be drawn")
    drawing = computation(derivation)
    areas = labels(drawing)
    for place, one in enumerate(areas):
        assert not any(one.overlaps(other) for other in areas[:place])
        if one.mark.look in (Look.VALUE, Look.GRADIENT):
            assert not any(one.overlaps(shape) for shape in shapes(drawing))
    heights = {m.about: m.y for m in drawing.marks if isinstance(m, Label) and m.about}
    for line in (m for m in drawing.marks if isinstance(m, Line) and not m.curved):
        assert line.points[0][1] == line.points[-1][1]
        assert heights[line.about] < line.points[0][1] or line.points[0][1] != heights[line.about]


def test_without_numbers_the_names_stand_alone():
    lesson = load("add-multiply-gates")
    assert "q (1)" in written(computation(derive(lesson.graph)))


def test_a_network_of_thousands_of_equations_is_not_drawn():
    from derive.lessons import loads

    layers = ", ".join("{units: 8, activation: tanh}" for _ in range(4))
    network = f"title: t\nnetwork: {{inputs: 4, layers: [{layers}], loss: half_squared_error}}"
    assert not suits(derive(loads(network).graph))


def test_the_chain_rule_graph_has_a_partial_on_every_arrow_that_is_differentiated():
    drawing = dependency(load("one-neuron"))
    texts = written(drawing)
    assert {"∂L/∂ŷ", "∂ŷ/∂a_1^1", "∂a_1^1/∂z_1^1", "∂z_1^1/∂w_1^1"} <= set(texts)
    assert "∂L/∂y" not in texts


def test_the_chain_rule_graph_of_one_variable_has_d_where_there_is_one_input():
    assert {"dy/dx", "dz/dy"} <= set(written(dependency(load("chain-rule-1"))))
    assert {"∂z/∂s", "∂z/∂t", "ds/dx", "dt/dx"} <= set(written(dependency(load("chain-rule-2"))))
