"""Keras's update rules, written from its documentation, against ours where the two can agree.

They differ in where ε stands, in what they start from and in how often λ₂ counts; set alike, they
take the same path.
"""

import math

import pytest
from test_trajectories import PROBLEMS, close, each, loop, ours


def sgd(rate, momentum, *, nesterov):
    def rule(w, g, m, t):
        v = m["v"] = momentum * m.get("v", 0.0) - rate * g
        return w + (momentum * v - rate * g if nesterov else v)

    return each(rule)


def adagrad(rate, epsilon, initial):
    def rule(w, g, m, t):
        m["n"] = m.get("n", initial) + g * g
        return w - rate * g / math.sqrt(m["n"] + epsilon)

    return each(rule)


def adadelta(rate, rho, epsilon):
    def rule(w, g, m, t):
        m["g"] = rho * m.get("g", 0.0) + (1 - rho) * g * g
        step = -math.sqrt(m.get("d", 0.0) + epsilon) * g / math.sqrt(m["g"] + epsilon)
        m["d"] = rho * m.get("d", 0.0) + (1 - rho) * step * step
        return w + rate * step

    return each(rule)


def adam(rate, b1, b2, *, amsgrad=False, decay=0.0):
    """With ε = 0, which stands elsewhere than in the paper's algorithm."""

    def rule(w, g, m, t):
        m["m"] = m.get("m", 0.0) + (g - m.get("m", 0.0)) * (1 - b1)
        m["v"] = m.get("v", 0.0) + (g * g - m.get("v", 0.0)) * (1 - b2)
        m["most"] = max(m.get("most", 0.0), m["v"])
        alpha = rate * math.sqrt(1 - b2**t) / (1 - b1**t)
        w -= w * decay * rate
        return w - m["m"] * alpha / math.sqrt(m["most"] if amsgrad else m["v"])

    return each(rule)


def adamax(rate, b1, b2):
    def rule(w, g, m, t):
        m["m"] = m.get("m", 0.0) + (g - m.get("m", 0.0)) * (1 - b1)
        m["u"] = max(b2 * m.get("u", 0.0), abs(g))
        return w - rate * m["m"] / ((1 - b1**t) * m["u"])

    return each(rule)


def nadam(rate, b1, b2, epsilon):
    """The momentum is warmed up with 0.96 to the power of the update's number."""

    def rule(w, g, m, t):
        now, after = (b1 * (1 - 0.5 * 0.96**s) for s in (t, t + 1))
        m["p"] = m.get("p", 1.0) * now
        m["m"] = m.get("m", 0.0) + (g - m.get("m", 0.0)) * (1 - b1)
        m["v"] = m.get("v", 0.0) + (g * g - m.get("v", 0.0)) * (1 - b2)
        mean = after * m["m"] / (1 - m["p"] * after) + (1 - now) * g / (1 - m["p"])
        return w - rate * mean / (math.sqrt(m["v"] / (1 - b2**t)) + epsilon)

    return each(rule)


def ftrl(rate, beta, l1, l2, initial):
    """λ₂ counts twice, and half of β/η is added to it."""

    def rule(w, g, m, t):
        before = m.get("n", initial)
        after = m["n"] = before + g * g
        m["z"] = m.get("z", 0.0) + g - (math.sqrt(after) - math.sqrt(before)) / rate * w
        quadratic = math.sqrt(after) / rate + 2 * (l2 + beta / (2 * rate))
        return (min(max(m["z"], -l1), l1) - m["z"]) / quadratic

    return each(rule)


ALIKE = {
    "momentum": (sgd(0.01, 0.9, nesterov=False), 0.01, {}),
    "momentum_eta_outside": (sgd(0.01, 0.9, nesterov=False), 0.01, {}),
    "nesterov": (sgd(0.01, 0.9, nesterov=True), 0.01, {}),
    "adagrad": (adagrad(0.1, 1e-7, 0.0), 0.1, {"epsilon": 1e-7}),
    "adadelta": (adadelta(1.0, 0.95, 1e-7), 1.0, {"rho": 0.95, "epsilon": 1e-7}),
    "adam": (adam(0.01, 0.9, 0.999), 0.01, {"epsilon": 0.0}),
    "amsgrad": (adam(0.01, 0.9, 0.999, amsgrad=True), 0.01, {"epsilon": 0.0}),
    "adamw": (
        adam(0.01, 0.9, 0.999, decay=0.004), 0.01, {"epsilon": 0.0, "weight_decay": 0.004},
    ),
    "adamax": (adamax(0.01, 0.9, 0.999), 0.01, {"epsilon": 0.0}),
    "nadam": (nadam(0.01, 0.9, 0.999, 1e-7), 0.01, {"momentum_decay": 1.0, "epsilon": 1e-7}),
    "ftrl": (ftrl(0.5, 1.0, 0.4, 0.15, 0.0), 0.5, {"l1": 0.4, "l2": 0.3}),
}  # fmt: skip


@pytest.mark.parametrize(
    "problem",
    [pytest.param(name, marks=[pytest.mark.slow] * (name == "network")) for name in PROBLEMS],
)
@pytest.mark.parametrize("key", ALIKE)
def test_set_alike_both_take_the_same_path(key, problem):
    rule, rate, settings = ALIKE[key]
    close(ours(key, problem, rate, **settings), loop(rule, problem))


@pytest.mark.parametrize(
    ("key", "rule", "settings"),
    [
        ("adagrad", adagrad(0.1, 1e-7, 0.1), {"epsilon": 1e-7}),  # n starts from 0.1
        ("nadam", nadam(0.01, 0.9, 0.999, 1e-8), {}),  # ψ = 0.004
        ("ftrl", ftrl(0.1, 1.0, 0.0, 0.15, 0.0), {"l2": 0.15}),  # λ₂ once
    ],
)
def test_set_as_they_come_they_part_as_the_notes_say(key, rule, settings):
    with pytest.raises(AssertionError):
        close(ours(key, "valley", 0.1 if key != "nadam" else 0.01, **settings),
              loop(rule, "valley"))  # fmt: skip
