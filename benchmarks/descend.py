"""How fast a descent goes: 10,000 iterations of a 2-2-1 network, beside PyTorch in the same run.

Both start from the same numbers and are timed in turns, so that a machine that slows down slows
both.  Exit status 1 when the descents do not arrive at the same loss.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time

import torch

from derive.descent import Course, descend, make_plan
from derive.lessons import load

LESSON = "two-layer-mlp-sigmoid"
RATE = 0.01
TORCH = {
    "sgd": lambda leaves: torch.optim.SGD(leaves, lr=RATE),
    "adam": lambda leaves: torch.optim.Adam(leaves, lr=RATE),
}


def ours(optimizer: str, steps: int) -> tuple[float, Course]:
    """Return the seconds of a descent, its one derivation and its compilation included."""
    start = time.perf_counter()
    lesson = load(LESSON)
    course = descend(lesson, make_plan(lesson, optimizer, learning_rate=RATE, steps=steps))
    return time.perf_counter() - start, course


def theirs(optimizer: str, steps: int) -> tuple[float, float]:
    """Return the seconds that PyTorch takes, and the loss at which it arrives."""
    lesson = load(LESSON)
    values = {name.name: value for name, value in lesson.values.items()}
    leaves = {
        name.name: torch.tensor(values[name.name], dtype=torch.float64, requires_grad=True)
        for name in lesson.parameters
    }
    start = time.perf_counter()
    chosen = TORCH[optimizer](list(leaves.values()))
    for _ in range(steps):
        chosen.zero_grad()
        loss(leaves, values).backward()
        chosen.step()
    return time.perf_counter() - start, loss(leaves, values).item()


def loss(p: dict[str, torch.Tensor], v: dict[str, float]) -> torch.Tensor:
    """Return ½(y - ŷ)² of the lesson's network, as one writes it for PyTorch."""
    h_1 = torch.sigmoid(p["w_{1,1}"] * v["x_1"] + p["w_{2,1}"] * v["x_2"] + p["b_1"])
    h_2 = torch.sigmoid(p["w_{1,2}"] * v["x_1"] + p["w_{2,2}"] * v["x_2"] + p["b_2"])
    output = p["w_{3,1}"] * h_1 + p["w_{3,2}"] * h_2 + p["b_3"]
    return 0.5 * (v["y"] - output) ** 2


def main() -> int:
    """Time both in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    agree = True
    for optimizer in TORCH:
        mine, other = [], []
        for _ in range(asked.rounds):
            seconds, course = ours(optimizer, asked.steps)
            mine.append(seconds)
            taken, arrived = theirs(optimizer, asked.steps)
            other.append(taken)
            agree &= math.isclose(course.last.loss, arrived, rel_tol=1e-9, abs_tol=1e-18)
        here, there = statistics.median(mine), statistics.median(other)
        print(
            f"{optimizer}: {asked.steps} iterations in {here:.2f} s, "
            f"PyTorch in {there:.2f} s: {there / here:.0f} times as fast"
        )
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
