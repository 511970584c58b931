"""One variable: the limit worked out, the tangent, the extrema; and learning by guessing."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.expression import Call, Variable
from derive.descent.guessing import guesses
from derive.descent.one_variable import STEP, one_variable
from derive.descent.polynomial import coefficients, written
from derive.lessons import load, loads
from derive.numeric.interpret import evaluate
from derive.numeric.symbolic import to_sympy
from derive.spelling.text import text

W = Variable("w", "w")
polynomials = st.dictionaries(
    st.integers(0, 5), st.fractions(-9, 9, max_denominator=4).filter(bool), min_size=1, max_size=4
).filter(lambda found: max(found) > 0)


def lesson_of(found):
    from derive.spelling.latex import latex

    body = latex(written(found, W))
    return loads(f"equations: |\n  f(w) = {body}\nparameters: {{w: 2}}")


def test_the_lectures_derivative_from_the_limit():
    lines = [text(line.formula) for line in one_variable(load("slope")).limit]
    assert lines == [
        "(f(w + h) - f(w))/h",
        "((w + h)² + 2(w + h) + 1 - (w² + 2w + 1))/h",
        "(w² + 2w h + h² + 2w + 2h + 1 - w² - 2w - 1)/h",
        "(2w h + h² + 2h)/h",
        "2w + h + 2",
        "2w + 2",
    ]


@settings(max_examples=40, deadline=None)
@given(polynomials, st.fractions(-3, 3, max_denominator=8))
def test_every_line_of_a_limit_equals_the_one_before(found, at):
    one = one_variable(lesson_of(found))
    assert one is not None
    *open_lines, last = one.limit
    values = {one.variable: float(at), STEP: 0.25}
    found_values = [evaluate(line.formula, values) for line in open_lines]
    assert found_values == pytest.approx([found_values[0]] * len(found_values), abs=1e-6)
    at_zero = evaluate(open_lines[-1].formula, {**values, STEP: 0.0})
    assert evaluate(last.formula, values) == pytest.approx(at_zero, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(polynomials)
def test_the_limit_is_the_derivative_that_sympy_finds(found):
    one = one_variable(lesson_of(found))
    symbol = sympy.Symbol("w")
    ours = to_sympy(one.slope, {one.variable: symbol})
    theirs = sympy.diff(sum(sympy.Rational(f) * symbol**p for p, f in found.items()), symbol)
    assert sympy.expand(ours - theirs) == 0


@settings(max_examples=30, deadline=None)
@given(polynomials)
def test_extrema_are_where_the_slope_is_zero_and_of_the_kind_that_sympy_says(found):
    one = one_variable(lesson_of(found))
    symbol = sympy.Symbol("w")
    body = sum(sympy.Rational(f) * symbol**p for p, f in found.items())
    roots = sympy.Poly(sympy.diff(body, symbol), symbol).nroots(n=30, maxsteps=500)
    real = sorted({round(float(sympy.re(r)), 5) for r in roots if abs(sympy.im(r)) < 1e-9})
    if len(real) == len(one.extrema):  # roots that lie closer than the eye are one place
        assert [each.place for each in one.extrema] == pytest.approx(real, abs=2e-4)
    bends = sympy.diff(body, symbol, 2)
    for each in one.extrema:
        bend = float(bends.subs(symbol, each.place))
        if abs(bend) > 1e-2:
            assert each.kind.en == ("minimum" if bend > 0 else "maximum")


def test_the_tangent_touches():
    one = one_variable(load("two-valleys"))
    for at in (-2.0, 0.0, 1.5):
        tangent = one.tangent(at)
        here, near = (evaluate(tangent, {one.variable: at + step}) for step in (0.0, 1e-5))
        curve = evaluate(one.at(one.variable), {one.variable: at + 1e-5})
        assert here == pytest.approx(evaluate(one.body, {one.variable: at}))
        assert near == pytest.approx(curve, abs=1e-8)


def test_the_three_extrema_of_the_two_valleys():
    kinds = [(round(e.place, 3), e.kind.en) for e in one_variable(load("two-valleys")).extrema]
    assert kinds == [(-1.473, "minimum"), (0.126, "maximum"), (1.347, "minimum")]


@pytest.mark.parametrize(
    ("equation", "why"),
    [("f = e^w", "no polynomial"), ("f = w^2 + u^2", "two"), ("f = \\frac{1}{w}", "a fraction")],
)
def test_other_lessons_have_no_limit_worked_out(equation, why):
    names = "{w: 1, u: 2}" if "u" in equation else "{w: 1}"
    assert one_variable(loads(f"equations: |\n  {equation}\nparameters: {names}")) is None, why


def test_brackets_are_multiplied_out_first():
    lesson = loads("equations: |\n  f = (w - 1)^2 (w + 2)\nparameters: {w: 0}")
    (node,) = lesson.graph.nodes
    (w,) = lesson.parameters
    assert coefficients(node.formula, w) == {3: 1, 1: -3, 0: 2}
    assert coefficients(Call(one_variable(lesson).function, (w,)), w) is None
    assert coefficients(node.formula, w)[1] == Fraction(-3)


def test_learning_by_guessing():
    found = guesses(load("guess"))
    assert [guess.number for guess in found] == [0.5, 3.0, 2.0]
    outputs = [guess.values[guess.derivation.steps[0].target] for guess in found]
    assert outputs == [1.5, 6.5, 4.5]
    assert [guess.error for guess in found] == [3.5, -1.5, 0.5]
    assert [guess.comment.en for guess in found] == ["too small", "too large", "a bit small"]
    assert [guess.comment.zh for guess in found] == ["太小了", "太大了", "有點小"]
    assert [guess.values[guess.derivation.loss] for guess in found] == [3.5, 1.5, 0.5]
