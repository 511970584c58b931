"""What cancels is left out, nothing else changes, and the value stays."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from derive.calculus.cancel import cancelling
from derive.core.expression import Role, Variable, walk
from derive.lessons import loads
from derive.numeric.interpret import evaluate
from derive.reading import NameTable, read_expression
from derive.render.solution import solve
from derive.spelling.text import text

NAMES = [Variable(name, name) for name in ("a", "b", "c", "y", "\\hat{y}")]
COUNT = Variable("n", "n", Role.CONSTANT)
TABLE = NameTable([*NAMES, COUNT], {})


def read(formula):
    return read_expression(formula, TABLE)


@pytest.mark.parametrize(
    ("formula", "left"),
    [
        ("-(y/ŷ - (1 - y)/(1 - ŷ)) · ŷ(1 - ŷ)", "-(y - ŷ)"),
        ("ŷ(1 - ŷ) · (-1/n · (y/ŷ - (1 - y)/(1 - ŷ)))", "-1/n · (y - ŷ)"),
        ("-y/a · a(1 - a) + (-b/c) · (-c a)", "a(y + b) - y"),
        ("1/a · a b", "b"),
        ("2/(3a) · a", "2/3"),
    ],
)
def test_what_stands_above_and_below_drops_out(formula, left):
    assert text(cancelling(read(formula))[-1].formula) == left


@pytest.mark.parametrize(
    "formula", ["h b" .replace("h", "a"), "-(y - ŷ) · a(1 - a)", "1/n · (a - b) · c", "a/b + c/a", "(a - a b) c"]
)  # fmt: skip
def test_where_nothing_cancels_nothing_is_written(formula):
    assert cancelling(read(formula)) == ()


PARTS = st.sampled_from(
    ["a", "b", "y", "(1 - a)", "(a + b)", "2", "1/n", "y/a", "(1 - y)/(1 - a)", "b/(a + b)"]
)


@given(
    st.lists(st.lists(PARTS, min_size=1, max_size=4), min_size=1, max_size=3),
    st.booleans(),
    st.lists(st.floats(0.1, 3), min_size=6, max_size=6),
)
def test_every_line_has_the_value_of_the_one_before(terms, difference, numbers):
    sign = " - " if difference else " + "
    formula = read(
        " · ".join(
            f"({sign.join(' · '.join(f'({p})' for p in term) for term in terms)})"
            if k == 0
            else "a"
            for k in range(2)
        )
    )
    values = dict(zip([*NAMES, COUNT], numbers, strict=True))
    assume(abs(1 - values[NAMES[0]]) > 1e-2)
    before, expected = formula, evaluate(formula, values)
    for line in cancelling(formula):
        assert math.isclose(evaluate(line.formula, values), expected, rel_tol=1e-8, abs_tol=1e-8)
        assert _letters(line.formula) <= _letters(before)
        before = line.formula


def _letters(formula):
    """How many names and numbers stand on paper: of a · a as many as of a²."""
    return sum(not part.children for part in walk(formula))


NETWORK = """
title: Classes
network: {{inputs: 2, layers: [{{units: {units}{activation}}}], loss: {loss}}}
"""


@pytest.mark.parametrize("notation", ["layers", "leibniz", "equations"])
def test_sigmoid_and_cross_entropy_end_in_the_error(notation):
    network = NETWORK.format(
        units=1, activation=", activation: sigmoid", loss="binary_cross_entropy"
    )
    solution = solve(loads(f"{network}notation: {notation}\n"))
    step = next(s for s in solution.derivation.steps if s.target.name == "dL/dz_1^1")
    assert text(step.formula) == "-(y - ŷ)"


def test_softmax_and_cross_entropy_end_in_the_error():
    solution = solve(loads(NETWORK.format(units=3, activation="", loss="softmax_cross_entropy")))
    step = next(s for s in solution.derivation.steps if s.target.name == "dL/dz_2^1")
    assert text(step.formula) == "ŷ_2(y_1 + y_2 + y_3) - y_2"
    assert step.note is not None


BY_HAND = r"""
title: Softmax by hand
equations: |
  p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}}
  p_2 = \frac{e^{z_2}}{e^{z_1} + e^{z_2}}
  L = -(y_1 \ln p_1 + y_2 \ln p_2)
data: [y_1, y_2]
parameters: [z_1, z_2]
"""


def test_a_softmax_that_an_author_wrote_out_is_recognised():
    steps = {step.target.name: step for step in solve(loads(BY_HAND)).derivation.steps}
    assert text(steps["dp_1/dz_2"].formula) == "-p_1 p_2"
    assert text(steps["dL/dz_1"].formula) == "p_1(y_1 + y_2) - y_1"


@pytest.mark.parametrize(
    "line",
    [r"p_2 = \frac{e^{z_2}}{e^{z_1} + e^{z_2} + 1}", r"p_2 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}}"],
)
def test_half_a_softmax_is_none(line):
    whole = BY_HAND.replace(r"p_2 = \frac{e^{z_2}}{e^{z_1} + e^{z_2}}", line)
    steps = solve(loads(whole)).derivation.steps
    assert all(step.rule.key != "through_shares" for step in steps)
