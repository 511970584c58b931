"""Whatever is drawn around it, every line on a board has the value of the line before."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from derive.blackboard import (
    boxed_functions,
    forward_and_backward,
    inputs_table,
    over_paths,
    side_by_side,
)
from derive.blackboard.chain import Chains
from derive.blackboard.factored import factored
from derive.blackboard.paths import Paths, fold, unfolded
from derive.core.errors import DeriveError
from derive.core.expression import Add, Mul, Partial, SumOver, Variable, rewrite, walk
from derive.core.ordinary import ordinary
from derive.depth.sizes import Setting, built
from derive.lessons import load
from derive.notations import load as load_notation
from derive.numeric.interpret import evaluate
from derive.numeric.run import run
from derive.passes import derive
from derive.render.solution import solve
from derive.spelling.latex import latex
from derive.spelling.mathml import fragment
from derive.spelling.tags import drawing
from derive.spelling.text import text

LESSONS = ("one-neuron", "two-neurons", "three-layers", "two-layer-mlp", "mazur")


def chains_of(name):
    lesson = load(name)
    derivation = derive(lesson.graph, notation=lesson.notation)
    return lesson, Chains(lesson.graph, derivation, lesson.notation)


def values_of(chains, seed=1):
    random = Random(seed)
    leaves = {leaf: random.uniform(0.2, 1.1) for leaf in chains.graph.leaves}
    found = {**leaves, **run(chains.derivation, leaves)}
    # an index is put back into the name as it is spelled
    return found | {Variable(name.latex, name.latex): found[name] for name in found if name.latex}


def written_out(formula):
    """Put the terms back where an index stands for them."""
    return rewrite(
        formula, lambda node: written_out(unfolded(node)) if isinstance(node, SumOver) else None
    )


def agree(board, values):
    shown = [evaluate(written_out(row.right), values) for row in board.rows]
    assert shown == pytest.approx([shown[0]] * len(shown), rel=1e-9)


@pytest.mark.parametrize("name", LESSONS)
def test_every_line_of_every_board_has_the_gradient_as_its_value(name):
    lesson, chains = chains_of(name)
    values = values_of(chains)
    for parameter in lesson.parameters:
        truth = values[chains.derivation.gradients[parameter].target]
        for form in (boxed_functions, forward_and_backward, over_paths):
            board = form(chains, parameter)
            agree(board, values)
            assert evaluate(written_out(board.rows[-1].right), values) == pytest.approx(truth)


SAMPLED = ("linear-regression", "sigmoid-regression", "batch-normalisation")


@pytest.mark.parametrize("name", SAMPLED)
def test_the_chain_of_a_shared_parameter_is_added_up_over_the_samples(name):
    lesson, chains = chains_of(name)
    values = solve(lesson).values
    known = {leaf: np.asarray(value) for leaf, value in values.items()}
    for parameter in lesson.parameters:
        truth = float(values[chains.derivation.gradients[parameter].target])
        boards = [form(chains, parameter) for form in (boxed_functions, forward_and_backward)]
        if name != "batch-normalisation" or parameter.name in (r"\gamma_1^1", r"\beta_1^1"):
            boards.append(over_paths(chains, parameter))
        for board in boards:
            for row in board.rows:
                assert isinstance(row.right, SumOver)
            last = evaluate(board.rows[-1].right, known)
            assert float(last) == pytest.approx(truth, rel=1e-9)
    first, second = lesson.parameters[:2]
    rows = side_by_side(chains, first, second).rows
    assert all(isinstance(row.right, SumOver) for row in rows)


def test_paths_through_a_mean_of_the_batch_are_refused_with_a_sentence():
    lesson, chains = chains_of("batch-normalisation")
    weight = next(name for name in lesson.parameters if name.name == "w_{11}^1")
    with pytest.raises(DeriveError, match="from each sample to all others"):
        over_paths(chains, weight)


@pytest.mark.parametrize(("name", "first", "second"), [
    ("two-neurons", "w_1^2", "w_1^1"), ("two-neurons", "w_1^1", "w_2^1"),
    ("two-layer-mlp", "w_{3,1}", "w_{1,1}"), ("three-layers", "w_{11}^1", "w_{12}^1"),
])  # fmt: skip
def test_the_boxes_of_two_gradients_hold_the_same(name, first, second):
    lesson, chains = chains_of(name)
    names = {leaf.name: leaf for leaf in lesson.parameters}
    board = side_by_side(chains, names[first], names[second])
    values = values_of(chains)
    drawn = [text(row.right, mark=drawing("text", "en")) for row in board.rows]
    assert all("[" in line for line in drawn)
    chain_rows = [row for row in board.rows if row.left is not None]
    boxes = [
        next(part for part in walk(row.right) if type(part).__name__ == "Marked").body
        for row in chain_rows
    ]
    assert boxes[0] == boxes[1]
    for row in chain_rows:
        assert evaluate(row.right, values) == pytest.approx(values[row.left])


def test_paths_that_differ_in_one_index_become_one_sum_at_any_depth():
    network = built(Setting(depth=4, width=3, activation="sigmoid", inputs=2))
    notation = load_notation("layers")
    derivation = derive(network.graph, notation=notation)
    chains = Chains(network.graph, derivation, notation)
    first = network.weights[0][0][0]
    values = values_of(chains)
    board = over_paths(chains, first)
    folded = board.rows[-1].right
    assert text(folded).count("Σ") == 2
    assert evaluate(written_out(folded), values) == pytest.approx(
        values[derivation.gradients[first].target]
    )


def test_a_sum_is_only_folded_when_every_term_follows_the_pattern():
    w = [Variable(f"w_{k}", f"w_{k}") for k in (1, 2, 4)]
    assert fold([Mul((w[0], w[0])), Mul((w[1], w[1]))], "i") is not None
    assert fold([Mul((w[0], w[0])), Mul((w[2], w[2]))], "i") is None
    assert fold([w[0], Mul((w[1], w[1]))], "i") is None


def test_a_path_for_each_way_through_the_network():
    _, chains = chains_of("three-layers")
    first = next(leaf for leaf in chains.graph.leaves if leaf.name == "w_{11}^1")
    factors = Paths(chains, lambda link: link.partial).factors(first)
    (fork,) = (factor for factor in factors if isinstance(factor, Add))
    assert len(fork.terms) == 2


def test_the_partial_of_the_forward_pass_is_what_flows_in():
    for name in LESSONS:
        _, chains = chains_of(name)
        for each in inputs_table(chains):
            nudged = dict(values_of(chains))
            before = evaluate(each.equation, nudged)
            nudged[each.parameter] += 1.0  # a linear equation, so the step may be large
            slope = evaluate(each.equation, nudged) - before
            assert evaluate(each.value, nudged) == pytest.approx(slope)


def test_a_derivative_by_the_only_variable_is_an_ordinary_one():
    lesson, _ = chains_of("chain-rule-2")
    judge = ordinary(lesson.graph)
    x, s, t, z = (Variable(n, n) for n in "xstz")
    assert [judge(Partial(*pair)) for pair in ((z, s), (z, t), (s, x), (t, x), (z, x))] == [
        False, False, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["parabola", "slope"])
def test_a_common_number_is_put_in_front(name):
    lesson, chains = chains_of(name)
    (step,) = chains.derivation.gradients.values()
    shorter = factored(step.formula)
    assert text(shorter).startswith("2(")
    for at in (-3.0, 0.5, 7.0):
        values = {lesson.parameters[0]: at}
        assert evaluate(shorter, values) == evaluate(step.formula, values)


def test_tags_are_drawn_in_every_way_of_writing_and_left_out_without_a_mark():
    _, chains = chains_of("one-neuron")
    row = boxed_functions(chains, chains.graph.leaves[2]).rows[1].right
    assert r"\overset{L}{\boxed{" in latex(row, mark=drawing("latex", "en"))
    assert 'class="boxed"' in fragment(row, mark=drawing("mathml", "en"))
    assert "[L: " in text(row, mark=drawing("text", "en"))
    assert "boxed" not in latex(row)
    braces = forward_and_backward(chains, chains.graph.leaves[2]).rows[0].right
    assert r"_{\text{反向 backward}}" in latex(braces, mark=drawing("latex", "zh-Hant"))
