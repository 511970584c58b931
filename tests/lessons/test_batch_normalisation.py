"""Batch normalisation in a lesson: the same loss and gradients as PyTorch in training mode."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from derive.core.errors import LessonError
from derive.core.expression import ZERO
from derive.lessons import load, loads
from derive.numeric.interpret import evaluate
from derive.passes import derive
from derive.render.solution import solve

torch = pytest.importorskip("torch")

CASES = [  # units, activation, loss, biases, samples, layers that are normalised
    ((2, 3, 1), "sigmoid", "half_mean_squared_error", True, 4, "all but the last"),
    ((3, 2, 2, 2), "tanh", "mean_squared_error", False, 3, "all but the last"),
    ((2, 4, 3), "silu", "mean_squared_error", True, 6, "all"),
    ((1, 2, 2, 1), "relu", "half_mean_squared_error", True, 5, "the second"),
    ((3, 3, 3), "sigmoid", "softmax_cross_entropy", False, 5, "all"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("seed", [0, 1])
def test_loss_and_every_gradient_are_those_of_pytorch(case, seed):
    lesson = made(case, seed)
    mine = gradients(lesson)
    loss, truth = with_torch(case, seed)
    assert mine["loss"] == pytest.approx(loss, rel=1e-12)
    scale = max(abs(value) for value in truth.values())
    for name, value in truth.items():
        assert mine[name] == pytest.approx(value, rel=1e-9, abs=1e-13 * scale), name


def test_gamma_and_beta_are_1_and_0_unless_they_are_given():
    plain = "network:\n  inputs: 1\n  layers: [{units: 1, batch_normalisation: true}]\n" \
        "  loss: mean_squared_error\ndata: {x: [[1], [3]], y: [[0], [1]]}\n" \
        "parameters: {W: [[[2]]], b: [[1]]%s}\n"  # fmt: skip
    assert loads(plain % "").values == loads(plain % ", gamma: [[1]], beta: [[0]]").values


def test_the_variance_does_not_change_with_the_mean():
    lesson = load("batch-normalisation")
    (step,) = (s for s in derive(lesson.graph).steps if s.target.name == r"dv_1^1/d\mu_1^1")
    assert step.result == ZERO
    assert step.working[-1].rule.key == "deviations_from_the_mean"
    before = step.working[-2].formula
    found = solve(lesson).values
    known = {name: np.asarray(value) for name, value in found.items()}
    assert float(evaluate(before, known)) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize(("wrong", "said"), [
    ("data: {x: [1], y: [0]}\nparameters: {W: [[[2]]], b: [[1]]}\n", "at least two samples"),
    ("data: {x: [[1]], y: [[0]]}\nparameters: {W: [[[2]]], b: [[1]]}\n", "at least two samples"),
    ("data: {x: [[1], [2]], y: [[0], [1]]}\nparameters: {W: [[[2]]], b: [[1]], gamma: [[1, 2]]}\n",
     "gamma"),
    ("data: {x: [[1], [2]], y: [[0], [1]]}\nparameters: {W: [[[2]]], b: [[1]], gama: [[1]]}\n",
     "gama"),
])  # fmt: skip
def test_a_mistake_is_answered_with_a_sentence(wrong, said):
    head = "network:\n  inputs: 1\n  layers: [{units: 1, batch_normalisation: true}]\n" \
        "  loss: mean_squared_error\n"  # fmt: skip
    with pytest.raises(LessonError, match=said):
        loads(head + wrong)


def test_epsilon_has_to_be_positive():
    with pytest.raises(LessonError, match="above 0"):
        loads("network:\n  inputs: 1\n  epsilon: 0\n  loss: mean_squared_error\n"
              "  layers: [{units: 1, batch_normalisation: true}]\n"
              "data: {x: [[1], [2]], y: [[0], [1]]}\nparameters: {W: [[[2]]], b: [[1]]}\n"
              )  # fmt: skip


def normalised(case):
    units, *_, where = case
    last = len(units) - 2
    return [where == "all" or (where == "the second" and n == 1) or
            (where == "all but the last" and n < last) for n in range(last + 1)]  # fmt: skip


def drawn(case, seed):
    units, _, loss, biased, samples, _ = case
    dice = random.Random(f"{units} {seed}")

    def numbers(count):
        return [dice.gauss(0.0, 1.0) for _ in range(count)]

    pairs = list(pairwise(units))
    weights = [[numbers(before) for _ in range(behind)] for before, behind in pairs]
    biases = [numbers(behind) if biased else [] for _, behind in pairs]
    own = normalised(case)
    scales = [numbers(u) if has else [] for u, has in zip(units[1:], own, strict=True)]
    shifts = [numbers(u) if has else [] for u, has in zip(units[1:], own, strict=True)]
    x = [numbers(units[0]) for _ in range(samples)]
    y = [numbers(units[-1]) for _ in range(samples)]
    if loss == "softmax_cross_entropy":
        y = [[float(k == dice.randrange(units[-1])) for k in range(units[-1])] for _ in x]
        y = [row if sum(row) == 1 else [1.0] + [0.0] * (units[-1] - 1) for row in y]
    return weights, biases, scales, shifts, x, y


def made(case, seed):
    units, activation, loss, biased, *_ = case
    weights, biases, scales, shifts, x, y = drawn(case, seed)
    last = len(units) - 2
    layers = ", ".join(
        f"{{units: {u}, batch_normalisation: {str(has).lower()}"
        + (f", activation: {activation}}}" if n < last else "}")
        for n, (u, has) in enumerate(zip(units[1:], normalised(case), strict=True))
    )
    bias = f", b: {biases}" if biased else ""
    return loads(
        f"network:\n  inputs: {units[0]}\n  layers: [{layers}]\n  loss: {loss}\n"
        f"  bias: {str(biased).lower()}\ndata: {{x: {x}, y: {y}}}\n"
        f"parameters: {{W: {weights}{bias}, gamma: {scales}, beta: {shifts}}}\n"
    )


def gradients(lesson):
    solution = solve(lesson)
    found = {"loss": float(solution.values[lesson.graph.loss])}
    for name, step in solution.derivation.gradients.items():
        found[name.name] = float(solution.values[step.target])
    return found


def with_torch(case, seed):
    units, activation, loss, biased, samples, _ = case
    weights, biases, scales, shifts, x, y = drawn(case, seed)
    torch.set_default_dtype(torch.float64)
    try:
        signal = torch.tensor(x)
        leaves = {}

        def leaf(values, name):
            leaves[name] = torch.tensor(values, requires_grad=True)
            return leaves[name]

        last = len(units) - 2
        for n, has in enumerate(normalised(case)):
            signal = signal @ leaf(weights[n], ("W", n)).T
            if biased:
                signal = signal + leaf(biases[n], ("b", n))
            if has:
                norm = torch.nn.BatchNorm1d(units[n + 1]).train()
                norm.weight = torch.nn.Parameter(torch.tensor(scales[n]))
                norm.bias = torch.nn.Parameter(torch.tensor(shifts[n]))
                leaves["gamma", n], leaves["beta", n] = norm.weight, norm.bias
                signal = norm(signal)
            if n < last:
                own = torch.nn.functional
                signal = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "silu": own.silu,
                          "relu": torch.relu}[activation](signal)  # fmt: skip
        target = torch.tensor(y)
        if loss == "softmax_cross_entropy":
            value = torch.nn.functional.cross_entropy(signal, target)
        else:
            half = 0.5 if loss.startswith("half") else 1.0
            value = half * ((target - signal) ** 2).sum() / samples
        value.backward()
    finally:
        torch.set_default_dtype(torch.float32)
    found = {}
    for (kind, n), tensor in leaves.items():
        for place, entry in enumerate(tensor.grad):
            layer, to = n + 1, place + 1
            if kind == "W":
                for of, each in enumerate(entry, 1):
                    found[f"w_{{{to}{of}}}^{layer}"] = float(each)
            else:
                letter = {"b": "b", "gamma": r"\gamma", "beta": r"\beta"}[kind]
                found[f"{letter}_{to}^{layer}"] = float(entry)
    return float(value.detach()), found
