"""Random networks of equations: shared values, fan-out, every function, kinks kept at a distance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from derive.activations import keys, load
from derive.core.expression import (
    TWO,
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    Role,
    Variable,
    exp,
)
from derive.core.graph import Graph
from derive.numeric.interpret import evaluate
from derive.operations.equation import equation

# what may be called anywhere on the real line; log and sqrt get an argument above one
UNSAFE = {"log", "sqrt", "step", "sign", "exp"}
FUNCTIONS = tuple(load(key) for key in keys() if key not in UNSAFE)


@dataclass(frozen=True)
class Sample:
    """A graph with values at which nothing is near a kink or out of range."""

    graph: Graph
    values: dict[Variable, float]


def random_graph(seed: int, equations: int = 6) -> Sample:
    """Return a network of the given number of equations, the last of which is the loss."""
    for attempt in range(100):
        draw = random.Random(seed * 100 + attempt)
        sample = _attempt(draw, equations)
        if _is_tame(sample):
            return sample
    raise AssertionError(f"no tame graph for seed {seed}")


def _attempt(draw: random.Random, equations: int) -> Sample:
    leaves = [Variable(f"w_{i}", f"w_{i}", Role.PARAMETER) for i in range(1, 5)]
    known: list[Variable] = list(leaves)
    unused = list(leaves)
    nodes = []
    for place in range(1, equations):
        fresh = [unused.pop(0)] if unused else []
        body = _formula(draw, fresh + draw.choices(known, k=3))
        output = Variable(f"h_{place}", f"h_{place}")
        nodes.append(equation(output, body))
        known.append(output)
    read = {name for node in nodes for name in node.inputs}
    open_ends = [name for name in known if name not in read]
    loss = Variable("L", "L", Role.LOSS)
    squares = tuple(Mul((Number(Fraction(1, 2)), Pow(name, TWO))) for name in open_ends)
    nodes.append(equation(loss, squares[0] if len(squares) == 1 else Add(squares)))
    values = {leaf: draw.uniform(-1.5, 1.5) for leaf in leaves}
    return Sample(Graph(tuple(leaves), tuple(nodes)), values)


def _formula(draw: random.Random, names: list[Variable]) -> Expression:
    first, second, *rest = names + draw.choices(names, k=2)
    shapes = (
        lambda: Add((Mul((first, second)), Neg(rest[0]))),
        lambda: Mul((first, Add((second, rest[0])))),
        lambda: Div(first, Add((TWO, Pow(second, TWO)))),
        lambda: Mul((_call(draw, first), second)),
        lambda: Add((_call(draw, Add((first, second))), first)),
        lambda: _call(draw, _call(draw, Mul((first, second)))),
        lambda: Pow(Add((first, Neg(Mul((TWO, second))))), Number(Fraction(3))),
        lambda: Mul((exp(Neg(Pow(first, TWO))), second)),
        lambda: Call(load("log"), (Add((TWO, Pow(first, TWO))),)),
        lambda: Call(load("sqrt"), (Add((TWO, Mul((second, second)))),)),
        lambda: Div(Number(Fraction(1)), Add((Number(Fraction(1)), exp(Neg(first))))),
        lambda: Pow(Add((TWO, Pow(first, TWO))), second),
    )
    return draw.choice(shapes)()


def _call(draw: random.Random, argument: Expression) -> Expression:
    function = draw.choice(FUNCTIONS)
    extra = [Number(Fraction(draw.randint(-5, 5), 7))] * (len(function.arguments) - 1)
    return Call(function, (argument, *extra))


def _is_tame(sample: Sample) -> bool:
    """Whether all values are moderate and stay so, with the same kinks open, a little way off."""
    signs = set()
    for shift in (-1e-3, 0.0, 1e-3):
        values: dict[Variable, float] = {k: v + shift for k, v in sample.values.items()}
        try:
            for node in sample.graph.nodes:
                values[node.output] = evaluate(node.formula, values)
        except (ArithmeticError, ValueError):
            return False
        if any(abs(value) > 50 for value in values.values()):
            return False
        signs.add(tuple(_sides(sample.graph, values)))
    return len(signs) == 1


def _sides(graph: Graph, values: dict[Variable, float]) -> list[bool]:
    from derive.core.expression import walk

    found = []
    for node in graph.nodes:
        for part in walk(node.formula):
            if isinstance(part, Call) and part.function.kinks:
                arguments = [float(evaluate(each, values)) for each in part.arguments]
                found.append(arguments[0] > (arguments[1] if len(arguments) > 1 else 0))
    return found
