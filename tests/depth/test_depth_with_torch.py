"""What is measured about depth is what PyTorch finds on the same networks, trained or not."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

import pytest

from derive.depth.compare import RATES, SETTINGS, tried
from derive.depth.remedies import EXPLODING, VANISHING
from derive.depth.sizes import Setting, drawn, layer_sizes
from derive.depth.sizes import compiled as compiled_network

torch = pytest.importorskip("torch")

ACTIVATIONS = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu, "silu": torch.nn.functional.silu,
    "mish": torch.nn.functional.mish,
}  # fmt: skip

SETTINGS_TRIED = [
    Setting(depth=6, width=4),
    Setting(depth=12, width=2, activation="tanh", initialisation="xavier", seed=3),
    Setting(depth=5, width=5, activation="mish", inputs=3, samples=4),
    Setting(depth=4, width=3, activation="relu", initialisation="he", samples=3),
    Setting(depth=7, width=3, activation="sigmoid", samples=6, normalised=True),
    Setting(depth=4, width=4, activation="silu", initialisation="large_normal", samples=5,
            normalised=True, seed=2),
]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS_TRIED, ids=str)
def test_sizes_by_layer_are_those_of_pytorch(setting):
    truth = [Twin(setting, number).gradient_sizes() for number in range(3)]
    by_layer = [fmean(column) for column in zip(*truth, strict=True)]
    assert layer_sizes(setting, networks=3).sizes == pytest.approx(by_layer, rel=1e-9)


@pytest.mark.parametrize("problem", [VANISHING, EXPLODING])
def test_every_remedy_trains_as_it_does_in_pytorch(problem):
    start = replace(SETTINGS[problem], depth=4, width=2, seed=1)
    steps = 15
    for trial in tried(problem, start, steps=steps):
        if trial.course is None:
            continue
        twin = Twin(trial.remedy.change(start) if trial.remedy else start, 0)
        losses = twin.train(RATES[problem], trial.course.updates, trial.course.plan.clipping)
        mine = [each.loss for each in trial.course.iterates]
        assert mine[: len(losses)] == pytest.approx(losses[: len(mine)], rel=1e-6), trial.title.en


class Twin:
    """The same network in PyTorch, in float64, batch normalisation in training mode."""

    def __init__(self, setting, number):
        self.setting = setting
        network, _ = compiled_network(replace(setting, seed=0, initialisation="standard_normal"))
        values = drawn(network, setting, number)

        def tensor(value):
            return torch.tensor(value, dtype=torch.float64)

        def column(names):
            rows = [values[name] for name in names]
            return tensor([row if isinstance(row, tuple) else (row,) for row in rows]).T

        self.x, self.y = column(network.inputs), column(network.targets)
        self.weights = [
            tensor([[values[name] for name in row] for row in layer]).requires_grad_()
            for layer in network.weights
        ]
        hidden = [len(layer) for layer in network.weights[:-1]] if setting.normalised else []
        self.norms = [torch.nn.BatchNorm1d(units).double().train() for units in hidden]

    def loss(self):
        signal = self.x
        for place, weight in enumerate(self.weights):
            signal = signal @ weight.T
            if place < len(self.weights) - 1:
                if self.norms:
                    signal = self.norms[place](signal)
                signal = ACTIVATIONS[self.setting.activation](signal)
        return 0.5 * ((self.y - signal) ** 2).sum() / self.setting.samples

    def gradient_sizes(self):
        self.loss().backward()
        return [float(weight.grad.abs().mean()) for weight in self.weights]

    def train(self, rate, steps, clipping):
        learnt = [*self.weights, *(p for norm in self.norms for p in norm.parameters())]
        optimizer = torch.optim.SGD(learnt, lr=rate)
        losses = []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = self.loss()
            losses.append(float(loss.detach()))
            loss.backward()
            if clipping.value is not None:
                torch.nn.utils.clip_grad_value_(learnt, clipping.value)
            if clipping.norm is not None:
                torch.nn.utils.clip_grad_norm_(learnt, clipping.norm)
            optimizer.step()
            if clipping.weights is not None:
                with torch.no_grad():
                    for parameter in learnt:
                        parameter.clamp_(-clipping.weights, clipping.weights)
        return [*losses, float(self.loss().detach())]
