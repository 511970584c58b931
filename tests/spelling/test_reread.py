"""What is printed means what the tree means: it is read again, or run, and gives the same value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from spelling_trees import FUNCTIONS, LOSS, NAMES, formulas, values

from derive.core.expression import Expression, Variable, variables
from derive.numeric.interpret import evaluate
from derive.reading import LESSON, NameTable, read_expression
from derive.spelling.latex import latex
from derive.spelling.python import identifiers, python
from derive.spelling.text import text

TABLE = NameTable((*NAMES, LOSS), {f.key: f for f in FUNCTIONS.values()}, loss=LOSS)
LIMITS = replace(LESSON, exponent=math.inf)  # e^{e^{9}} is not typed by anybody
few = settings(max_examples=100, deadline=None)


def value_of(formula: Expression, at: Mapping[Variable, float]) -> float:
    try:
        value = evaluate(formula, at)
    except (ArithmeticError, ValueError):
        return math.nan
    return float(value) if not isinstance(value, complex) else math.nan


def tame_value(formula: Expression, at: Mapping[Variable, float]) -> float:
    """The value, where it is one that rounding cannot turn into another."""
    value = value_of(formula, at)
    assume(math.isfinite(value) and abs(value) < 1e6)
    nudged = {name: number * (1 + 1e-9) for name, number in at.items()}
    assume(math.isclose(value_of(formula, nudged), value, rel_tol=1e-6, abs_tol=1e-6))
    return value


@given(formulas, values)
@few
def test_latex_read_again_has_the_same_value(formula, at):
    expected = tame_value(formula, at)
    again = read_expression(latex(formula, digits=17), TABLE, LIMITS)
    assert math.isclose(value_of(again, at), expected, rel_tol=1e-6, abs_tol=1e-6), latex(formula)


@given(formulas, values)
@few
def test_text_read_again_has_the_same_value(formula, at):
    expected = tame_value(formula, at)
    again = read_expression(text(formula, digits=17), TABLE, LIMITS)
    assert math.isclose(value_of(again, at), expected, rel_tol=1e-6, abs_tol=1e-6), text(formula)


@pytest.mark.parametrize("array", [True, False], ids=["numpy", "plain floats"])
@given(formula=formulas, at=values)
@few
def test_python_source_computes_the_value_of_the_tree(formula, at, array):
    expected = tame_value(formula, at)
    names = identifiers(variables(formula))
    called = {f: f.key for f in FUNCTIONS.values()}
    source = python(formula, names, called, array=array)
    known = {f.key: f.array if array else f.scalar for f in FUNCTIONS.values()}
    known |= {names[name]: at[name] for name in names}
    # the source was written by us a line ago from letters and digits; here it may be run
    try:
        with np.errstate(all="ignore"):  # e^1000 on the way is infinite
            result = eval(source, {"np": np, "math": math, "__builtins__": {}}, known)
    except OverflowError:  # where the tree goes on with infinity, Python's floats stop
        reject()
    assert math.isclose(float(result), expected, rel_tol=1e-9, abs_tol=1e-9), source


@given(formulas)
@few
def test_a_formula_that_was_read_is_printed_as_it_stood(formula):
    for written in (latex, text):
        typed = read_expression(written(formula, digits=17), TABLE, LIMITS)
        line = written(typed)
        assert written(read_expression(line, TABLE, LIMITS)) == line
