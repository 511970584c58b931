"""Which pictures a sheet carries: the network, the graph with its numbers, the loss as a curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import nan

from derive.core.errors import NumericError
from derive.core.expression import Call, Variable, walk
from derive.core.function import Function
from derive.figures import Drawing
from derive.figures.computation import computation
from derive.figures.computation import suits as is_small
from derive.figures.network import network
from derive.figures.network import suits as is_network
from derive.numeric.compiled import compile_program
from derive.numeric.interpret import evaluate
from derive.render.sheet import Sheet, SheetKind
from derive.render.solution import Solution

# a network of more steps than this is no picture any more
MOST_STEPS = 400
# with more gradients than this the way of each weight is not drawn again and again
MOST_WAYS = 6


@dataclass(frozen=True)
class Pictures:
    """Drawings, to be written out by whoever lays the page out.

    ``ways`` has, for some of the parameters asked for, the network with the way from that
    parameter to the loss in thick lines.
    """

    network: Drawing | None = None
    computation: Drawing | None = None
    plots: tuple[Drawing, ...] = ()
    ways: Mapping[Variable, Drawing] = field(default_factory=dict)


def pictures(sheet: Sheet) -> Pictures:
    """Return the pictures of a sheet; a worksheet gets the network and nothing that answers."""
    solution = sheet.solution
    lesson, asked = solution.lesson, solution.derivation.asked
    if len(solution.derivation.steps) > MOST_STEPS:
        return Pictures()
    # which units are dead is for a worksheet's reader to find out
    known = solution.values if sheet.kind is SheetKind.LECTURE else {}
    plain = network(lesson, None, known) if is_network(lesson) else None
    if sheet.kind is not SheetKind.LECTURE:
        return Pictures(plain)
    drawn = plain is not None and len(asked) <= MOST_WAYS
    ways = {name: network(lesson, name, solution.values) for name in asked} if drawn else {}
    small = is_small(solution.derivation)
    graph = computation(solution.derivation, solution.values) if small else None
    return Pictures(plain, graph, tuple(_plots(solution)), ways)


def _plots(solution: Solution) -> Iterator[Drawing]:
    parameters = solution.lesson.parameters
    if solution.values and not any(name.shape for name in parameters):
        if len(parameters) == 1:
            yield _curve(solution, parameters[0])
        if len(parameters) == 2:
            yield _contour(solution, parameters[0], parameters[1])
    for function in _activations(solution):
        yield activation_curve(function)


def _curve(solution: Solution, name: Variable) -> Drawing:
    from derive.figures.plots.curve import Descent, curve  # matplotlib, only when it is drawn

    at, slope = float(solution.values[name]), _slope(solution, name)
    rate = solution.lesson.learning_rate
    far = max(1.0, 1.2 * abs(at), 2 * abs(slope) * (rate or 0))
    loss = solution.derivation.loss
    steps = [Descent((at, at - rate * slope))] if rate is not None else []
    function = _loss(solution, (name,))
    span = (at - far, at + far)
    return curve(function, name, (loss,), span, tangents=[(at, slope)], descents=steps)


def _contour(solution: Solution, x: Variable, y: Variable) -> Drawing:
    from derive.figures.plots.contour import Gradient, contour

    at = (float(solution.values[x]), float(solution.values[y]))
    slope = (_slope(solution, x), _slope(solution, y))
    gradient = Gradient(at, slope, solution.lesson.learning_rate)
    names = (solution.derivation.loss, x, y)
    return contour(_loss(solution, (x, y)), names, gradient=gradient)


def activation_curve(function: Function) -> Drawing:
    from derive.activations import derivative, parameters
    from derive.figures.plots.activation import activation

    (argument,) = parameters(function)
    slope = derivative(function)
    return activation(function, lambda z: float(evaluate(slope, {argument: z})))


def _activations(solution: Solution) -> tuple[Function, ...]:
    """Return the functions of one argument that the network applies, each once."""
    called = (
        node.function
        for equation in solution.lesson.graph.nodes
        for node in walk(equation.formula)
        if isinstance(node, Call) and node.function.definition and len(node.function.arguments) == 1
    )
    return tuple(dict.fromkeys(called))


def _slope(solution: Solution, name: Variable) -> float:
    """Return the gradient by one parameter, or 0 where it was not asked for."""
    step = solution.derivation.gradients.get(name)
    return float(solution.values[step.target]) if step is not None else 0.0


def _loss(solution: Solution, names: tuple[Variable, ...]) -> Callable[..., float]:
    """Return the loss as a function of some leaves, the others as they are given."""
    graph, values = solution.lesson.graph, solution.values
    assignments = [(node.output, node.formula) for node in graph.nodes]
    program = compile_program(
        assignments, graph.leaves, (graph.loss,), samples=solution.lesson.samples
    )

    def loss(*at: float) -> float:
        moved = {**values, **dict(zip(names, at, strict=True))}
        try:
            (value,) = program(*(moved[leaf] for leaf in graph.leaves))
        except NumericError:
            return nan  # a hole in the curve
        return float(value)

    return loss
