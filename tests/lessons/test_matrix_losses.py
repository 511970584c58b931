"""Every loss in matrix form, for one sample and for a batch: the gradients of PyTorch."""

from __future__ import annotations

import random

import numpy as np
import pytest

from derive import losses
from derive.check.judge import check
from derive.core.errors import LessonError
from derive.lessons import loads
from derive.numeric.interpret import evaluate
from derive.render.solution import solve
from derive.spelling.text import text

torch = pytest.importorskip("torch")

LAST = {"softmax_cross_entropy": "", "binary_cross_entropy": ", activation: sigmoid"}
IN_TORCH = {
    "softmax_cross_entropy": lambda z, y: -(y * torch.log_softmax(z, 1)).sum(),
    "binary_cross_entropy": lambda z, y: torch.nn.functional.binary_cross_entropy(
        torch.sigmoid(z), y, reduction="sum"
    ),
    "half_mean_squared_error": lambda z, y: 0.5 * ((y - z) ** 2).sum(),
    "half_squared_error": lambda z, y: 0.5 * ((y - z) ** 2).sum(),
    "mean_squared_error": lambda z, y: ((y - z) ** 2).sum(),
    "squared_error": lambda z, y: ((y - z) ** 2).sum(),
    "absolute_error": lambda z, y: (y - z).abs().sum(),
    "mean_absolute_error": lambda z, y: (y - z).abs().sum(),
    "huber": lambda z, y: torch.nn.functional.huber_loss(z, y, reduction="sum"),
}
LOSSES = losses.keys()
AVERAGED = [key for key in LOSSES if losses.load(key).scale]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("samples", [1, 4])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_gradients_are_those_of_pytorch(loss, samples, activation):
    drawn = numbers(loss, samples)
    solution = solve(loads(lesson(loss, samples, activation, *drawn)))
    assert "∂L/∂W^{[1]}" in str(solution)
    for name, truth in in_torch(loss, samples, activation, *drawn).items():
        mine = next(s.target for w, s in solution.derivation.gradients.items() if w.name == name)
        assert np.asarray(solution.values[mine]) == pytest.approx(truth, rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("samples", [1, 4])
@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "binary_cross_entropy"])
def test_delta_of_a_cross_entropy_comes_down_to_the_error(loss, samples):
    solution = solve(loads(lesson(loss, samples, "relu", *numbers(loss, samples))))
    (step,) = (s for s in solution.derivation.steps if s.target.latex == r"\delta^{[2]}")
    wanted = {"softmax_cross_entropy": "ŷ - y", "binary_cross_entropy": "-(y - ŷ)"}[loss]
    if samples > 1:
        wanted = {"ŷ - y": "1/n · (ŷ - y)", "-(y - ŷ)": "-1/n · (y - ŷ)"}[wanted]
    assert text(step.formula) == wanted
    known = {name: np.asarray(value) for name, value in solution.values.items()}
    for line in step.working:
        assert np.asarray(evaluate(line.formula, known)) == pytest.approx(
            np.asarray(solution.values[step.target]), rel=1e-10
        )


@pytest.mark.parametrize(("line", "verdict"), [
    (r"δ^{[2]} = \frac{1}{n} (ŷ - y)", "correct"),
    (r"dL/dW^{[2]} = \frac{1}{n} (ŷ - y) (a^{[1]})^T", "correct"),
    (r"dL/dW^{[2]} = (ŷ - y) (a^{[1]})^T", "wrong"),
    (r"δ^{[2]} = ŷ - y", "wrong"),
])  # fmt: skip
def test_a_student_may_use_that_targets_add_up_to_one(line, verdict):
    made = loads(lesson("softmax_cross_entropy", 4, "relu", *numbers("softmax_cross_entropy", 4)))
    (answer,) = check(made, line, seed=1).answers
    found = answer.verdict.value
    assert found == "correct" if verdict == "correct" else found != "correct"


@pytest.mark.parametrize("level", ["scalar", "matrix"])
@pytest.mark.parametrize(("loss", "target"), [
    ("softmax_cross_entropy", "[0.5, 1]"), ("binary_cross_entropy", "[0, 1.5]"),
])  # fmt: skip
def test_targets_that_a_loss_is_not_made_for_are_refused(level, loss, target):
    head = f"level: {level}\nnetwork:\n  inputs: 1\n  layers: [{{units: 2{LAST[loss]}}}]\n"
    rest = f"  loss: {loss}\ndata: {{x: [1], y: {target}}}\nparameters: {{W: [[[1], [2]]], b: [[0, 0]]}}\n"
    with pytest.raises(LessonError, match="targets"):
        loads(head + rest)


def test_batch_normalisation_in_matrices_is_refused_with_a_remedy():
    with pytest.raises(LessonError, match="no matrix form"):
        loads("level: matrix\nnetwork:\n  inputs: 1\n  loss: mean_squared_error\n"
              "  layers: [{units: 1, batch_normalisation: true}]\n"
              "data: {x: [[1], [2]], y: [[0], [1]]}\nparameters: {W: [[[2]]], b: [[1]]}\n"
              )  # fmt: skip


def numbers(loss, samples):
    dice = random.Random(f"{loss} {samples}")

    def drawn(*shape):
        if not shape:
            return dice.gauss(0.0, 1.0)
        return [drawn(*shape[1:]) for _ in range(shape[0])]

    y = drawn(samples, 3)
    if loss == "binary_cross_entropy":
        y = [[float(entry > 0) for entry in row] for row in y]
    if loss == "softmax_cross_entropy":
        y = [[float(entry == max(row)) for entry in row] for row in y]
    return drawn(samples, 2), y, [drawn(4, 2), drawn(3, 4)], [drawn(4), drawn(3)]


def lesson(loss, samples, activation, x, y, weights, biases):
    data = f"{{x: {x}, y: {y}}}" if samples > 1 else f"{{x: {x[0]}, y: {y[0]}}}"
    return (
        f"level: matrix\nnetwork:\n  inputs: 2\n  loss: {loss}\n"
        f"  layers: [{{units: 4, activation: {activation}}}, {{units: 3{LAST.get(loss, '')}}}]\n"
        f"data: {data}\nparameters: {{W: {weights}, b: {biases}}}\n"
    )


def in_torch(loss, samples, activation, x, y, weights, biases):
    def tensor(values):
        return torch.tensor(values, dtype=torch.float64)

    matrices = [tensor(each).requires_grad_() for each in weights]
    rows = [tensor(each).requires_grad_() for each in biases]
    hidden = getattr(torch, activation)(tensor(x) @ matrices[0].T + rows[0])
    value = IN_TORCH[loss](hidden @ matrices[1].T + rows[1], tensor(y))
    (value / samples if loss in AVERAGED else value).backward()
    found = {f"W^{{[{n}]}}": each.grad.numpy() for n, each in enumerate(matrices, 1)}
    return found | {f"b^{{[{n}]}}": each.grad.numpy()[:, None] for n, each in enumerate(rows, 1)}
