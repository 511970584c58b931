"""A network is drawn in columns, its names can be read, and the asked way stands out."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_scene import labels, said, shapes, written

from derive.core.expression import Partial, Variable
from derive.figures.drawing import Circle, Label, Line, Look
from derive.figures.label import plain, width
from derive.figures.net import Kind, net
from derive.figures.network import network, suits
from derive.figures.pen import PENS
from derive.figures.sketch import sketch
from derive.lessons import built_in, load, loads
from derive.numeric.run import run
from derive.passes import derive


def layered(inputs: int, units: list[int]) -> str:
    layers = ", ".join(f"{{units: {count}, activation: sigmoid}}" for count in units)
    return (
        f"title: t\nnetwork:\n  inputs: {inputs}\n  layers: [{layers}]\n  loss: half_squared_error"
    )


def names(columns):
    return [[unit.output.name for unit in column] for column in columns]


def leaf(lesson, name):
    return next(leaf for leaf in lesson.graph.leaves if leaf.name == name)


NETWORKS = [name for name in built_in() if suits(load(name))]


def test_the_two_layer_lesson_has_inputs_hidden_units_output_and_loss():
    found = net(load("two-layer-mlp").graph)
    assert names(found.columns) == [["x_1", "x_2"], ["h_1", "h_2"], [r"\hat{y}"], ["L"]]
    assert {(e.source.name, e.target.name): e.weight.name for e in found.edges if e.weight} == {
        ("x_1", "h_1"): "w_{1,1}",
        ("x_2", "h_1"): "w_{2,1}",
        ("x_1", "h_2"): "w_{1,2}",
        ("x_2", "h_2"): "w_{2,2}",
        ("h_1", r"\hat{y}"): "w_{3,1}",
        ("h_2", r"\hat{y}"): "w_{3,2}",
    }
    assert [bias.name for unit in found.units.values() for bias in unit.bias] == [
        "b_1",
        "b_2",
        "b_3",
    ]


def test_a_sum_and_the_function_applied_to_it_are_one_neuron():
    (first, *_), (neuron, *_) = net(load("three-layers").graph).columns[:2]
    assert (first.kind, neuron.kind) == (Kind.INPUT, Kind.NEURON)
    assert [name.name for name in neuron.inside] == ["z_1^1", "a_1^1"]
    assert neuron.function.key == "sigmoid"


def test_a_new_name_for_a_neurons_output_stands_on_its_line():
    drawing = network(load("one-neuron"))
    assert "ŷ" in written(drawing)


def test_circuits_and_very_deep_chains_are_not_drawn_as_networks():
    assert not suits(load("add-multiply-gates"))
    assert not suits(load("parabola"))
    assert not suits(loads(layered(1, [1] * 20)))
    assert {"two-layer-mlp", "mazur", "three-layers", "linear-regression"} <= set(NETWORKS)


@pytest.mark.parametrize("lesson", NETWORKS)
def test_every_parameter_of_a_lesson_is_written_in_its_picture(lesson):
    lesson = load(lesson)
    drawing = network(lesson)
    labels = [mark.words for mark in drawing.marks if isinstance(mark, Label)]
    shown = {part.name for words in labels for part in words if isinstance(part, Variable)}
    assert {name.name for name in lesson.parameters} <= shown


def test_mean_and_variance_of_a_batch_belong_to_the_unit_that_they_normalise():
    found = net(load("batch-normalisation").graph)
    (unit,) = found.columns[1]
    assert [unit.inside[0].name, unit.inside[-1].name] == ["z_1^1", "a_1^1"]
    assert [name.name for name in unit.bias] == [r"\gamma_1^1", r"\beta_1^1"]
    assert len(found.columns) == 4


@pytest.mark.parametrize("lesson", NETWORKS)
def test_no_label_covers_another_or_a_neuron_it_does_not_stand_in(lesson):
    lesson = load(lesson)
    for asked in (None, *lesson.parameters):
        assert_legible(network(lesson, asked))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.lists(st.integers(1, 9), min_size=1, max_size=3), st.data())
def test_networks_of_any_size_are_legible(inputs, units, data):
    lesson = loads(layered(inputs, units))
    asked = data.draw(st.sampled_from([None, *lesson.parameters]))
    assert_legible(network(lesson, asked))


def assert_legible(drawing):
    written = labels(drawing)
    for one, other in combinations(written, 2):
        assert not one.overlaps(other), (said(one.mark), said(other.mark))
    for label in written:
        for shape in shapes(drawing):
            inside = shape.left <= label.left + 1 and label.right - 1 <= shape.right
            assert inside or not label.overlaps(shape), said(label.mark)
    for area in (*written, *shapes(drawing)):
        assert area.left >= 0
        assert area.top >= 0
        assert area.right <= drawing.width
        assert area.bottom <= drawing.height


def test_the_way_from_a_weight_to_the_loss_is_thick_and_nothing_else():
    lesson = load("two-layer-mlp")
    drawing = network(lesson, leaf(lesson, "w_{1,1}"))
    thick = {m.about for m in drawing.marks if isinstance(m, Line) and m.look is Look.ASKED}
    assert thick == {"w_{1,1}", "w_{3,1}", ""}  # the last is the line from ŷ to L
    assert PENS[Look.ASKED].width > 2 * PENS[Look.FAINT].width


def test_the_way_of_a_first_layer_weight_parts_and_joins_again():
    lesson = load("three-layers")
    way = net(lesson.graph).way_from(leaf(lesson, "w_{11}^1"))
    assert [name.name for name in net(lesson.graph).units if name in way.units] == [
        "a_1^1",
        "a_1^2",
        "a_2^2",
        r"\hat{y}",
        "L",
    ]


def test_a_dead_unit_and_its_lines_are_dotted():
    lesson = load("two-layer-mlp-relu")
    derivation = derive(lesson.graph)
    values = {**lesson.values, **run(derivation, lesson.values)}
    drawing = network(lesson, None, values)
    dead = [m for m in drawing.marks if getattr(m, "look", None) is Look.DEAD]
    assert len([m for m in dead if isinstance(m, Circle)]) == 1
    assert {m.about for m in dead if isinstance(m, Line)} == {"w_{1,2}", "w_{2,2}", "w_{3,2}"}
    assert PENS[Look.DEAD].dash
    assert "h_2" in drawing.description.en


def test_a_unit_is_dead_only_where_every_local_partial_is_0():
    lesson = load("two-layer-mlp-relu")
    unit = lesson.graph.node_of[leaf_output(lesson, "h_1")]
    alive = {Partial(unit.output, unit.inputs[0]): 1.0}
    assert all(
        m.look is not Look.DEAD for m in network(lesson, None, alive).marks if isinstance(m, Circle)
    )


def leaf_output(lesson, name):
    return next(node.output for node in lesson.graph.nodes if node.output.name == name)


def test_a_large_network_is_shortened_and_says_how_many_units_there_are():
    lesson = loads(layered(9, [12, 3]))
    drawing = network(lesson, leaf(lesson, "w_{5,7}^1"))
    circles = [m for m in drawing.marks if isinstance(m, Circle) and not m.solid]
    assert len(circles) <= 7 + 7 + 3
    assert "w_{5,7}^1" in written(drawing)
    assert "z_5^1" in written(drawing)
    assert "12 units · sigmoid" in written(drawing)
    assert any(isinstance(m, Circle) and m.solid for m in drawing.marks)


def test_a_sketch_of_64_128_256_64_2_stays_small():
    drawing = sketch([64, 128, 256, 64, 2])
    assert len(drawing.marks) < 120
    assert [word for word in written(drawing) if word.isdigit()] == ["64", "128", "256", "64", "2"]
    assert "輸出層（2 個）" in drawing.description.zh


@pytest.mark.parametrize("name", NETWORKS)
def test_the_names_in_a_neuron_stay_on_their_side_of_it(name):
    for language in ("en", "zh-Hant"):
        marks = network(load(name)).marks
        inside = [mark for mark in marks if isinstance(mark, Label) and not mark.halo]
        neurons = [mark for mark in marks if isinstance(mark, Circle) and not mark.solid]
        for neuron in neurons:
            held = [
                (label.x - wide / 2, label.x + wide / 2)
                for label in inside
                if label.y == neuron.y and abs(label.x - neuron.x) < neuron.radius
                for wide in [width(label.words, label.size, language)]
            ]
            edges = [neuron.x - neuron.radius, *(x for pair in held for x in pair)]
            edges.append(neuron.x + neuron.radius)
            assert edges == sorted(edges)


def test_a_picture_has_no_empty_caption():
    lesson = loads(
        layered(3, [4, 2])
        .replace("2, activation: sigmoid}]", "2}]")
        .replace("half_squared_error", "softmax_cross_entropy")
    )
    drawing = network(lesson)
    captions = [m for m in drawing.marks if isinstance(m, Label) and m.look is Look.NOTE]
    layers = ["input layer", "hidden layer", "output layer", "prediction", "loss"]
    assert [plain(m.words, "en") for m in captions if m.y == captions[0].y] == layers
    assert all(plain(m.words, language) for m in captions for language in ("en", "zh-Hant"))


def test_an_input_that_skips_a_layer_makes_no_loss_of_what_reads_it():
    gated = loads(r"""
title: A gated unit
equations: |
  g = \sigma(u x + c)
  \hat{y} = g x + (1 - g)
  L = (y - \hat{y})^2
data: [x, y]
parameters: [u, c]
""")
    kinds = {unit.output.name: unit.kind for unit in net(gated.graph).units.values()}
    assert kinds == {"x": Kind.INPUT, "g": Kind.NEURON, r"\hat{y}": Kind.NEURON, "L": Kind.LOSS}
