"""Networks for the tests of this room, with values; and random formulas."""

import random

import numpy as np
from hypothesis import strategies as st

from derive import activations, losses, notations
from derive.core.expression import (
    ONE,
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
    number,
)
from derive.core.graph import Graph
from derive.models import Layer, scalar_network
from derive.models.matrix import matrix_network
from derive.operations.equation import equation
from derive.passes import derive


def dense(sizes, activation="sigmoid", loss="half_squared_error", samples=None, seed=1):
    """Return a layered scalar network and its derivation with random values."""
    act = activations.load(activation)
    layers = tuple(Layer(units, act) for units in sizes[1:])
    network = scalar_network(
        sizes[0], layers, losses.load(loss), notations.load("layers"), batch=samples is not None
    )
    return network.graph, derive(network.graph), random_values(network.graph, samples, seed)


def dense_matrices(sizes, activation="tanh", samples=1, seed=1):
    """Return the same in matrices."""
    layers = tuple(Layer(units, activations.load(activation)) for units in sizes[1:])
    network = matrix_network(
        sizes[0],
        layers,
        losses.load("half_squared_error"),
        notations.load("layers"),
        samples=samples,
    )
    return network.graph, derive(network.graph), random_values(network.graph, samples, seed)


def random_values(graph, samples=None, seed=1):
    """Return a value for each leaf, of the right shape; n is the number of samples."""
    dice = random.Random(seed)

    def draw(leaf):
        if leaf.role is Role.CONSTANT:
            return float(samples or 1)
        shape = leaf.shape or ((samples,) if leaf.sampled else ())
        count = int(np.prod(shape, dtype=int))
        numbers = [dice.uniform(-1.0, 1.0) for _ in range(count)]
        return np.array(numbers).reshape(shape) if shape else numbers[0]

    return {leaf: draw(leaf) for leaf in graph.leaves}


def variable(name, role=Role.PARAMETER, **more):
    """Return a variable that is written as it is called."""
    return Variable(name, name, role, **more)


SMOOTH = tuple(
    function
    for function in map(activations.load, activations.keys())
    if len(function.arguments) == 1 and not function.kinks and function.definition
)


def formulas(leaves, depth=3):
    """Return a strategy of random formulas in the given variables, defined and tame everywhere."""
    numbers = st.integers(1, 5).map(number) | st.sampled_from([0.5, 1.25]).map(Number)
    atoms = st.sampled_from(leaves) | numbers
    return st.recursive(atoms, _larger, max_leaves=2**depth)


def _larger(part: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(part, min_size=2, max_size=3).map(tuple)
    below = part.map(lambda inner: Add((TWO_POINT_FIVE, Call(activations.load("tanh"), (inner,)))))
    return st.one_of(
        several.map(Add),
        several.map(Mul),
        part.map(Neg),
        st.tuples(part, below).map(lambda pair: Div(*pair)),
        part.map(lambda inner: Pow(Call(activations.load("tanh"), (inner,)), number(3))),
        below.map(lambda inner: Pow(inner, Number(0.5))),
        below.map(lambda inner: Pow(inner, Neg(ONE))),
        below.map(lambda inner: Call(activations.load("log"), (inner,))),
        st.tuples(st.sampled_from(SMOOTH), part).map(lambda pair: Call(pair[0], (pair[1],))),
    )


TWO_POINT_FIVE = Number(2.5)


@st.composite
def graphs(draw, functions=SMOOTH, nodes=6):
    """Return a random graph: any fan-out, values used twice, several outputs summed in the loss."""
    leaves = [variable(f"w_{place}") for place in range(3)]
    known = list(leaves)
    equations = []
    for place in range(draw(st.integers(2, nodes))):
        left, right, third = (draw(st.sampled_from(known)) for _ in range(3))
        body = draw(
            st.sampled_from(
                [
                    Add((Mul((left, right)), third)),
                    Mul((left, left, Number(0.7))),
                    Add((left, Neg(right))),
                    Div(left, Add((Number(2.5), Pow(right, number(2))))),
                    Call(draw(st.sampled_from(functions)), (left,)),
                    Call(draw(st.sampled_from(functions)), (Mul((left, right)),)),
                ]
            )
        )
        output = variable(f"u_{place}", Role.INTERMEDIATE)
        equations.append(equation(output, body))
        known.append(output)
    used = {name for node in equations for name in node.inputs}
    ends = [node.output for node in equations if node.output not in used]
    total = Add((*(Pow(end, number(2)) for end in ends), *leaves))
    equations.append(equation(variable("L", Role.LOSS), total))
    return Graph(tuple(leaves), tuple(equations))
