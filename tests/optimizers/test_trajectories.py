"""Every optimiser's path against PyTorch's, and where PyTorch has none against the paper's loop."""

import math
from collections.abc import Callable

import pytest
import torch

from derive.descent import descend, make_plan
from derive.lessons import loads
from derive.optimizers import keys, load

STEPS = 100
PROBLEMS = {
    "parabola": """
equations: |
  f(w) = w^2 + 2w + 1
parameters: {w: -6}
""",
    "valley": """
equations: |
  f = (1 - u)^2 + 5 (v - u^2)^2
parameters: {u: -0.4, v: 0.7}
""",
    "network": r"""
network: {inputs: 2, layers: [{units: 2, activation: sigmoid}, {units: 1, activation: tanh}],
          loss: mean_squared_error}
data: {x: [[0.3, -1.2], [0.8, 0.5], [-0.7, 0.9]], y: [[0.4], [-0.3], [0.6]]}
parameters: {W: [[[0.5, -0.4], [0.3, 0.8]], [[0.7, -0.6]]], b: [[0.1, -0.2], [0.05]]}
""",
}
LOSSES = {
    "parabola": lambda p: p[0] ** 2 + 2 * p[0] + 1,
    "valley": lambda p: (1 - p[0]) ** 2 + 5 * (p[1] - p[0] ** 2) ** 2,
    "network": lambda p: _network(p),
}
RATE = {
    "ftrl": 0.5,
    "adadelta": 1.0,
    "rmsprop": 0.003,
    "adagrad": 0.1,
    "adagrad_epsilon_outside": 0.1,
}


def _network(p):
    x = torch.tensor([[0.3, -1.2], [0.8, 0.5], [-0.7, 0.9]])
    y = torch.tensor([0.4, -0.3, 0.6])
    hidden = [torch.sigmoid(x[:, 0] * p[2 * k] + x[:, 1] * p[2 * k + 1] + p[4 + k]) for k in (0, 1)]
    output = torch.tanh(hidden[0] * p[6] + hidden[1] * p[7] + p[8])
    return ((y - output) ** 2).mean()


def ours(optimizer: str, problem: str, rate: float, **settings: float) -> list[tuple[float, ...]]:
    lesson = loads(PROBLEMS[problem])
    plan = make_plan(lesson, optimizer, learning_rate=rate, steps=STEPS, settings=settings)
    course = descend(lesson, plan)
    order = sorted(
        range(len(course.parameters)), key=lambda i: ORDER.index(course.parameters[i].name)
    )
    return [tuple(iterate.parameters[i] for i in order) for iterate in course.iterates]


ORDER = ["w", "u", "v", "w_{11}^1", "w_{12}^1", "w_{21}^1", "w_{22}^1", "b_1^1", "b_2^1",
         "w_{11}^2", "w_{12}^2", "b_1^2"]  # fmt: skip
START = {
    "parabola": [-6.0],
    "valley": [-0.4, 0.7],
    "network": [0.5, -0.4, 0.3, 0.8, 0.1, -0.2, 0.7, -0.6, 0.05],
}


def torch_path(make: Callable, problem: str) -> list[tuple[float, ...]]:
    leaves = [torch.tensor(value, requires_grad=True) for value in START[problem]]
    optimizer = make(leaves)
    path = [tuple(leaf.item() for leaf in leaves)]
    for _ in range(STEPS):
        optimizer.zero_grad()
        LOSSES[problem](leaves).backward()
        optimizer.step()
        path.append(tuple(leaf.item() for leaf in leaves))
    return path


def loop(step: Callable, problem: str) -> list[tuple[float, ...]]:
    """A path by a rule for one parameter; ``step(w, gradient_at, memory, t)`` returns the new w."""
    point = list(START[problem])
    memory: list[dict[str, float]] = [{} for _ in point]
    path = [tuple(point)]
    for t in range(1, STEPS + 1):
        point = step(point, lambda where: gradient(problem, where), memory, t)
        path.append(tuple(point))
    return path


def gradient(problem: str, where: list[float]) -> list[float]:
    leaves = [torch.tensor(value, requires_grad=True) for value in where]
    LOSSES[problem](leaves).backward()
    return [leaf.grad.item() for leaf in leaves]


def each(rule: Callable) -> Callable:
    """Make a step for all parameters from a rule for one."""

    def step(point, gradient_at, memory, t):
        slopes = gradient_at(point)
        return [rule(w, g, m, t) for w, g, m in zip(point, slopes, memory, strict=True)]

    return step


def lecture_momentum(rate: float, beta: float) -> Callable:
    def rule(w, g, m, t):
        m["v"] = rate * g if t == 1 else beta * m["v"] + rate * g
        return w - m["v"]

    return each(rule)


def lecture_adagrad(rate: float, epsilon: float) -> Callable:
    def rule(w, g, m, t):
        m.setdefault("all", []).append(g)
        return w - rate / math.sqrt(math.fsum(x * x for x in m["all"]) + epsilon) * g

    return each(rule)


def sutskever(rate: float, mu: float) -> Callable:
    """Sutskever et al. 2013, eqs. 3-4, with their sign of v."""

    def step(point, gradient_at, memory, t):
        v = [m.get("v", 0.0) for m in memory]
        slopes = gradient_at([w + mu * vi for w, vi in zip(point, v, strict=True)])
        for m, vi, g in zip(memory, v, slopes, strict=True):
            m["v"] = mu * vi - rate * g
        return [w + m["v"] for w, m in zip(point, memory, strict=True)]

    return step


def mcmahan(alpha: float, beta: float, l1: float, l2: float) -> Callable:
    """McMahan et al. 2013, algorithm 1, line by line."""

    def rule(w, g, m, t):
        n, z = m.get("n", 0.0), m.get("z", 0.0)
        sigma = (math.sqrt(n + g * g) - math.sqrt(n)) / alpha
        m["z"], m["n"] = z + g - sigma * w, n + g * g
        if abs(m["z"]) <= l1:
            return 0.0
        shrunk = m["z"] - math.copysign(l1, m["z"])
        return -shrunk / ((beta + math.sqrt(m["n"])) / alpha + l2)

    return each(rule)


def hyper(key: str, name: str) -> float:
    return next(h.default for h in load(key).hyperparameters if h.name == name)


def reference(key: str, problem: str, rate: float) -> list[tuple[float, ...]]:
    optim = torch.optim
    by_torch = {
        "sgd": lambda p: optim.SGD(p, lr=rate),
        "momentum_eta_outside": lambda p: optim.SGD(p, lr=rate, momentum=0.9),
        "nesterov": lambda p: optim.SGD(p, lr=rate, momentum=0.9, nesterov=True),
        "adagrad_epsilon_outside": lambda p: optim.Adagrad(p, lr=rate, eps=1e-10),
        "adadelta": lambda p: optim.Adadelta(p, lr=rate, rho=0.9, eps=1e-6),
        "rmsprop": lambda p: optim.RMSprop(p, lr=rate, alpha=0.9, eps=1e-8),
        "adam": lambda p: optim.Adam(p, lr=rate),
        "amsgrad": lambda p: optim.Adam(p, lr=rate, amsgrad=True),
        "adamw": lambda p: optim.AdamW(p, lr=rate, weight_decay=0.01),
        "adamax": lambda p: optim.Adamax(p, lr=rate),
        "nadam": lambda p: optim.NAdam(p, lr=rate),
    }
    if key in by_torch:
        return torch_path(by_torch[key], problem)
    by_paper = {
        "momentum": lecture_momentum(rate, 0.9),
        "adagrad": lecture_adagrad(rate, hyper("adagrad", "epsilon")),
        "nesterov_look_ahead": sutskever(rate, 0.9),
        "ftrl": mcmahan(rate, 1.0, 0.0, 0.0),
    }
    if key not in by_paper:
        pytest.skip("no other implementation of this one is known here")
    return loop(by_paper[key], problem)


def close(ours: list[tuple[float, ...]], theirs: list[tuple[float, ...]]) -> None:
    assert len(ours) == len(theirs) == STEPS + 1
    assert len(set(theirs)) > 10  # two paths that stand still would agree too
    for t, (left, right) in enumerate(zip(ours, theirs, strict=True)):
        scale = max(1e-3, *map(abs, right))
        for a, b in zip(left, right, strict=True):
            assert abs(a - b) <= 1e-10 * max(abs(b), 1e-6 * scale), (t, a, b)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("key", keys())
def test_a_hundred_steps_agree_with_the_framework_or_the_paper(key, problem):
    rate = RATE.get(key, 0.01)
    close(ours(key, problem, rate), reference(key, problem, rate))


@pytest.mark.parametrize("problem", PROBLEMS)
def test_both_forms_of_momentum_and_the_framework_take_the_same_path(problem):
    theirs = torch_path(lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.8), problem)
    close(ours("momentum", problem, 0.02, beta=0.8), theirs)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_look_ahead_points_are_where_the_framework_stands(problem):
    behind = ours("nesterov_look_ahead", problem, 0.02)
    theirs = torch_path(lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True), problem)
    ahead = [
        tuple(now + 0.9 * (now - before) for now, before in zip(here, last, strict=True))
        for here, last in zip(behind[1:], behind, strict=False)
    ]
    for point, (left, right) in enumerate(zip(ahead, theirs[1:], strict=True)):
        assert left == pytest.approx(right, rel=1e-8, abs=1e-12), point


def test_ftrl_sets_a_parameter_to_exactly_zero_as_the_paper_says():
    path = ours("ftrl", "valley", 0.5, l1=3.0, l2=0.3)
    close(path, loop(mcmahan(0.5, 1.0, 3.0, 0.3), "valley"))
    assert any(0.0 in point for point in path)


def test_adam_with_other_settings_still_agrees():
    theirs = torch_path(
        lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-3), "valley"
    )
    close(ours("adam", "valley", 0.05, beta_1=0.8, beta_2=0.95, epsilon=1e-3), theirs)


def test_adamax_without_epsilon_is_the_papers():
    def rule(w, g, m, t):
        m["m"] = 0.9 * m.get("m", 0.0) + 0.1 * g
        m["u"] = max(0.999 * m.get("u", 0.0), abs(g))
        return w - 0.02 / (1 - 0.9**t) * m["m"] / m["u"]

    close(ours("adamax", "network", 0.02, epsilon=0.0), loop(each(rule), "network"))
