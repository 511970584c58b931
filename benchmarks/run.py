"""How fast derivations are made and run, beside the tools people would use instead.

Medians of interleaved runs in one process, so that a machine that slows down slows everybody;
``--table`` prints the table of the README.  Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from derive.activations import load as function
from derive.core.expression import Call, Role, Variable, variables
from derive.core.graph import Graph
from derive.losses import load as loss
from derive.models import Layer, Network, scalar_network
from derive.notations import load as notation
from derive.numeric.compiled import compile_program
from derive.operations.equation import equation
from derive.passes import cost, derive

SIGMOID = function("sigmoid")
NETWORKS = {
    "4-4-4-4-1": (4, 4, 4, 4, 1),
    "8×8": (8,) * 9,
    "32-32-32": (32, 32, 32, 32),
}


def network(widths: tuple[int, ...], *, batch: bool = False) -> Network:
    """Return a fully connected sigmoid network with half the squared error."""
    layers = tuple(Layer(units, SIGMOID) for units in widths[1:])
    return scalar_network(
        widths[0], layers, loss("half_squared_error"), notation("layers"), batch=batch
    )


def edges(graph: Graph) -> int:
    """Return how many inputs all equations have together."""
    return sum(len(node.inputs) for node in graph.nodes)


def interleaved(
    jobs: Mapping[str, Callable[[], Any]],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Return the median seconds of computing of each job, the jobs taking turns."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = clock()
            job()
            found[name].append(clock() - start)
    return {name: statistics.median(times) for name, times in found.items()}


def to_sympy(graph: Graph) -> list[Any]:
    """Derive everything and hand the result of every step to SymPy."""
    from sympy import Symbol

    from derive.numeric.symbolic import to_sympy as convert

    derivation = derive(graph)
    symbols: dict[Variable, Any] = {name: Symbol(name.name) for name in derivation.givens}
    found = []
    for step in derivation.steps:
        symbols[step.target] = Symbol(step.target.name)
        found.append(convert(step.result, {v: symbols[v] for v in variables(step.result)}))
    return found


def by_sympy(widths: tuple[int, ...]) -> None:
    """Compose the loss, differentiate it by every parameter, share common parts: SymPy alone."""
    import sympy

    made = network(widths)
    from derive.numeric.symbolic import to_sympy as convert

    known: dict[Variable, Any] = {leaf: sympy.Symbol(leaf.name) for leaf in made.graph.leaves}
    for node in made.graph.nodes:
        known[node.output] = convert(node.formula, known)
    parameters = [leaf for leaf in made.graph.leaves if leaf.role is Role.PARAMETER]
    sympy.cse([sympy.diff(known[made.graph.loss], known[name]) for name in parameters])


def by_casadi(widths: tuple[int, ...]) -> None:
    """The same network neuron by neuron in CasADi's SX, and its gradient."""
    import casadi

    signal = [casadi.SX.sym("x") for _ in range(widths[0])]
    parameters = []
    for below, units in pairwise(widths):
        outputs = []
        for _ in range(units):
            weights = [casadi.SX.sym("w") for _ in range(below)]
            bias = casadi.SX.sym("b")
            parameters += [*weights, bias]
            z = bias
            for weight, value in zip(weights, signal, strict=True):
                z = z + weight * value
            outputs.append(1 / (1 + casadi.exp(-z)))
        signal = outputs
    targets = [casadi.SX.sym("y") for _ in signal]
    total = sum(0.5 * (y - a) ** 2 for y, a in zip(targets, signal, strict=True))
    casadi.gradient(total, casadi.vertcat(*parameters))


def deriving(rows: list[tuple[str, str]], sympy_too: bool) -> None:
    """Time the derivation of networks, per edge."""
    per_edge = {}
    for name, widths in NETWORKS.items():
        count = edges(network(widths).graph)
        jobs: dict[str, Callable[[], Any]] = {
            "derive": lambda widths=widths: derive(network(widths).graph)
        }
        if installed("casadi"):
            jobs["casadi"] = lambda widths=widths: by_casadi(widths)
        if name == "4-4-4-4-1":
            to_sympy(network(widths).graph)  # SymPy's import is not part of the work
            jobs["sympy form"] = lambda widths=widths: to_sympy(network(widths).graph)
        found = interleaved(jobs, 7 if count < 3000 else 3)
        per_edge[name] = found["derive"] / count
        row = f"{1e6 * found['derive'] / count:.1f} µs an edge"
        if "casadi" in found:
            row += f", CasADi SX neuron by neuron {1e6 * found['casadi'] / count:.1f}: "
            row += f"{found['derive'] / found['casadi']:.2f} times its time"
        rows.append((f"deriving {name} ({count:,} edges), network included", row))
        if name == "4-4-4-4-1" and sympy_too:
            start = time.process_time()
            by_sympy(widths)
            alone = time.process_time() - start
            mine = found["sympy form"]
            rows.append(
                (
                    "the same with every step as a SymPy expression, against `sympy.diff` + `cse`",
                    f"{1e3 * mine:.1f} ms against {alone:.1f} s: {alone / mine:,.0f} times faster",
                )
            )
    growth = per_edge["32-32-32"] / per_edge["8×8"]
    rows.append(("time an edge at 32-32-32 over that at 8×8", f"{growth:.2f}"))


def operations(rows: list[tuple[str, str]]) -> None:
    """Count operations for the loss and all gradients over those of the forward pass."""
    for name, widths in NETWORKS.items():
        made = network(widths)
        count = cost(made.graph, derive(made.graph))
        ratio = (count.forward + count.backward) / count.forward
        rows.append((f"operations, loss and gradients over forward pass, {name}", f"{ratio:.2f}"))


def chain(rows: list[tuple[str, str]]) -> None:
    """Derive a chain of 2,000 layers, where recursion would end."""
    names = [Variable("w", "w", Role.PARAMETER)]
    names += [Variable(f"a_{i}", f"a_{{{i}}}") for i in range(2000)]
    nodes = tuple(equation(b, Call(SIGMOID, (a,))) for a, b in pairwise(names))
    start = time.process_time()
    derive(Graph((names[0],), nodes))
    rows.append(("a chain of 2,000 layers", f"{1e3 * (time.process_time() - start):.0f} ms"))


def program(widths: tuple[int, ...], samples: int | None) -> tuple[Any, list[Any]]:
    """Return the compiled training step of a network and random arguments for it."""
    made = network(widths, batch=samples is not None)
    derivation = derive(made.graph)
    outputs = [made.graph.loss, *(step.target for step in derivation.gradients.values())]
    assignments = [(step.target, step.result) for step in derivation.steps]
    compiled = compile_program(assignments, derivation.givens, outputs, samples=samples)
    draw = np.random.default_rng(0)
    arguments: list[Any] = []
    for name in derivation.givens:
        if name.name == "n":
            arguments.append(float(samples or 1))
        elif name.sampled:
            arguments.append(draw.normal(size=samples))
        else:
            arguments.append(float(draw.normal()))
    return compiled, arguments


def matrix_program(widths: tuple[int, ...], samples: int) -> tuple[Any, list[Any]]:
    """Return the same for the network in matrix form, which is what a large batch wants."""
    from derive.models.matrix import matrix_network

    layers = tuple(Layer(units, SIGMOID) for units in widths[1:])
    made = matrix_network(
        widths[0], layers, loss("half_squared_error"), notation("layers"), samples=samples
    )
    derivation = derive(made.graph)
    outputs = [made.graph.loss, *(step.target for step in derivation.gradients.values())]
    assignments = [(step.target, step.result) for step in derivation.steps]
    compiled = compile_program(assignments, derivation.givens, outputs, samples=samples)
    draw = np.random.default_rng(0)
    return compiled, [draw.normal(size=name.shape) for name in derivation.givens]


def by_numpy(widths: tuple[int, ...], samples: int) -> Callable[[], Any]:
    """Return a training step written by hand with whole matrices."""
    draw = np.random.default_rng(0)
    weights = [draw.normal(size=(units, below)) for below, units in pairwise(widths)]
    biases = [draw.normal(size=(units, 1)) for units in widths[1:]]
    x = draw.normal(size=(widths[0], samples))
    y = draw.normal(size=(widths[-1], samples))

    def step() -> Any:
        kept = [x]
        for weight, bias in zip(weights, biases, strict=True):
            kept.append(1 / (1 + np.exp(-(weight @ kept[-1] + bias))))
        total = 0.5 * ((y - kept[-1]) ** 2).sum()
        delta = -(y - kept[-1]) * kept[-1] * (1 - kept[-1])
        gradients = []
        for layer in range(len(weights) - 1, -1, -1):
            gradients.append((delta @ kept[layer].T, delta.sum(axis=1, keepdims=True)))
            if layer:
                delta = (weights[layer].T @ delta) * kept[layer] * (1 - kept[layer])
        return total, gradients

    return step


def by_torch(widths: tuple[int, ...], samples: int) -> Callable[[], Any]:
    """Return a training step in PyTorch, eager, float64."""
    import torch

    torch.set_num_threads(1)
    draw = torch.Generator().manual_seed(0)

    def random(*shape: int) -> Any:
        return torch.randn(*shape, generator=draw, dtype=torch.float64)

    weights = [random(units, below).requires_grad_() for below, units in pairwise(widths)]
    biases = [random(units, 1).requires_grad_() for units in widths[1:]]
    x, y = random(widths[0], samples), random(widths[-1], samples)

    def step() -> Any:
        signal = x
        for weight, bias in zip(weights, biases, strict=True):
            signal = torch.sigmoid(weight @ signal + bias)
        total = 0.5 * ((y - signal) ** 2).sum()
        return total, torch.autograd.grad(total, [*weights, *biases])

    return step


def running(rows: list[tuple[str, str]]) -> None:
    """Time the loss and all gradients, for one sample and for a thousand."""
    for widths in ((2, 2, 1), (3, 3, 3, 1)):
        name = "-".join(map(str, widths))
        for samples in (None, 1000):
            # straight-line code wins for small networks and batches, whole matrices for the others
            whole = samples is not None and len(widths) > 3
            make = matrix_program if whole else program
            compiled, arguments = make(widths, samples)
            loops = 200 if samples is None else 20
            jobs = {
                "derive": repeated(lambda c=compiled, a=arguments: c(*a), loops),
                "numpy": repeated(by_numpy(widths, samples or 1), loops),
            }
            if installed("torch"):
                jobs["torch"] = repeated(by_torch(widths, samples or 1), loops)
            found = {k: v / loops for k, v in interleaved(jobs, 9).items()}
            row = f"{1e6 * found['derive']:.1f} µs; hand-written NumPy "
            row += f"{found['numpy'] / found['derive']:.1f} times that"
            if "torch" in found:
                row += f", PyTorch eager {found['torch'] / found['derive']:.0f} times"
            form = " (matrix form)" if whole else ""
            rows.append((f"running {name}{form}, {samples or 1:,} sample(s)", row))


def repeated(job: Callable[[], Any], times: int) -> Callable[[], None]:
    """Return a job that does another so many times."""

    def loop() -> None:
        for _ in range(times):
            job()

    return loop


def start_up(rows: list[tuple[str, str]]) -> None:
    """Time whole processes."""

    def process(*arguments: str) -> Callable[[], Any]:
        return lambda: subprocess.run(
            [sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True
        )

    found = interleaved(
        {
            "sympy": process("-c", "import sympy"),
            "help": process("-m", "derive", "--help"),
            "explain": process("-m", "derive", "explain", "two-layer-mlp"),
        },
        7,
        time.perf_counter,
    )
    for name, label in (("help", "`derive --help`"), ("explain", "`derive explain two-layer-mlp`")):
        ratio = found[name] / found["sympy"]
        rows.append((label, f"{1e3 * found[name]:.0f} ms, {ratio:.2f} times `import sympy`"))


def installed(package: str) -> bool:
    """Whether a peer can be compared with."""
    from importlib.util import find_spec

    return find_spec(package) is not None


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", action="store_true", help="print a Markdown table")
    parser.add_argument("--no-sympy", action="store_true", help="leave out the slow SymPy run")
    options = parser.parse_args()
    rows: list[tuple[str, str]] = []
    deriving(rows, sympy_too=not options.no_sympy)
    operations(rows)
    chain(rows)
    running(rows)
    start_up(rows)
    if options.table:
        print("| what | measured |\n|---|---|")
    for label, value in rows:
        print(f"| {label} | {value} |" if options.table else f"{label}: {value}")


if __name__ == "__main__":
    main()
