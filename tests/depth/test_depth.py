"""What is said about depth is measured: slopes, sizes by layer, counts, sizes of networks."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from statistics import fmean

import numpy as np
import pytest

from derive.activations import OUTPUT
from derive.activations import load as load_activation
from derive.alternatives.tally import Counting, Tally
from derive.calculus.differentiate import derivative
from derive.core.derivation import Phase
from derive.core.errors import DeriveError
from derive.core.expression import ONE, Partial, Role
from derive.depth import initialisations
from derive.depth.compare import tried
from derive.depth.layers import column, layer_by_layer
from derive.depth.remedies import EXPLODING, VANISHING, against
from derive.depth.savings import against_depth, counted
from derive.depth.sizes import Setting, built, drawn, layer_sizes, sizes_of, weights
from derive.depth.sizes import compiled as compiled_network
from derive.depth.sizing import Architecture, state_of
from derive.depth.slope_bound import layers_multiplied, slope_bound
from derive.depth.swell import swell
from derive.lessons import load as load_lesson
from derive.lessons import loads
from derive.losses import load as load_loss
from derive.models import Layer, scalar_network
from derive.notations import load as load_notation
from derive.numeric.differences import central_difference
from derive.numeric.interpret import evaluate
from derive.passes import cost, derive
from derive.passes.cost import operations


@pytest.mark.parametrize("key", ["sigmoid", "tanh"])
def test_the_largest_slope_is_the_largest_of_the_differences(key):
    found = slope_bound(key)
    z = np.linspace(-8, 8, 20001)
    value = load_activation(key).array(z)
    slopes = np.diff(value) / np.diff(z)
    assert slopes.max() == pytest.approx(float(found.largest), abs=1e-6)
    assert load_activation(key).array(z[slopes.argmax()]) == pytest.approx(
        float(found.at), abs=1e-3
    )


def test_the_sigmoid_s_bound_is_a_quarter_and_two_layers_leave_a_sixteenth():
    assert slope_bound().largest == Fraction(1, 4)
    assert layers_multiplied(Fraction(1, 4), 2).right.value == 0.0625


@pytest.mark.parametrize("key", ["relu", "elu", "exp", "sqrt", "gelu"])
def test_an_activation_without_such_a_bound_is_refused(key):
    with pytest.raises(ValueError, match=key):
        slope_bound(key)


def test_a_network_that_leaves_the_finite_numbers_has_no_sizes():
    assert all(math.isnan(size) for size in layer_sizes(Setting(depth=3, activation="log")).sizes)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "silu"])
def test_sizes_by_layer_are_those_of_central_differences(activation):
    setting = Setting(depth=4, width=2, activation=activation, initialisation="xavier")
    found = layer_sizes(setting, networks=1)
    network, _ = compiled_network(setting)
    values = drawn(network, setting)
    truth, _ = central_difference(network.graph, values, weights(network))
    by_layer = [
        fmean(abs(float(truth[w])) for row in layer for w in row) for layer in network.weights
    ]
    assert found.sizes == pytest.approx(by_layer, rel=1e-6)


@pytest.mark.parametrize("level", ["scalar", "matrix"])
def test_sizes_of_a_lesson_are_the_means_of_its_gradients(level):
    own = loads(
        f"level: {level}\nnetwork:\n  inputs: 1\n  loss: half_mean_squared_error\n"
        "  layers: [{units: 2, activation: sigmoid}, {units: 1}]\n"
        "data: {x: [[1], [2], [0.5]], y: [[0], [1], [2]]}\n"
        "parameters: {W: [[[0.5], [-1]], [[1, 2]]], b: [[0, 0.1], [0.2]]}\n"
    )
    found = central_difference(own.graph, numbers_of_all(own), own.parameters)[0]
    means = [np.abs(found[w]).mean() for w in own.parameters if w.name[0] in "wW"]
    per_layer = [fmean(means[:2]), fmean(means[2:])] if level == "scalar" else means
    assert sizes_of(own) == pytest.approx(per_layer, rel=1e-6)


def numbers_of_all(own):
    return {
        name: np.asarray(value) if isinstance(value, tuple) else value
        for name, value in own.values.items()
    }


def test_sizes_of_a_lesson_of_equations_are_refused_with_a_remedy():
    with pytest.raises(DeriveError, match="derive explain"):
        sizes_of(load_lesson("mazur"))


def test_gradients_vanish_behind_sigmoids_and_explode_behind_large_weights():
    deep = [layer_sizes(Setting(depth=depth)).sizes[0] for depth in (2, 5, 8)]
    assert deep[0] > 10 * deep[1] > 100 * deep[2]
    large = [
        layer_sizes(Setting(depth=d, activation="relu", initialisation="large_normal")).sizes[0]
        for d in (2, 5, 8)
    ]
    assert large[0] < large[1] / 10 < large[2] / 100


@pytest.mark.parametrize("key", initialisations.keys())
def test_every_start_draws_what_its_formula_says(key):
    from random import Random

    start = initialisations.load(key)
    random = Random(0)
    found = np.array([start.draw(random, 50, 20) for _ in range(20000)])
    assert found.mean() == pytest.approx(0.0, abs=0.1 * found.std() + 1e-12)
    expected = {"standard_normal": 1.0, "small_normal": 0.1, "large_normal": 3.0,
                "he": (2 / 50) ** 0.5, "xavier": (6 / 70 / 3) ** 0.5}[key]  # fmt: skip
    assert found.std() == pytest.approx(expected, rel=0.03)


def test_every_remedy_against_vanishing_leaves_more_in_the_first_layer():
    base, *others = (trial for trial in tried(VANISHING, steps=20) if trial.sizes is not None)
    assert len(others) >= 6
    for trial in others:
        assert trial.sizes.ratio > 10 * base.sizes.ratio, trial.title
        assert trial.moved[0] > base.moved[0], trial.title


def test_every_remedy_against_exploding_keeps_the_training_alive():
    base, *others = tried(EXPLODING, steps=50)
    assert base.course.stop is not None
    assert base.course.stop.failed
    assert len(others) == 5
    for trial in others:
        assert trial.course.stop is None or not trial.course.stop.failed, trial.title
        assert trial.course.last.loss < trial.course.iterates[0].loss


def test_what_is_only_named_is_said_to_be():
    assert [remedy.key for remedy in against(VANISHING) if not remedy.runs] == ["other_models"]
    assert all(remedy.runs for remedy in against(EXPLODING))


@pytest.mark.parametrize("depth", [2, 3, 6])
def test_each_layer_multiplies_in_its_weight_and_its_slope(depth):
    found = column(depth)
    values = {leaf: 0.3 + 0.1 * n for n, leaf in enumerate(found.network.graph.leaves)}
    for node in found.network.graph.nodes:
        values[node.output] = evaluate(node.formula, values)
    product = 1.0
    for group in found.factors:
        for factor in group:
            product *= evaluate(factor, values)
    truth, _ = central_difference(found.network.graph, values, (found.first,))
    assert product == pytest.approx(float(truth[found.first]), rel=1e-6)
    assert len(found.factors) == depth + 1
    assert len(layer_by_layer(depth).rows) == 2


def test_without_the_cache_the_work_grows_by_a_factor_a_layer():
    counts = against_depth((3, 4, 5, 6))
    growth = [b.cost.without_cache / a.cost.without_cache for a, b in pairwise(counts)]
    assert min(growth) > 3
    steps = [b.cost.backward - a.cost.backward for a, b in pairwise(counts)]
    assert len(set(steps)) == 1  # with it, every layer adds the same


def test_counts_are_those_of_the_derivation():
    one = counted(3, 2)
    assert one.weights == 2 * 2 + 2 * 2 + 2
    assert one.factor == pytest.approx(one.cost.without_cache / one.cost.backward)


@pytest.mark.parametrize(("units", "activation"), [
    ((2, 3, 1), "sigmoid"), ((3, 4, 4, 2), "relu"), ((2, 3, 3, 1), "tanh"), ((2, 3, 3, 2), "silu"),
])  # fmt: skip
def test_a_network_s_size_is_what_its_derivation_counts(units, activation):
    function = load_activation(activation)
    layers = (*(Layer(n, function) for n in units[1:-1]), Layer(units[-1], None))
    notation = load_notation("layers")
    network = scalar_network(units[0], layers, load_loss("half_squared_error"), notation)
    derivation = derive(network.graph)
    counts = cost(network.graph, derivation)
    found = Architecture(units, activation)
    loss = operations(network.graph.nodes[-1].formula)
    assert found.parameters == len(derivation.gradients)
    assert found.forward + loss == counts.forward
    assert found.backward + 2 * units[-1] == counts.backward
    read = {name for step in derivation.phase(Phase.BACKWARD) for name in step.reads}
    forward = {*network.inputs, *(node.output for node in network.graph.nodes)}
    assert found.kept(1) == len(read & forward)


def test_the_lecture_s_network_has_57922_parameters():
    found = Architecture((64, 128, 256, 64, 2))
    assert found.parameters == 64 * 128 + 128 + 128 * 256 + 256 + 256 * 64 + 64 + 64 * 2 + 2
    assert found.memory(32, 2) - found.memory(32) == 2 * 4 * found.parameters
    assert found.step(32) == 32 * (found.forward + found.backward) + 33 * found.parameters


@pytest.mark.parametrize("units", [(64, 128, 256, 64, 2), (3, 1), (10, 7, 7, 5)])
def test_a_network_has_the_parameters_of_its_twin_in_pytorch(units):
    torch = pytest.importorskip("torch")
    layers = [torch.nn.Linear(before, behind) for before, behind in pairwise(units)]
    count = sum(p.numel() for layer in layers for p in layer.parameters())
    assert Architecture(units).parameters == count


@pytest.mark.parametrize("key", ["sgd", "momentum", "rmsprop", "adam", "adagrad", "nadam"])
def test_an_optimiser_keeps_what_pytorch_keeps_for_each_parameter(key):
    torch = pytest.importorskip("torch")
    weight = torch.nn.Parameter(torch.ones(7))
    make = {"sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam,
            "adagrad": torch.optim.Adagrad, "nadam": torch.optim.NAdam,
            "momentum": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9)}[key]  # fmt: skip
    optimizer = make([weight], lr=0.1)
    weight.sum().backward()
    optimizer.step()
    kept = [each for each in optimizer.state[weight].values() if getattr(each, "numel", int)() == 7]
    assert state_of(key) == len(kept)


@pytest.mark.parametrize("make", [
    lambda: Setting(activation="max"), lambda: Architecture((3, 2), "max"), lambda: column(3, "max"),
    lambda: Setting(samples=1, normalised=True), lambda: counted(99, 2), lambda: swell((0,)),
    lambda: Setting(depth=0), lambda: Setting(depth=40, width=200), lambda: Architecture((3,)),
    lambda: Architecture((3, 0)), lambda: Architecture((3, 2), "no_such_function"),
])  # fmt: skip
def test_an_impossible_network_is_refused_with_a_sentence(make):
    with pytest.raises(DeriveError):
        make()


@pytest.mark.parametrize("key", ["sigmoid", "tanh"])
def test_the_completed_square_is_the_slope_and_stays_below_its_top(key):
    found, function = slope_bound(key), load_activation(key)
    for z in (-3.0, -0.7, 0.0, 0.4, 2.5):
        slope = (function.scalar(z + 1e-5) - function.scalar(z - 1e-5)) / 2e-5
        for row in found.square.rows:
            value = evaluate(row.right, {OUTPUT: function.scalar(z)})
            assert value == pytest.approx(slope, abs=1e-9) or row.sign == "≤"
            assert value >= slope - 1e-9


GRAPHS = [
    *((depth, width, "sigmoid") for depth in (1, 2, 3, 4) for width in (1, 2, 3)),
    (3, 2, "relu"), (3, 2, "tanh"), (4, 2, "silu"), (6, 2, "sigmoid"),
]  # fmt: skip


@pytest.mark.parametrize(("depth", "width", "activation"), GRAPHS)
def test_without_the_cache_is_what_walking_every_path_takes(depth, width, activation):
    setting = Setting(depth=depth, width=width, activation=activation)
    network = built(setting)
    derivation, values = derive(network.graph), drawn(network, setting)
    total, found = walked(network.graph, derivation, values)
    assert total == cost(network.graph, derivation).without_cache
    truth, _ = central_difference(network.graph, values, weights(network))
    for name, value in found.items():
        assert value == pytest.approx(float(truth[name]), rel=1e-5, abs=1e-9)


def walked(graph, derivation, values):
    """Multiply along every path from the loss, one by one, with numbers that count operations."""
    tally = Tally()
    known = {name: tally.number(value) for name, value in values.items()}
    for node in graph.nodes:
        known[node.output] = evaluate(node.formula, known, Counting(tally)).settled()
    known = {name: tally.number(number.value) for name, number in known.items()}
    tally.operations = 0
    local = {
        (s.target.of, s.target.wrt): s.result
        for s in derivation.steps
        if isinstance(s.target, Partial) and s.target.role is Role.LOCAL_PARTIAL
    }
    last = graph.nodes[-1]
    for name in last.inputs:
        local[graph.loss, name] = derivative(last.formula, name)
    gradients = {}
    for name in derivation.gradients:
        terms = []
        for path in paths(graph, graph.loss, name):
            product = None
            for edge in path:
                slope = evaluate(local[edge], known, Counting(tally)).settled()
                if product is None:
                    product = slope
                elif local[edge] != ONE:
                    product = product * slope
            terms.append(product)
        whole = terms[0]
        for term in terms[1:]:
            whole = whole + term
        gradients[name] = whole.value
    return tally.operations, gradients


def paths(graph, start, end):
    if start == end:
        yield ()
        return
    for name in dict.fromkeys(graph.node_of[start].inputs) if start in graph.node_of else ():
        for rest in paths(graph, name, end):
            yield ((start, name), *rest)


def test_one_formula_swells_and_shared_steps_do_not():
    found = swell((1, 2, 3))
    lengths = [each.length for each in found]
    assert all(b > 2 * a for a, b in pairwise(lengths))
    assert found[-1].composed > 10 * found[-1].shared
    shared = [each.shared for each in swell((6, 7, 8, 9))]
    assert len({b - a for a, b in pairwise(shared)}) == 1
    assert swell((7,))[0].composed is None
