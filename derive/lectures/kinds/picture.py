"""A picture: a network, a graph, a curve with its tangent, contours, an activation, a cycle."""

from collections.abc import Callable, Iterator, Mapping

from derive.activations import load, parameters
from derive.core.text import Text
from derive.descent import descend, make_plan
from derive.descent.machine import Machine
from derive.figures import Drawing
from derive.figures.computation import computation
from derive.figures.computation import suits as is_small
from derive.figures.dependency import dependency
from derive.figures.network import network
from derive.figures.sketch import sketch
from derive.lectures.drawings.distances import distances
from derive.lectures.drawings.training_cycle import training_cycle
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent.pictures import PATH, pictures
from derive.render.descent.pieces import Picture
from derive.render.pictures import activation_curve

SHOWS = Text("a picture", "圖")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield one picture; the key says which, the value what of."""
    checked = spec.checked(*KINDS, "of", "steps")
    found = [key for key in KINDS if checked.at(key).value is not None]
    if len(found) != 1:
        raise checked.error(_ONE.fill(keys=", ".join(KINDS)))
    (key,) = found
    drawing = KINDS[key](checked)
    yield Picture(key, lambda: drawing)


def _network(spec: Spec) -> Drawing:
    solution = spec.at("network").solution()
    names = spec.at("of").variables(solution.lesson)
    return network(solution.lesson, names[0] if names else None, solution.values)


def _computation(spec: Spec) -> Drawing:
    solution = spec.at("graph").solution()
    if not is_small(solution.derivation):
        raise spec.at("graph").error(_TOO_LARGE)
    return computation(solution.derivation, solution.values)


def _dependency(spec: Spec) -> Drawing:
    return dependency(spec.at("dependency").lesson())


def _activation(spec: Spec) -> Drawing:
    where = spec.at("activation")
    function = where.reading(lambda: load(where.word()))
    if len(parameters(function)) != 1:
        raise where.error(_ONE_ARGUMENT)
    return activation_curve(function)


def _sketch(spec: Spec) -> Drawing:
    return sketch(spec.at("units").wholes())


def _cycle(spec: Spec) -> Drawing:
    return training_cycle(spec.studio.letters.get("L", "L"))


def _distances(spec: Spec) -> Drawing:
    return distances(spec.at("distances").lesson())


def _contour(spec: Spec) -> Drawing:
    return _path(spec, spec.at("contour"), 2)


def _tangent(spec: Spec) -> Drawing:
    return _path(spec, spec.at("tangent"), 1)


def _path(spec: Spec, where: Spec, parameters: int) -> Drawing:
    """Return the picture of a descent over its loss, after so many steps; none by default."""
    lesson = where.lesson()
    plan = where.reading(lambda: make_plan(lesson, steps=spec.at("steps").whole(0)))
    machine = Machine(lesson, plan)
    if len(machine.parameters) != parameters:
        raise where.error(_PARAMETERS.fill(count=parameters))
    drawn = pictures(machine, descend(lesson, plan))
    return next(picture for picture in drawn if picture.key == PATH).draw()


KINDS: Mapping[str, Callable[[Spec], Drawing]] = {
    "network": _network,
    "graph": _computation,
    "dependency": _dependency,
    "contour": _contour,
    "tangent": _tangent,
    "activation": _activation,
    "units": _sketch,
    "cycle": _cycle,
    "distances": _distances,
}
_ONE = Text("Name one picture: {keys}.", "請指定一種圖：{keys}。")
_ONE_ARGUMENT = Text(
    "This function has more than one argument.", "這個函數不只一個引數，無法畫成曲線。"
)
_PARAMETERS = Text(
    "This picture is of a loss with {count} parameters.", "這種圖需要有 {count} 個參數的損失函數。"
)
_TOO_LARGE = Text("This graph is too large for a picture.", "這個計算圖太大，畫不下。")
