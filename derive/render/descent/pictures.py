"""The pictures of a descent: the curve or the contours with the path, and the losses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from derive.core.expression import Variable
from derive.core.optimizer import RATE
from derive.core.text import Text
from derive.descent.course import Course, Iterate
from derive.descent.curvature import curvature
from derive.descent.machine import Machine
from derive.descent.surface import height
from derive.numeric.interpret import evaluate
from derive.render.descent.changed import Words
from derive.render.descent.pieces import Picture
from derive.render.descent.symbols import ETA

if TYPE_CHECKING:
    from derive.figures import Drawing

PATH, LOSSES, RATES = "path", "loss", "rate"
MOST_POINTS = 400  # of a path; a longer one is thinned
HIGHEST = 1.5  # times its first loss: what climbs further leaves the picture
Run = tuple[Words, Course]  # what the legend calls it


def pictures(machine: Machine, course: Course) -> tuple[Picture, ...]:
    """Return the pictures of one descent."""
    return tuple(_pictures(machine, (((), course),)))


def compared(machine: Machine, runs: Sequence[Run]) -> tuple[Picture, ...]:
    """Return the pictures of several descents of the same loss."""
    return tuple(_pictures(machine, runs))


def _pictures(machine: Machine, runs: Sequence[Run]) -> Iterator[Picture]:
    scalar = not any(name.shape for name in machine.parameters)
    if len(machine.parameters) == 1 and scalar:
        yield Picture(PATH, lambda: _curve(machine, runs))
    if len(machine.parameters) == 2 and scalar:
        yield Picture(PATH, lambda: _contour(machine, runs))
    if any(course.updates for _, course in runs):
        yield Picture(LOSSES, lambda: _losses(machine.derivation.loss, runs))
    scheduled = any(course.plan.schedule is not None for _, course in runs)
    if scheduled and any(course.updates > 1 for _, course in runs):
        yield Picture(RATES, lambda: _rates(runs))


def losses(loss: Variable, runs: Sequence[Run]) -> Picture:
    """Return the picture of several losses, whatever they are the losses of."""
    return Picture(LOSSES, lambda: _losses(loss, runs))


def _curve(machine: Machine, runs: Sequence[Run]) -> Drawing:
    from derive.figures.plots.curve import Descent, curve

    (variable,) = machine.parameters
    places = [_thinned([i.parameters[0] for i in course.iterates]) for _, course in runs]
    start = float(machine.start[0])
    near = [here.parameters[0] for _, course in runs for here in _low(course)]
    span = _span(near, _level(machine, start))
    single = len(runs) == 1
    return curve(
        height(machine),
        variable,
        (machine.derivation.loss,),
        span,
        tangents=[(start, machine.gradient(machine.start)[1])] if single else (),
        descents=[
            Descent(tuple(each), label) for (label, _), each in zip(runs, places, strict=True)
        ],
        highest=max(here.loss for _, course in runs for here in _low(course)),
    )


def _level(machine: Machine, start: float) -> list[float]:
    """Return the places with a level tangent; of a bowl also the other side of the start."""
    from derive.descent.one_variable import one_variable

    found = one_variable(machine.lesson)
    level = [each.place for each in found.extrema] if found is not None else []
    return [*level, 2 * level[0] - start] if len(level) == 1 else level


def _span(places: list[float], more: list[float]) -> tuple[float, float]:
    """Return what the curve is drawn over: where the descent was, not where it fled to."""
    low, high = min(places + more), max(places + more)
    room = 0.12 * (high - low) or 1.0
    return low - room, high + room


def _contour(machine: Machine, runs: Sequence[Run]) -> Drawing:
    from derive.figures.plots.contour import Gradient, Path, contour

    x, y = machine.parameters
    paths = [
        Path(
            tuple((p[0], p[1]) for p in _thinned([i.parameters for i in course.iterates])),
            label,
        )
        for label, course in runs
    ]
    gradient = None
    if len(runs) == 1:
        slopes = machine.gradient(machine.start)[1:]
        rate = machine.plan.values["learning_rate"]
        plain = machine.plan.optimizer.key == "sgd"
        gradient = Gradient(
            (machine.start[0], machine.start[1]), (slopes[0], slopes[1]), rate if plain else None
        )
    return contour(
        height(machine),
        (machine.derivation.loss, x, y),
        span=_area([course for _, course in runs], _centre(machine)),
        gradient=gradient,
        paths=paths,
    )


def _area(
    courses: Sequence[Course], centre: tuple[float, ...]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return what the contours are drawn over: the descents, and the centre of a bowl."""
    points = [here.parameters for course in courses for here in _low(course)]
    points += [centre] if centre else []
    xs, ys = zip(*points, strict=True)
    room = 0.3 * max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    return (min(xs) - room, max(xs) + room), (min(ys) - room, max(ys) + room)


def _low(course: Course) -> list[Iterate]:
    """Return the points at which a descent has not climbed far above its start."""
    highest = HIGHEST * max(abs(course.iterates[0].loss), 1e-12)
    return [here for here in course.iterates if here.loss <= highest]


def _centre(machine: Machine) -> tuple[float, ...]:
    """Return the lowest point of a quadratic loss; nothing for another loss."""
    found = curvature(machine)
    if found is None or found.eigenvalues[0] <= 0:
        return ()
    return found.lowest(machine.gradient((0.0,) * len(machine.parameters))[1:])


def _thinned(points: list[Any]) -> list[Any]:
    if len(points) <= MOST_POINTS:
        return points
    step = (len(points) - 1) / (MOST_POINTS - 1)
    return [points[round(place * step)] for place in range(MOST_POINTS)]


def _losses(loss: Variable, runs: Sequence[Run]) -> Drawing:
    from derive.figures.plots.training import training

    named: dict[tuple[Any, ...], list[float]] = {
        label or (NAME,): [iterate.loss for iterate in course.iterates] for label, course in runs
    }
    return training(named, loss)


def _rates(runs: Sequence[Run]) -> Drawing:
    """Draw the learning rate of every update."""
    from derive.figures.plots.series import Series, series

    lines = [Series(tuple(_rates_of(course)), label or (RATE_NAME,)) for label, course in runs]
    return series(lines, (UPDATES_MADE,), (ETA,), RATES_TITLE, whole_x=True, lowest=0.0)


def _rates_of(course: Course) -> Iterator[tuple[float, float]]:
    machine = Machine(course.lesson, course.plan)
    for made in _thinned(list(range(course.updates))):
        step = machine.rate_step(made)
        constant = course.plan.values[RATE]
        yield made, constant if step is None else evaluate(step.result, course.plan.constants)


NAME = Text("loss", "損失")
RATE_NAME = Text("learning rate", "學習率")
UPDATES_MADE = Text("updates made", "已更新次數")
RATES_TITLE = Text("The learning rate of every update", "每次更新的學習率")
