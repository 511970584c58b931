"""Every known mistake really is one, in any network, and is found again under its own name."""

import importlib.util
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derive.check.dictionary import Catalogue, Entry
from derive.check.judge import Checker
from derive.check.mistakes import all_mistakes, keys, load
from derive.check.report import Finding
from derive.check.rerun import affected
from derive.check.usual import usual_mistakes
from derive.check.work import Work
from derive.core.expression import Expression, Partial, Variable, size, substitute
from derive.core.lesson import Lesson
from derive.core.text import same
from derive.lessons import load as load_lesson
from derive.lessons import loads
from derive.notations import load as load_notation
from derive.numeric.interpret import evaluate
from derive.passes import derive
from derive.passes.update import LEARNING_RATE
from derive.render.solution import solve
from derive.spelling.latex import latex


def _random_graphs() -> ModuleType:
    path = Path(__file__).parent.parent / "passes" / "random_graphs.py"
    spec = importlib.util.spec_from_file_location("random_graphs_for_mistakes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


NETWORK = """
title: t
network:
  inputs: 2
  layers: [{{units: 2, activation: {hidden}}}, {{units: 2, activation: {output}}}]
  loss: {loss}
learning_rate: 0.5
"""
MADE_ELSEWHERE = {"arithmetic", "chain_stopped", "other_derivative", "rounding_carried"} | {
    "wrong_constant"
}


@pytest.mark.parametrize("key", keys())
def test_a_mistake_is_called_like_its_file_and_comments_on_it(key: str) -> None:
    mistake = load(key)
    assert mistake.key == key
    for sentence in (mistake.comment, mistake.reveal):
        assert sentence.en[0].isupper() or sentence.en[0] == "{"
        assert sentence.en[-1] in ".?"
        assert sentence.zh[-1] in "。？"
    assert "{right}" not in mistake.comment.en + mistake.comment.zh


def test_every_mistake_can_be_made_somewhere() -> None:
    made = set()
    for name in ("mazur", "linear-regression"):
        made |= {entry.mistake.key for entry in catalogue(load_lesson(name)).entries}
    softmax = NETWORK.format(hidden="tanh", output="identity", loss="softmax_cross_entropy")
    made |= {entry.mistake.key for entry in catalogue(loads(softmax)).entries}
    matrix = NETWORK.format(hidden="relu", output="sigmoid", loss="half_squared_error")
    made |= {entry.mistake.key for entry in catalogue(loads(matrix, level="matrix")).entries}
    left_open = NETWORK.format(hidden="any", output="any", loss="half_squared_error")
    made |= {entry.mistake.key for entry in catalogue(loads(left_open)).entries}
    assert made == set(keys()) - MADE_ELSEWHERE


def catalogue(lesson: Lesson) -> Catalogue:
    order = lesson.asked
    derivation = derive(lesson.graph, order, notation=lesson.notation, learned=lesson.learned)
    return Catalogue(Work(lesson, derivation))


# ---- found again ------------------------------------------------------------------------------


def carried(entry: Entry, made: Catalogue, target: Variable) -> Expression | None:
    """Write out what becomes of a target; None where it stays as it is, or gets too long.

    No derivative is left in it: ∂f/∂x may mean the direct edge or the sum over all paths.
    """
    written: dict[Variable, Expression] = {}
    if not affected(made.steps(target), frozenset(entry.slip.changes)):
        return None
    for step in made.steps(target):
        if isinstance(step.target, Partial) or step.target in entry.slip.changes:
            formula = entry.slip.changes.get(step.target, step.result)
            written[step.target] = substitute(formula, written)
            if size(written[step.target]) > 150:
                return None
    return written.get(target)


def lines(checker: Checker, made: Catalogue, draw: random.Random) -> Iterator[tuple[Entry, str]]:
    """Make random mistakes, run the rest on, and write the result as a student would."""
    targets = [step.target for step in made.work.derivation.gradients.values()]
    by_key: dict[str, list[Entry]] = {}
    for entry in made.entries:
        by_key.setdefault(entry.mistake.key, []).append(entry)
    for key in draw.sample(sorted(by_key), min(12, len(by_key))):
        entries = by_key[key]
        entry, target = draw.choice(entries), draw.choice(targets)
        formula = carried(entry, made, target)
        if formula is not None and differs(checker.lesson, made, target, formula):
            yield entry, f"{latex(target)} = {latex(formula)}"


def differs(lesson: Lesson, made: Catalogue, target: Variable, formula: Expression) -> bool:
    """Decide by floats alone whether a formula is another one."""
    values = {**lesson.values, LEARNING_RATE: 0.1}
    try:
        for step in made.work.derivation.steps:
            values[step.target] = evaluate(step.result, values)
        right, wrong = values[target], evaluate(formula, values)
    except (ArithmeticError, ValueError):
        return False
    return math.isfinite(wrong) and not math.isclose(right, wrong, rel_tol=1e-6, abs_tol=1e-9)


def mistakes_in(seed: int) -> tuple[int, int]:
    """Make every mistake in one random network; return how many there are and how many are named.

    None of them may be called right.
    """
    sample = _random_graphs().random_graph(seed, 4)
    lesson = Lesson(
        same("random"), sample.graph, load_notation("equations"), sample.values, learning_rate=0.1
    )
    checker = Checker(lesson, seed=seed)
    named = 0
    found = list(lines(checker, catalogue(lesson), random.Random(seed)))
    for entry, line in found:
        (answer,) = checker.check(line).answers
        good = answer.verdict in (Finding.CORRECT, Finding.FOLLOWS)
        assert not good, (line, answer.verdict, answer.message.en)
        named += entry.mistake.key in (answer.mistake, *answer.synonyms, *answer.also)
    return len(found), named


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_in_random_networks_a_mistake_is_never_called_right(seed: int) -> None:
    mistakes_in(seed)


def test_in_random_networks_95_of_100_mistakes_are_found_under_their_names() -> None:
    # a share says nothing of one small network, so it is taken over thirty
    counted = [mistakes_in(seed) for seed in range(30)]
    assert sum(named for _, named in counted) >= 0.95 * sum(made for made, _ in counted)


@pytest.mark.parametrize(
    ("hidden", "output", "loss"),
    [
        ("sigmoid", "sigmoid", "half_squared_error"),
        ("tanh", "identity", "squared_error"),
        ("relu", "sigmoid", "half_squared_error"),
    ],
)
def test_in_layered_networks_every_mistake_is_found_under_its_name(
    hidden: str, output: str, loss: str
) -> None:
    lesson = loads(NETWORK.format(hidden=hidden, output=output, loss=loss))
    checker, made = Checker(lesson, seed=1), catalogue(lesson)
    draw, named, missed = random.Random(1), 0, []
    for entry in draw.sample(made.entries, 150):
        targets = [
            step.target
            for step in made.work.derivation.gradients.values()
            if any(each.target in entry.slip.changes for each in made.steps(step.target))
        ]
        formula = carried(entry, made, draw.choice(targets)) if targets else None
        target = next(iter(targets), None)
        if formula is None or target is None:
            continue
        target = next(name for name in targets if carried(entry, made, name) == formula)
        (answer,) = checker.check(f"{latex(target)} = {latex(formula)}").answers
        if answer.verdict == "correct":  # the same value after all, such as 1 left out
            continue
        found = entry.mistake.key in (answer.mistake, *answer.synonyms, *answer.also)
        named += found
        missed += [] if found else [(entry.mistake.key, answer.mistake, answer.source)]
    assert named >= 20
    assert len(missed) <= 0.05 * named, missed


def test_a_mistake_made_everywhere_is_found_as_well() -> None:
    checker = Checker(load_lesson("mazur"), seed=1)
    line = "dE/dw1 = ((out_o1-t_1) out_o1 w_5 + (out_o2-t_2) out_o2 w_7) out_h1 i_1"  # σ for σ'
    assert checker.check(line).answers[0].mistake == "function_for_derivative"


# ---- beside the answer key ----------------------------------------------------------------------


def test_the_key_tells_what_to_look_for_at_each_step() -> None:
    lesson = load_lesson("mazur")
    derivation = derive(lesson.graph, notation=lesson.notation, learned=lesson.learned)
    found = usual_mistakes(lesson, derivation)
    assert found["dE/dout_{o1}"][0].title == load("sign_lost").title
    assert load("path_lost").title in [each.title for each in found["dE/dout_{h1}"]]
    assert load("gradient_ascent").title in [each.title for each in found["w_5'"]]
    targets = {step.target.name for step in derivation.steps}
    assert set(found) <= targets
    assert all(1 <= len(texts) <= 3 for texts in found.values())


def test_what_to_look_for_comes_to_what_a_wrong_formula_is_worth_and_never_to_the_right_value() -> (
    None
):
    solution = solve(load_lesson("two-layer-mlp-relu"))
    found = usual_mistakes(solution.lesson, solution.derivation, solution.values)
    each = [usual for several in found.values() for usual in several]
    assert len(each) > 40
    for usual in each:
        assert usual.value == pytest.approx(evaluate(usual.wrong, solution.values), rel=1e-12)
        assert usual.value != pytest.approx(float(solution.values[usual.target]), rel=1e-9)


@pytest.mark.parametrize("samples", ["[1, 2]", "[[1, 2], [3, 4]]"])
@pytest.mark.parametrize("level", ["scalar", "matrix"])
def test_lists_and_matrices_have_usual_mistakes_without_a_number(samples: str, level: str) -> None:
    network = "network: {inputs: 2, layers: [{units: 2, activation: relu}], loss: squared_error}"
    target = samples.replace("3, 4", "0, 1")
    values = (
        f"data: {{x: {samples}, y: {target}}}\nparameters: {{W: [[[1, -2], [3, 4]]], b: [[0, 1]]}}"
    )
    solution = solve(loads(f"title: N\n{network}\n{values}\n", level=level))
    found = usual_mistakes(solution.lesson, solution.derivation, solution.values)
    assert found
    for usual in (usual for several in found.values() for usual in several):
        if usual.target.shape is not None or usual.target.sampled:
            assert usual.value is None


def test_mistakes_are_named_in_the_order_of_how_much_they_say() -> None:
    ranks = [mistake.rank for mistake in all_mistakes()]
    assert ranks == sorted(ranks)
