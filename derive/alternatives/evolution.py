"""Evolution strategies: random directions in the place of derivatives, and how many it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Any

from derive.alternatives.compare import length, numbers_of
from derive.alternatives.methods import load
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.numeric.compiled import compile_program

SIGMA, SEED = 0.01, 0
PAIRS = (10, 40, 160, 640)
TIMES = 20  # estimates whose errors are averaged: one alone is as random as its directions


@dataclass(frozen=True)
class Estimates:
    """The relative error of the estimated gradient for each number of pairs of directions."""

    pairs: tuple[int, ...]
    errors: tuple[float, ...]

    @property
    def constant(self) -> float:
        """``error · √pairs``, which hardly changes: the mean over all."""
        return sum(e * sqrt(n) for n, e in zip(self.pairs, self.errors, strict=True)) / len(
            self.pairs
        )


def estimates(
    lesson: Lesson, pairs: tuple[int, ...] = PAIRS, *, times: int = TIMES, seed: int = SEED
) -> Estimates:
    """Estimate a lesson's gradient with more and more directions; raises DeriveError."""
    values = numbers_of(lesson)
    truth = load("backpropagation").run(lesson, values)
    assert truth is not None, "backpropagation works for every network"
    whole = length(truth.gradients.values()) or 1.0
    look = looker(lesson, values)
    errors = []
    for count in pairs:
        found = [look.estimate(count, Random(f"{seed} {count} {n}")) for n in range(times)]
        away = [length(one[name] - truth.gradients[name] for name in one) for one in found]
        errors.append(sum(away) / times / whole)
    return Estimates(pairs, tuple(errors))


@dataclass(frozen=True)
class Looker:
    """Runs a network at parameters that were moved, and nothing else."""

    lesson: Lesson
    values: Mapping[Variable, Any]
    program: Any

    def loss(self, way: Mapping[Variable, float], step: float) -> float:
        """Return the loss when every parameter goes ``step`` along ``way``."""
        moved = {**self.values, **{name: self.values[name] + step * to for name, to in way.items()}}
        return float(self.program(*(moved[leaf] for leaf in self.lesson.graph.leaves))[0])

    def estimate(self, pairs: int, random: Random) -> dict[Variable, float]:
        """Average ``ε (L(w + σε) - L(w - σε)) / 2σ`` over random directions ε.

        Salimans et al. 2017, arXiv:1703.03864, algorithm 1, with mirrored directions (section 2.1).
        """
        totals = dict.fromkeys(self.lesson.parameters, 0.0)
        for _ in range(pairs):
            way = {name: random.gauss(0.0, 1.0) for name in totals}
            change = self.loss(way, SIGMA) - self.loss(way, -SIGMA)
            for name, direction in way.items():
                totals[name] += direction * change / (2 * SIGMA)
        return {name: total / pairs for name, total in totals.items()}


def looker(lesson: Lesson, values: Mapping[Variable, Any]) -> Looker:
    """Return a lesson ready to be run many times."""
    graph = lesson.graph
    rows = [(node.output, node.formula) for node in graph.nodes]
    program = compile_program(rows, graph.leaves, (graph.loss,), samples=lesson.samples)
    return Looker(lesson, values, program)
