"""The lines of working: each equals the next, and they read as a teacher writes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.activations import spellings
from derive.calculus.differentiate import derivative, slopes, working
from derive.calculus.tidy import tidy
from derive.core.expression import (
    Call,
    Derivative,
    Number,
    Role,
    Variable,
    rewrite,
    size,
    variables,
)
from derive.numeric.interpret import evaluate
from derive.reading import NameTable, read_expression
from derive.spelling.text import text

NAMES = [Variable(name, name) for name in ("x", "y", "w", "b", "z")]
NAMES.append(Variable("n", "n", Role.CONSTANT))
HAT = Variable("\\hat{y}", "\\hat{y}")
TABLE = NameTable([*NAMES, HAT], spellings())
POINT = dict(zip([*NAMES, HAT], (0.7, -0.4, 1.3, 0.2, 0.9, 3.0, 0.55), strict=True))


def read(formula):
    return read_expression(formula, TABLE)


def named(name):
    return next(variable for variable in [*NAMES, HAT] if variable.name == name)


def worth(expression, point=POINT):
    """The value of a line; derivatives still to be done are central differences."""

    def numeric(node):
        if isinstance(node, Derivative):
            return Number(quotient(node.body, node.wrt, point))
        if isinstance(node, Call) and node.order == 1:
            (argument,) = node.arguments
            stand_in = Variable("s", "s")
            body = Call(node.function, (stand_in,))
            return Number(quotient(body, stand_in, {stand_in: worth(argument, point)}))
        return None

    return float(evaluate(rewrite(expression, numeric), point))


def quotient(body, wrt, point, width=1e-5):
    ends = [worth(body, {**point, wrt: point[wrt] + side * width}) for side in (1, -1)]
    return (ends[0] - ends[1]) / (2 * width)


FORMULAS = [
    r"\frac{1}{2}(y - \hat{y})^2",
    r"w x + b",
    r"w^2 + 2w + 1",
    r"\frac{1}{2n}(\hat{y} - y)^2",
    r"x e^{w x}",
    r"\frac{x}{x + w}",
    r"\frac{1}{1 + e^{-x}}",
    r"\frac{x}{2} + \frac{10}{x}",
    r"\sigma(w x + b)",
    r"\tanh(\sigma(x w))",
    r"\max(0, x) + |x|",
    r"\ln(1 + x^2)",
    r"\sqrt{x + 2}",
    r"(x + y)(x - w)",
    r"(2 + x^2)^x",
    r"2^x",
    r"-y \ln \hat{y} - (1 - y) \ln(1 - \hat{y})",
    r"\frac{e^{x}}{e^{x} + e^{z}}",
    r"3 (x w - 1)^4",
    r"x^n",
    r"\sin(x) \cos(x)",
    r"\frac{(w x + b)^2}{x}",
    r"((x + 1)^2 + 1)^3",
]
CASES = [(f, name.name) for f in FORMULAS for name in variables(read(f))]


@pytest.mark.parametrize(("formula", "name"), CASES)
def test_every_line_equals_the_one_before_it(formula, name):
    lines = working(read(formula), named(name))
    due = quotient(read(formula), named(name), POINT)
    for line in lines:
        assert worth(line.formula) == pytest.approx(due, rel=1e-4, abs=1e-6), text(line.formula)


@pytest.mark.parametrize(("formula", "name"), CASES)
def test_the_short_way_and_the_long_way_meet(formula, name):
    body, wrt = read(formula), named(name)
    last = worth(working(body, wrt)[-1].formula)
    assert worth(derivative(body, wrt)) == pytest.approx(last, rel=1e-9)
    assert worth(slopes(body, {wrt})[wrt]) == pytest.approx(last, rel=1e-9)


WRITTEN = [
    (r"\frac{1}{2}(y - \hat{y})^2", r"\hat{y}", ["½ · 2(y - ŷ) · (-1)", "-(y - ŷ)"]),
    (r"w x + b", "w", ["x"]),
    (r"w^2 + 2w + 1", "w", ["2w + 2"]),
    (r"\frac{1}{2n}(\hat{y} - y)^2", r"\hat{y}", ["1/(2n) · 2(ŷ - y) · 1", "1/n · (ŷ - y)"]),
    (r"x + x + 1", "x", ["2"]),
    (r"\frac{x}{2} + \frac{10}{x}", "x", ["½ - 10/x²"]),
    (r"x^3", "x", ["3x²"]),
    (r"y \ln x", "x", ["y · 1/x", "y/x"]),
    (r"\max(0, w x + b)", "b", ["𝟏[w x + b > 0] · 1", "𝟏[w x + b > 0]"]),
]


@pytest.mark.parametrize(("formula", "name", "lines"), WRITTEN)
def test_the_lines_stand_as_on_the_slide(formula, name, lines):
    assert [text(line.formula) for line in working(read(formula), named(name))[1:]] == lines


TIDY = [  # the last line, which nobody would leave any longer on the blackboard
    (r"e^{x^2}", "x", "2x e^{x²}"),
    (r"\frac{1}{x^3}", "x", "-3/x⁴"),
    (r"x \ln x", "x", "ln(x) + 1"),
    (r"x x x", "x", "3x²"),
    (r"\frac{y}{w^2 + 1}", "w", "-2y w/(w² + 1)²"),
    (r"\sqrt{w^2 + b^2}", "w", "w/√(w² + b²)"),
    (r"\frac{w}{\sqrt{w^2 + b^2}}", "w", "(√(w² + b²) - w²/√(w² + b²))/(w² + b²)"),
    (r"\frac{e^{x}}{e^{x} + e^{z}}", "x", "(e^x(e^x + e^z) - (e^x)²)/(e^x + e^z)²"),
]


@pytest.mark.parametrize(("formula", "name", "last"), TIDY)
def test_equal_factors_are_gathered_and_cancelled(formula, name, last):
    assert text(working(read(formula), named(name))[-1].formula) == last
    assert text(derivative(read(formula), named(name))) == last


@st.composite
def messy(draw):
    """A derivative as the rules leave it: zeros, ones, signs and nested products everywhere."""
    atoms = st.sampled_from(["x", "y", "w", "2", "0", "1", "0.5", r"\frac{1}{n}", r"\frac{1}{2n}"])

    def join(parts):
        a, b, c = parts
        form = draw(
            st.sampled_from(["({0} + {1})", "-({0})", "({0}) \\cdot ({1}) \\cdot ({2})",
                             "({0})({1})", "\\frac{{{0}}}{{{1} + 3}}", "({0} - {1})",
                             "\\frac{{{0} x^3}}{{x^2 w}}", "({0})^2 x", "\\frac{{y}}{{x^2 + 1}} ({0})"])
        )  # fmt: skip
        return form.format(a, b, c)

    tree = st.recursive(atoms, lambda inner: st.tuples(inner, inner, inner).map(join), max_leaves=9)
    return draw(tree)


@settings(max_examples=150, deadline=None)
@given(messy())
def test_tidying_changes_neither_value_nor_lengthens(formula):
    before = read(formula)
    after = tidy(before)
    assert worth(after) == pytest.approx(worth(before), rel=1e-9, abs=1e-12)
    assert size(after) <= size(before) + 1  # -2 becomes a minus sign before a 2
    assert tidy(after) == after


def test_a_rule_is_one_file_and_says_its_name_and_reason_in_both_languages():
    from derive.core import folder
    from derive.core.text import Text

    for key in folder.keys("derive.rules"):
        module = folder.load("derive.rules", key, Text("rule", "規則"))
        assert module.RULE.key == key
        assert module.RULE.because.en
        assert module.RULE.because.zh
