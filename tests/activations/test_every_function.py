"""Every function of the folder: its formulas against differences, mpmath and PyTorch."""

import builtins
import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import MPContext

from derive import activations
from derive.activations import OUTPUT, definition, derivative, parameters, proof, through_output
from derive.core.errors import LessonError
from derive.numeric.interpret import Arithmetic, evaluate

FUNCTIONS = list(map(activations.load, activations.keys()))
COMPOSITE = [function for function in FUNCTIONS if function.definition]
every = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.key)
every_composite = pytest.mark.parametrize("function", COMPOSITE, ids=lambda function: function.key)
EXTREMES = (-1e6, -1000.0, -40.0, -1e-300, -0.0, 0.0, 1e-300, 40.0, 1000.0, 1e6)


class Precise(Arithmetic):
    """Sixty digits of mpmath: an opinion that shares no code with the functions' own."""

    def __init__(self):
        self.context = MPContext()
        self.context.dps = 60

    def number(self, value):
        return self.context.mpf(value.numerator) / self.context.mpf(value.denominator)

    def constant(self, key):
        return +getattr(self.context, key)

    def primitive(self, function, arguments):
        known = getattr(self.context, function.key, None) or getattr(builtins, function.key)
        return known(*arguments)


PRECISE = Precise()


def has_value(function, point):
    try:
        function.scalar(*point)
    except (ValueError, OverflowError):
        return False
    return True


def away_from_corners(function, point):
    """Differences say nothing at a kink, and little where ELU's two branches meet."""
    place = point[0] if len(point) == 1 else point[0] - point[1]
    corners = (*function.kinks, *((0.0,) if r"\max" in function.definition else ()))
    return all(abs(place - corner) > 0.05 for corner in corners)


def points_of(function):
    low = 0.1 if function.key in ("log", "sqrt") else -4.0
    coordinate = st.floats(low, 4.0).map(lambda z: round(z, 6))
    point = st.tuples(*[coordinate] * len(function.arguments))
    return point.filter(lambda point: away_from_corners(function, point))


def at(function, point):
    return dict(zip(parameters(function), point, strict=True))


def difference(function, point, place, step=1e-3):
    """The five-point central difference; its own error is of order step⁴."""

    def moved(count):
        return function.scalar(*(z + count * step * (place == i) for i, z in enumerate(point)))

    return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * step)


@every
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_derivative_is_what_differences_say(function, data):
    point = data.draw(points_of(function))
    for place in range(len(function.arguments)):
        slope = evaluate(derivative(function, place), at(function, point))
        assert slope == pytest.approx(difference(function, point, place), rel=1e-8, abs=1e-8)


@every
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_derivative_through_the_output_is_the_derivative(function, data):
    if (formula := through_output(function)) is None:
        return
    point = data.draw(points_of(function))
    kept = {**at(function, point), OUTPUT: function.scalar(*point)}
    slope = evaluate(derivative(function), kept)
    assert evaluate(formula, kept) == pytest.approx(slope, rel=1e-9, abs=1e-12)


@every_composite
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_each_line_of_the_proof_equals_the_next_and_the_last_is_the_derivative(function, data):
    point = data.draw(points_of(function))
    lines = [evaluate(formula, at(function, point)) for formula, _ in proof(function)]
    assert lines == pytest.approx([difference(function, point, 0)] * len(lines), rel=1e-8, abs=1e-8)
    assert proof(function)[-1][0] == derivative(function)


@every
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_scalar_array_and_definition_have_the_same_value(function, data):
    point = data.draw(points_of(function))
    value = function.scalar(*point)
    columns = [np.array([z, z]) for z in point]
    assert function.array(*columns).tolist() == pytest.approx([value, value], rel=1e-14)
    exact = evaluate(definition(function), at(function, map(PRECISE.context.mpf, point)), PRECISE)
    assert value == pytest.approx(float(exact), rel=1e-14)


@every
def test_extreme_arguments_give_the_right_value_without_a_warning(function):
    places = [(z,) * len(function.arguments) for z in EXTREMES]
    for point in (place for place in places if has_value(function, place)):
        exact = evaluate(
            definition(function), at(function, map(PRECISE.context.mpf, point)), PRECISE
        )
        value = function.scalar(*point)
        assert math.isfinite(value)
        assert value == pytest.approx(float(exact), rel=1e-13, abs=1e-300)
        assert function.array(*map(np.array, point)) == pytest.approx(value, rel=1e-13, abs=1e-300)


@every_composite
def test_a_composite_function_has_a_value_and_a_slope_everywhere(function):
    for z in EXTREMES:
        assert math.isfinite(function.scalar(z))
        slope = evaluate(derivative(function), at(function, (z,)))
        assert math.isfinite(slope)


@every
def test_the_values_fill_the_range_that_is_claimed(function):
    grid = [*EXTREMES, *np.linspace(-8, 8, 3201).tolist()]
    points = [(z, 0.3)[: len(function.arguments)] for z in grid]
    values = [function.scalar(*point) for point in points if has_value(function, point)]
    low, high = function.range
    assert low <= min(values)
    assert max(values) <= high
    assert min(values) == pytest.approx(low, abs=1e-3) or (low == -math.inf and min(values) <= 0.3)
    assert max(values) == pytest.approx(high, abs=1e-3) or max(values) >= 0.3


@every
def test_a_function_is_found_under_each_of_its_spellings(function):
    table = activations.spellings()
    for spelling in (function.key, function.latex, *function.names):
        assert table[spelling] is function


def test_a_misspelt_function_is_refused_with_the_nearest_one():
    with pytest.raises(LessonError, match="Did you mean sigmoid"):
        activations.load("sigmod")


@pytest.mark.parametrize("key", ["../core/text", "__init__", "derive.core.text", "", "os"])
def test_no_other_module_can_be_imported_by_a_key(key):
    with pytest.raises(LessonError):
        activations.load(key)


@given(x=st.floats(-5, 5), y=st.floats(-5, 5) | st.none())
def test_max_and_min_together_keep_the_slopes_of_the_sum_even_at_a_tie(x, y):
    larger, smaller = activations.load("max"), activations.load("min")
    point = (x, x if y is None else y)
    for place in (0, 1):
        slopes = [evaluate(derivative(f, place), at(f, point)) for f in (larger, smaller)]
        assert sum(slopes) == 1.0


# --- PyTorch ---------------------------------------------------------------------------------


def in_torch(function):
    torch = pytest.importorskip("torch")
    other = {
        "gelu_tanh": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
        "identity": lambda z: z * 1,
        "step": lambda z: torch.heaviside(z.detach(), torch.zeros_like(z)),
        "max": torch.maximum,
        "min": torch.minimum,
    }
    return (
        other.get(function.key)
        or getattr(torch.nn.functional, function.key, None)
        or getattr(torch, function.key, None)
    )


@every
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_values_and_slopes_agree_with_pytorch(function, data):
    torch = pytest.importorskip("torch")
    if in_torch(function) is None:
        return
    point = data.draw(points_of(function))
    leaves = [torch.tensor(z, dtype=torch.float64, requires_grad=True) for z in point]
    value = in_torch(function)(*leaves)
    assert function.scalar(*point) == pytest.approx(value.item(), rel=1e-8, abs=1e-9)
    if value.requires_grad:
        value.backward()
    for place, leaf in enumerate(leaves):
        theirs = 0.0 if leaf.grad is None else leaf.grad.item()
        ours = evaluate(derivative(function, place), at(function, point))
        assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-8)


@every
def test_what_is_said_of_pytorch_at_a_kink_is_true(function):
    if function.convention is None or "PyTorch" not in function.convention.en:
        return
    torch = pytest.importorskip("torch")
    for kink in function.kinks:
        leaf = torch.tensor(kink, dtype=torch.float64, requires_grad=True)
        in_torch(function)(leaf).backward()
        assert evaluate(derivative(function), at(function, (kink,))) == leaf.grad.item()


def test_the_smooth_corner_of_elu_has_the_slope_one():
    elu = activations.load("elu")
    assert evaluate(derivative(elu), at(elu, (0.0,))) == 1.0


def test_knowing_all_spellings_takes_neither_numpy_nor_sympy():
    program = (
        "import sys, derive.activations as a; a.spellings(); "
        "sys.exit('numpy' in sys.modules or 'sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
