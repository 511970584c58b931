"""Plots show the numbers they were given, and load matplotlib only when they are drawn."""

import math
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from picture_samples import BOWL, LOSS, PLOTS, PREDICTION, TARGET, W, bowl
from picture_scene import labels, said, written

from derive.activations import keys, load
from derive.core.text import Text, same
from derive.figures import picture
from derive.figures.drawing import Circle, Label, Line, Look, Patch
from derive.figures.guesses import Guess, guesses
from derive.figures.label import width
from derive.figures.plots.activation import activation
from derive.figures.plots.contour import Gradient, Path, contour
from derive.figures.plots.curve import Descent, curve
from derive.figures.plots.training import training
from derive.figures.plots.vanishing import vanishing


def lines(drawing, look):
    return [m for m in drawing.marks if isinstance(m, Line) and m.look is look]


def frame(drawing):
    """Return from where to where the axes reach."""
    (axes,) = (line for line in lines(drawing, Look.GUIDE) if len(line.points) == 3)
    (left, top), (_, foot), (right, _) = axes.points
    return (left, right), (top, foot)


def arrow(drawing, look):
    (found,) = [line for line in lines(drawing, look) if line.arrow]
    (x0, y0), (x1, y1) = found.points
    return x1 - x0, y1 - y0


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_is_well_formed_named_and_inside_its_frame(name):
    drawing = PLOTS[name]()
    for language in ("en", "zh-Hant"):
        written_out = picture(drawing, language, "p")
        ET.fromstring(written_out.svg)
        assert written_out.tikz.count("{") == written_out.tikz.count("}")
    assert len(drawing.description.en) > 20
    for area in labels(drawing):
        assert area.left >= 0
        assert area.right <= drawing.width
        assert 0 <= area.top < area.bottom <= drawing.height
    points = [point for mark in drawing.marks if isinstance(mark, Line) for point in mark.points]
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)


def test_drawing_twice_gives_the_same_bytes():
    first, again = ([picture(draw()).svg for draw in PLOTS.values()] for _ in range(2))
    assert first == again


def test_a_picture_without_a_plot_does_not_load_matplotlib():
    code = (
        "import sys, derive.figures.network, derive.figures.plots.contour;"
        "assert not any(name.startswith('matplotlib') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_gradient_is_the_sum_of_its_two_arrows_and_the_step_goes_the_other_way():
    drawing = contour(bowl, BOWL, span=((-3, 5), (-3, 4)), gradient=Gradient((2, 1), (4, 4), 0.1))
    along_x, along_y = arrow(drawing, Look.SERIES_1), arrow(drawing, Look.SERIES_3)
    both, step = arrow(drawing, Look.SERIES_2), arrow(drawing, Look.ASKED)
    assert both == pytest.approx((along_x[0] + along_y[0], along_x[1] + along_y[1]))
    assert along_x[1] == pytest.approx(along_y[0]) == pytest.approx(0)
    assert both[0] == pytest.approx(-both[1])  # 45 degrees, upwards on the page
    assert (step[0] < 0, step[1] > 0) == (True, True)
    assert step[0] * both[1] == pytest.approx(step[1] * both[0])
    names = {said(m) for m in drawing.marks if isinstance(m, Label)}
    assert {"∂L/∂w_1", "∂L/∂w_2", "∇L", "-η∇L"} <= names


def test_contours_close_around_the_lowest_point_of_a_bowl():
    drawing = contour(bowl, BOWL, span=((-2, 2), (-2, 2)))
    closed = [line for line in lines(drawing, Look.CONTOUR) if line.points[0] == line.points[-1]]
    assert len(closed) >= 3
    (left, right), (top, foot) = frame(drawing)
    for line in closed:
        xs, ys = zip(*line.points, strict=True)
        assert (min(xs) + max(xs)) / 2 == pytest.approx((left + right) / 2, abs=1)
        assert (min(ys) + max(ys)) / 2 == pytest.approx((top + foot) / 2, abs=1)


def test_each_path_of_a_descent_has_its_points_and_one_start():
    paths = [Path(((2.0, 1.0), (1.0, 0.5), (0.5, 0.2)), (same(name),)) for name in "ab"]
    drawing = contour(bowl, BOWL, paths=paths)
    for look in (Look.SERIES_1, Look.SERIES_2):
        dots = [m for m in drawing.marks if isinstance(m, Circle) and m.look is look]
        assert len(dots) == 3 + 1  # and one in the legend
    assert len([m for m in drawing.marks if isinstance(m, Patch)]) == 2


def test_a_path_that_diverges_ends_where_it_leaves_the_finite_numbers():
    path = Path(((2.0, 1.0), (-3.0, 1.0), (math.inf, math.nan)), (same("a"),))
    assert contour(bowl, BOWL, paths=[path]).title


def test_the_tangent_touches_the_curve_with_its_slope():
    drawing = curve(lambda w: w * w + 2 * w + 1, W, (LOSS,), (-7, 5), tangents=[(-6, -10)])
    (tangent,) = lines(drawing, Look.SERIES_2)
    (spot,) = [m for m in drawing.marks if isinstance(m, Circle)]
    (x0, y0), (x1, y1) = tangent.points[0], tangent.points[-1]
    on_line = y0 + (spot.x - x0) * (y1 - y0) / (x1 - x0)
    assert on_line == pytest.approx(spot.y, abs=0.01)
    assert "slope -10" in written(drawing)


def test_the_first_steps_of_a_descent_are_numbered():
    drawing = curve(lambda w: w * w, W, (LOSS,), (-3, 3), descents=[Descent((-2.0, -1.0, -0.5))])
    assert {"w_1^{(0)}", "w_1^{(1)}", "w_1^{(2)}"} <= set(written(drawing))


def test_the_largest_slope_of_the_sigmoid_is_marked_as_a_quarter():
    function = load("sigmoid")
    drawing = activation(function, lambda z: function.scalar(z) * (1 - function.scalar(z)))
    assert "largest: 1/4 = 0.25" in [text.replace("¼", "1/4") for text in written(drawing)]
    assert "z = 0" in drawing.description.en


@pytest.mark.parametrize("key", [key for key in keys() if len(load(key).arguments) == 1])
def test_every_activation_of_one_argument_can_be_drawn(key):
    function = load(key)
    low = 0.2 if key in ("log", "sqrt") else -4.0

    def slope(z, step=1e-5):
        return (function.scalar(z + step) - function.scalar(z - step)) / (2 * step)

    drawing = activation(function, slope, (low, 4.0))
    assert lines(drawing, Look.SERIES_1)
    assert lines(drawing, Look.SERIES_2)


def test_the_derivative_of_relu_has_a_gap_and_no_upright_line():
    drawing = activation(load("relu"), lambda z: float(z > 0))
    parts = [line for line in lines(drawing, Look.SERIES_2) if len({y for _, y in line.points}) > 1]
    assert parts == []


def test_a_loss_that_diverges_leaves_the_picture_and_the_others_stay_readable():
    runs = {(same("good"),): [4.0, 2.0, 1.0, 0.5], (same("bad"),): [4.0, 4e3, 4e6, math.inf]}
    drawing = training(runs, LOSS)
    good = next(line for line in lines(drawing, Look.SERIES_1) if len(line.points) > 2)
    heights = [y for _, y in good.points]
    assert max(heights) - min(heights) > 60


def test_gradients_that_shrink_by_one_factor_a_layer_lie_on_a_straight_line():
    drawing = vanishing({(same("sigmoid"),): [4.0**-k for k in range(6, 0, -1)]}, LOSS, W)
    points = next(line.points for line in lines(drawing, Look.SERIES_1) if len(line.points) > 2)
    (x0, y0), (x1, y1) = points[0], points[-1]
    for x, y in points:
        assert y == pytest.approx(y0 + (x - x0) * (y1 - y0) / (x1 - x0), abs=0.05)
    assert "|∂L/∂w_1|" in written(drawing)


def test_the_verdict_and_the_distance_stand_beside_each_guess():
    tries = [
        Guess((W, " = ", "0.5"), 1.5, Text("too small", "太小了")),
        Guess((W, " = ", "3"), 6.5, Text("too large", "太大了")),
    ]
    drawing = guesses(tries, 5, (PREDICTION, TARGET))
    assert {"3.5", "1.5", "too small", "too large", "ŷ = 6.5", "y = 5"} <= set(written(drawing))
    assert "太小了" in written(drawing, "zh-Hant")


@pytest.mark.parametrize("places", [(-6.0, -5.0, -4.2), (-6.0, 5.0, -5.5, 4.8), (-6.0, -5.99)])
def test_names_beside_points_do_not_lie_on_one_another(places):
    drawing = curve(
        lambda w: (w + 1) ** 2, W, (LOSS,), (-7, 7), tangents=[(-6.0, -10.0)],
        descents=[Descent(places)],
    )  # fmt: skip
    named = [m for m in drawing.marks if isinstance(m, Label) and m.halo]
    assert len(named) == 1 + len(places)
    boxes = [(m.x, m.y, width(m.words, m.size) / 2, 0.65 * m.size) for m in named]
    for number, (x, y, wide, high) in enumerate(boxes):
        for other_x, other_y, other_wide, other_high in boxes[:number]:
            apart = abs(x - other_x) >= wide + other_wide or abs(y - other_y) >= high + other_high
            assert apart


def test_a_level_loss_has_a_picture_without_contours():
    drawing = contour(lambda a, b: 3.0, BOWL, paths=[Path(((0.0, 1.0), (0.0, 1.0)))])
    assert lines(drawing, Look.CONTOUR) == []
    assert curve(lambda w: 3.0, W, (LOSS,), (-1, 1), descents=[Descent((0.5, 0.5))]).title
    assert curve(lambda w: math.inf, W, (LOSS,), (-1, 1)).title
