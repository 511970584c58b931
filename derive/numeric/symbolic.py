"""Any formula as SymPy's, and the gradient as SymPy works it out from the composed loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from derive.activations import definition, parameters
from derive.core.expression import Call, Expression, SumOver, Variable
from derive.core.function import Function
from derive.core.graph import Graph
from derive.numeric.interpret import Arithmetic, evaluate

# composing swells: beyond this many nodes, all parameters together, SymPy takes many seconds
_LARGEST = 10_000
_DIGITS = 30


def to_sympy(expression: Expression, symbols: Mapping[Variable, Any]) -> Any:
    """Return the formula as a SymPy expression, functions such as σ by their definition.

    ``symbols`` gives each variable a SymPy expression; a sampled or shaped one an object array of
    them, and then the sums over samples are written out.
    """
    return evaluate(expression, symbols, _SYMBOLS)


def symbolic(
    graph: Graph, values: Mapping[Variable, Any], wanted: Sequence[Variable]
) -> dict[Variable, Any] | None:
    """Return ``sympy.diff`` of the composed loss by each wanted leaf; None when it is too large."""
    numbers = sum(np.size(values[name]) for name in wanted)
    if composed_size(graph, values) * numbers > _LARGEST:
        return None
    loss, symbols = composed_loss(graph, values)
    known = {
        symbol: sympy.Float(float(value), _DIGITS)
        for leaf in graph.leaves
        for symbol, value in zip(np.ravel(symbols[leaf]), np.ravel(values[leaf]), strict=True)
    }
    return {name: _slopes(loss, symbols[name], known) for name in wanted}


def composed_loss(graph: Graph, values: Mapping[Variable, Any]) -> tuple[Any, dict[Variable, Any]]:
    """Return the loss as one formula in symbols that stand for the leaves, and those symbols.

    ``values`` say how many numbers a leaf has; a sampled one gets a symbol for each of them.
    """
    symbols = {leaf: _symbols(values[leaf]) for leaf in graph.leaves}
    composed = dict(symbols)
    for node in graph.nodes:
        composed[node.output] = to_sympy(node.formula, composed)
    return np.asarray(composed[graph.loss]).item(), symbols


def composed_size(graph: Graph, values: Mapping[Variable, Any]) -> int:
    """Return how long the loss is when every intermediate value is written out."""
    samples = max((np.size(values[leaf]) for leaf in graph.leaves if leaf.sampled), default=1)
    widest = max((max(leaf.shape) for leaf in graph.leaves if leaf.shape), default=1)
    sizes = dict.fromkeys(graph.leaves, 1)
    for node in graph.nodes:
        sizes[node.output] = widest * _size(node.formula, sizes, samples)
    return sizes[graph.loss]


def _size(formula: Expression, sizes: Mapping[Variable, int], samples: int) -> int:
    match formula:
        case Variable():
            return sizes[formula]
        case Call(function=function, arguments=arguments) if function.definition:
            inner = [_size(argument, sizes, samples) for argument in arguments]
            named = dict(zip(parameters(function), inner, strict=True))
            return _size(definition(function), named, samples)
        case SumOver(body=body):
            return samples * _size(body, sizes, samples)
    return 1 + sum(_size(part, sizes, samples) for part in formula.children)


def _symbols(value: Any) -> Any:
    # names of SymPy's own making: a name from a lesson never becomes a symbol
    if not np.ndim(value):
        return sympy.Dummy(real=True)
    return np.array([sympy.Dummy(real=True) for _ in range(np.size(value))]).reshape(value.shape)


def _slopes(loss: Any, symbols: Any, known: Mapping[Any, Any]) -> Any:
    # xreplace works the numbers out on the way up; evalf(subs=…) takes 40 times as long
    slopes = [float(sympy.diff(loss, symbol).xreplace(known)) for symbol in np.ravel(symbols)]
    return np.array(slopes).reshape(np.shape(symbols))


class _Symbols(Arithmetic):
    """SymPy expressions, and object arrays of them."""

    def number(self, value: Fraction | float) -> Any:
        if isinstance(value, Fraction):
            return sympy.Rational(value.numerator, value.denominator)
        return sympy.Float(value)

    def constant(self, key: str) -> Any:
        return {"pi": sympy.pi, "e": sympy.E}[key]

    def call(self, function: Function, arguments: tuple[Any, ...]) -> Any:
        if (known := _in_sympy(function)) is None:
            return super().call(function, arguments)
        if any(np.ndim(argument) for argument in arguments):
            return np.frompyfunc(known, len(arguments), 1)(*arguments)
        return known(*arguments)

    def unknown(self, function: Function, order: int, arguments: tuple[Any, ...]) -> Any:
        called, place = sympy.Function(function.latex), sympy.Dummy(real=True)
        slope = sympy.diff(called(place), place, order)
        return np.frompyfunc(lambda argument: slope.subs(place, argument), 1, 1)(*arguments)

    def derivative(self, body: Expression, wrt: Variable, values: Mapping[Variable, Any]) -> Any:
        return sympy.diff(to_sympy(body, values), values[wrt])


def _in_sympy(function: Function) -> Any:
    """Return SymPy's own function of that name; None for one to be put together (σ, ReLU …)."""
    known = getattr(sympy, function.key, None) or getattr(sympy, function.key.capitalize(), None)
    if function.definition and not (isinstance(known, type) and issubclass(known, sympy.Function)):
        return None
    return known


_SYMBOLS = _Symbols()
