"""Questions have the answer they say, and every wrong choice is really wrong."""

from __future__ import annotations

import json
from itertools import islice
from random import Random

import pytest

from derive.core.errors import DeriveError
from derive.core.expression import Expression, Mul
from derive.lessons import built_in, load
from derive.numeric.interpret import evaluate
from derive.quiz import make_quiz
from derive.quiz.as_json import to_json
from derive.quiz.kinds import every as every_kind
from derive.quiz.material import Material, formula, number
from derive.quiz.question import Form, letter
from derive.quiz.wrong import Mistakes, trial_values
from derive.render.descent.pieces import Table
from derive.render.solution import solve

LESSONS = (
    "two-layer-mlp",
    "two-neurons",
    "three-layers",
    "two-layer-mlp-relu",
    "linear-regression",
)


@pytest.mark.parametrize("name", built_in())
def test_a_quiz_can_be_made_of_every_lesson_and_the_seed_decides_it(name):
    solution = solve(load(name))
    first, again = (to_json(make_quiz(solution, seed=5)) for _ in range(2))
    assert first == again
    assert json.loads(first)["marks"] > 0


@pytest.mark.parametrize("name", LESSONS)
def test_wrong_answers_differ_in_value_from_the_right_one_and_from_each_other(name):
    solution = solve(load(name))
    mistakes = Mistakes(solution)
    values = trial_values(solution, Random(3))
    other = trial_values(solution, Random(4))
    for block in solution.blocks:
        right = mistakes.written(block.target)
        seen = [evaluate(right, values)]
        for wrong in islice(mistakes.answers(block.target, values, Random(0)), 8):
            value = evaluate(wrong.formula, values)
            assert all(not _close(value, each) for each in seen)
            seen.append(value)
            # what is wrong at one place is not right at another by an identity
            assert not _close(evaluate(wrong.formula, other), evaluate(right, other))


def _close(one, other):
    return one == pytest.approx(other, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", LESSONS)
def test_the_right_answer_has_the_value_of_its_step(name):
    solution = solve(load(name))
    mistakes = Mistakes(solution)
    values = trial_values(solution, Random(2))
    for block in solution.blocks:
        assert _close(evaluate(mistakes.written(block.target), values), values[block.target])


def test_no_mistake_comes_twice_before_every_other_has_come():
    solution = solve(load("two-neurons"))
    values = trial_values(solution, Random(1))
    target = next(b.target for b in solution.blocks if b.answers is not None)
    answers = list(islice(Mistakes(solution).answers(target, values, Random(1)), 5))
    assert len({wrong.mistake.key for wrong in answers}) == 5


def test_a_mistake_that_writes_a_partial_with_itself_leaves_it_as_it_is():
    solution = solve(load("parabola"))
    target = next(b.target for b in solution.blocks if b.answers is not None)
    again = Mul((number(2), target), dot=True)
    assert Mistakes(solution).written(target, {target: again}) == again


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_key_is_the_only_right_choice(name, seed):
    quiz = make_quiz(solve(load(name)), seed=seed, count=12)
    for question in quiz.questions:
        if question.form is Form.CHOICE:
            rights = [place for place, c in enumerate(question.choices) if c.right]
            assert [letter(place) for place in rights] == [question.key]
            assert len({str(c.content) for c in question.choices}) == len(question.choices)
            assert all(c.right or c.mistake for c in question.choices)
        assert question.points > 0


def test_the_value_in_the_key_is_the_gradient():
    solution = solve(load("two-layer-mlp"))
    quiz = make_quiz(solution, ["value"], count=5)
    for question in quiz.questions:
        target = question.asked.parts["target"]
        assert float(question.right.content.value) == pytest.approx(solution.values[target])


def test_the_blanks_of_the_table_are_filled_in_the_key():
    (question,) = make_quiz(solve(load("two-layer-mlp")), ["grad_table"]).questions
    (shown,), (full,) = question.shown, question.solution
    assert isinstance(shown, Table)
    for blank, whole in zip(shown.rows, full.rows, strict=True):
        assert blank == whole or "____" in blank
        assert "____" not in whole
    assert sum("____" in row for row in shown.rows) == question.points


@pytest.mark.parametrize("seed", range(6))
def test_exactly_one_line_of_the_derivation_is_spoilt(seed):
    solution = solve(load("three-layers"))
    (question,) = make_quiz(solution, ["mistake"], seed=seed).questions
    mistakes = Mistakes(solution)
    right = {block.target: mistakes.written(block.target) for block in solution.blocks}
    wrong = [
        n for n, line in enumerate(question.shown, 1) if line.lines[0].right != right[line.left]
    ]
    assert [str(n) for n in wrong] == [question.key]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_the_key_never_reads_what_is_not_there_yet(seed):
    solution = solve(load("three-layers"))
    (question,) = make_quiz(solution, ["order"], seed=seed).questions
    named = {letter(n): choice.content for n, choice in enumerate(question.choices)}
    order = [solution.derivation.number_of[named[part]] for part in question.key.split(" → ")]
    assert order == sorted(order)


def test_a_thousand_samples_in_batches_of_three_hundred():
    quiz = make_quiz(solve(load("thousand-samples")), ["updates"], count=8)
    for question in quiz.questions:
        size = int(question.asked.words.en.split("batch size ")[1].split(":")[0])
        assert question.right.content == str(-(-1000 // size))


def test_an_unknown_kind_or_count_is_refused_with_a_sentence():
    solution = solve(load("parabola"))
    for wrong in (lambda: make_quiz(solution, ["riddle"]), lambda: make_quiz(solution, count=0),
                  lambda: make_quiz(solution, ["order"])):  # fmt: skip
        with pytest.raises(DeriveError):
            wrong()


def test_material_shuffles_without_losing_anything():
    material = Material(solve(load("two-layer-mlp")), Random(0))
    assert sorted(b.number for b in material.shuffled(material.gradients)) == sorted(
        b.number for b in material.gradients
    )
    assert all(isinstance(formula(b), Expression) for b in material.gradients)
    assert len(every_kind()) == 9


def test_nothing_is_left_over_where_the_batches_come_out_even():
    quiz = make_quiz(solve(load("parabola")), ["updates"], count=8)
    for question in quiz.questions:
        said = "".join(map(str, question.why.pieces("zh-Hant")))
        size = next(size for size in (8, 16, 32, 64, 100, 128, 256, 10) if f"/ {size} " in said)
        assert ("無條件進位" in said) == (1000 % size != 0)
        assert str(-(-1000 // size)) in said
