"""The functions of a lesson as NumPy has them, or else written from their definitions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

from derive.activations import definition, derivative, parameters
from derive.calculus.differentiate import slopes
from derive.core.expression import ZERO, Call, Expression, Variable, walk
from derive.core.function import Function
from derive.spelling.python import identifiers, python

Called = tuple[Function, int]  # a function and the order of its derivative
# where NumPy has another name for it; ``np.max`` is the largest entry of one array
_OTHERWISE = {"max": "np.maximum", "min": "np.minimum"}


@cache
def numpy_name(function: Function) -> str:
    """Return what a function is called in NumPy; an empty string when NumPy does not have it."""
    import numpy as np

    if function.key in _OTHERWISE:
        return _OTHERWISE[function.key]
    if isinstance(getattr(np, function.key, None), np.ufunc):
        return f"np.{function.key}"
    if not function.definition and hasattr(math, function.key):
        return f"np.vectorize(math.{function.key})"
    return ""


def called_in(formulas: Iterable[Expression]) -> tuple[Called, ...]:
    """Return every function that is called, each after those that its own formula calls."""
    found: dict[Called, None] = {}
    for formula in formulas:
        _collect(formula, found)
    return tuple(found)


def helper_name(function: Function, order: int) -> str:
    """Return what the definition of a function or of its derivative is called."""
    return name_in_python(function) + "_prime" * order


def name_in_python(function: Function) -> str:
    """Return what a function that NumPy does not have is called."""
    if not function.is_unknown:
        return function.key
    letter = Variable(function.latex, function.latex)
    return identifiers((letter,))[letter]


def helper(function: Function, order: int, functions: Mapping[Function, str]) -> str:
    """Return the source of a function that computes it, or its ``order``-th derivative."""
    inputs = identifiers(parameters(function))
    body = python(_formula(function, order), inputs, functions, array=True)
    return f"def {helper_name(function, order)}({', '.join(inputs.values())}):\n    return {body}"


def _collect(formula: Expression, found: dict[Called, None]) -> None:
    for node in walk(formula):
        if isinstance(node, Call) and (node.function, node.order) not in found:
            known = not node.function.is_unknown
            if known and (node.order or not numpy_name(node.function)):
                _collect(_formula(node.function, node.order), found)
            found[node.function, node.order] = None


def _formula(function: Function, order: int) -> Expression:
    if order == 0:
        return definition(function)
    formula = derivative(function)
    for _ in range(order - 1):
        formula = slopes(formula, parameters(function)).get(parameters(function)[0], ZERO)
    return formula
