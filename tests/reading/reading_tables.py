"""Name tables for the tests of the reader, and a small evaluator that knows nothing of it."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import numpy as np

from derive.activations import spellings
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    Expression,
    Hadamard,
    MatMul,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    SumOver,
    Transpose,
    Variable,
)
from derive.core.function import Function
from derive.core.text import same
from derive.reading import NameTable


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


F = Function("f", same("f"), "f", math.sin, np.sin, (r"\cos(z)",))
G = Function("g", same("g"), "g", math.cos, np.cos, (r"-\sin(z)",))
FUNCTIONS: dict[str, Function] = {**spellings(), "f": F, "g": G}
VALUE_OF = {
    ("sigmoid", 0): sigmoid,
    ("sigmoid", 1): lambda z: sigmoid(z) * (1 - sigmoid(z)),
    ("f", 0): np.sin,
    ("f", 1): np.cos,
    ("g", 0): np.cos,
    ("tanh", 0): np.tanh,
    ("log", 0): np.log,
    ("sqrt", 0): np.sqrt,
    ("relu", 0): lambda z: np.maximum(z, 0),
    ("max", 0): max,
    ("min", 0): min,
    ("abs", 0): abs,
    ("step", 0): lambda z: float(z > 0),
    ("sin", 0): np.sin,
    ("cos", 0): np.cos,
}


def table(names: str, **options) -> NameTable:
    """Make a table of scalar names written with spaces between them."""
    return NameTable([Variable(name, name) for name in names.split()], FUNCTIONS, **options)


def number_for(name: str, seed: int, shape=None, samples: int = 0):
    """Return a value for a name that depends on nothing but the name and the seed."""
    draw = random.Random(f"{name} {seed}")
    if shape is not None:
        return np.array(
            [[draw.uniform(0.2, 0.9) for _ in range(shape[1])] for _ in range(shape[0])]
        )
    if samples:
        return [draw.uniform(0.2, 0.9) for _ in range(samples)]
    return draw.uniform(0.2, 0.9)


class Values(Mapping):
    """Gives every name a value; names of ``rows`` have one for each value of an index."""

    def __init__(self, seed: int, rows: tuple[str, ...] = (), shapes=None, fixed=None) -> None:
        self.seed, self.rows = seed, rows
        self.shapes, self.fixed = shapes or {}, fixed or {}

    def __getitem__(self, name: str):
        if name in self.fixed:
            return self.fixed[name]
        samples = 3 if name in self.rows else 0
        return number_for(name, self.seed, self.shapes.get(name), samples)

    def d(self, of: str, wrt: str):
        """Return the value that stands for a partial derivative."""
        name = f"d{of}/d{wrt}"
        return number_for(name, self.seed, self.shapes.get(wrt), 3 if name in self.rows else 0)

    def __iter__(self):
        return iter(())

    def __len__(self) -> int:
        return 0


def evaluate(part: Expression, values: Values, row: int | None = None):
    """Work out a formula as it is written."""

    def of(child: Expression):
        return evaluate(child, values, row)

    match part:
        case Number():
            return float(part.value)
        case Constant():
            return {"e": math.e, "pi": math.pi}[part.key]
        case Variable():
            value = (
                values.d(part.of.name, part.wrt.name)
                if isinstance(part, Partial)
                else values[part.name]
            )
            return value[row] if isinstance(value, list) else value
        case Add():
            return sum(map(of, part.terms))
        case Neg():
            return -of(part.operand)
        case Mul():
            return math.prod(map(of, part.factors))
        case Div():
            return of(part.numerator) / of(part.denominator)
        case Pow():
            return of(part.base) ** of(part.exponent)
        case Call():
            return VALUE_OF[part.function.key, part.order](*map(of, part.arguments))
        case SumOver():
            return sum(evaluate(part.body, values, each) for each in range(int(of(part.upper))))
        case Transpose():
            return of(part.operand).T
        case MatMul():
            return np.linalg.multi_dot([of(factor) for factor in part.factors])
        case Hadamard():
            return math.prod(map(of, part.factors))
        case Derivative():
            return _difference(part, values)
    raise TypeError(part)


def _difference(part: Derivative, values: Values) -> float:
    name, step = part.wrt.name, 1e-6
    at = values[name]

    def shifted(by: float) -> float:
        fixed = {**values.fixed, name: at + by}
        return evaluate(part.body, Values(values.seed, values.rows, values.shapes, fixed))

    return (shifted(step) - shifted(-step)) / (2 * step)
