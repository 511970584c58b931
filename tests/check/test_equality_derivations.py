"""Every line of the worked solutions is judged right, and every line spoilt is judged wrong."""

import pytest

from derive.check.environment import Environment
from derive.check.equality import compare
from derive.check.signature import ratio
from derive.check.verdict import Verdict
from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import Add, Expression, Mul, Neg, Number, number
from derive.lessons.load import built_in, load, loads
from derive.passes.derive import derive

NETWORK = """
title: A network of all kinds
network:
  inputs: 2
  layers: [{{units: 2, activation: relu}}, {{units: 2, activation: {activation}}}]
  loss: {loss}
"""


def lines_of(derivation: Derivation) -> list[tuple[Step, Expression]]:
    return [
        (step, formula)
        for step in derivation.steps
        if step.phase is Phase.BACKWARD
        for formula in dict.fromkeys((step.result, *(line.formula for line in step.working)))
    ]


@pytest.mark.parametrize("name", built_in())
def test_every_line_of_a_built_in_lesson_is_right(name: str) -> None:
    lesson = load(name)
    environment = Environment.of(lesson.graph, seed=1)
    for step, formula in lines_of(derive(lesson.graph)):
        assert compare(step.target, formula, environment).equal, (step.target.name, formula)


@pytest.mark.parametrize("name", built_in())
def test_every_spoilt_result_of_a_built_in_lesson_is_wrong(name: str) -> None:
    lesson = load(name)
    environment = Environment.of(lesson.graph, seed=1)
    for step in derive(lesson.graph).steps:
        if step.phase is not Phase.BACKWARD or step.result == number(0):
            continue
        assert compare(step.target, Neg(step.result), environment).different
        assert compare(step.target, Mul((number(2), step.result)), environment).different
        assert compare(step.target, Add((step.result, number(1))), environment).different
        twice = Mul((number(-2), step.result))
        found = ratio(twice, step.target, environment, direct=True)
        assert found is not None
        assert found.constant == -2
        if isinstance(step.result, Mul) and not isinstance(step.result.factors[0], Number):
            lost = Mul(step.result.factors[1:])
            expected = compare(step.result.factors[0], number(1), environment).verdict
            assert compare(step.target, lost, environment).verdict is expected


@pytest.mark.parametrize(
    ("activation", "loss", "level"),
    [
        ("sigmoid", "half_squared_error", "scalar"),
        ("sigmoid", "half_squared_error", "matrix"),
        ("identity", "softmax_cross_entropy", "scalar"),
        ("sigmoid", "binary_cross_entropy", "scalar"),
    ],
)
def test_every_line_of_a_layered_network_is_right(activation: str, loss: str, level: str) -> None:
    lesson = loads(NETWORK.format(activation=activation, loss=loss), level=level)
    environment = Environment.of(lesson.graph, seed=1)
    for step, formula in lines_of(derive(lesson.graph)):
        assert compare(step.target, formula, environment).verdict is Verdict.EQUAL
