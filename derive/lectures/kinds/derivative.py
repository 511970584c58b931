"""A function of one variable and its derivative, line by line, with its common factor in front."""

from collections.abc import Iterator
from dataclasses import replace

from derive.blackboard.chain import Row
from derive.blackboard.factored import factored
from derive.core.derivation import Step
from derive.core.expression import NABLA, Call, Mul, Partial, Role, Variable
from derive.core.function import lettered
from derive.core.ordinary import ordinary
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece
from derive.lectures.spec import Spec
from derive.render.solution import Solution

SHOWS = Text("a function and its derivative", "函數與它的微分")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the function, then the lines to its derivative by each variable it has.

    ``gradient`` is how the derivative of one variable is also written: ``nabla`` is ``∇L(W)`` in
    front, ``by`` is ``∇_x f`` behind.
    """
    checked = spec.checked("lesson", "gradient", short="lesson")
    solution = checked.at("lesson").solution()
    if len(solution.lesson.graph.nodes) != 1:
        raise spec.error(_ONE_EQUATION)
    steps = list(solution.derivation.gradients.items())
    gradient = checked.at("gradient").choice("nabla", "by", "none", default="none")
    if len(steps) > 1:
        yield Derived(tuple(_several(solution, steps)), ordinary(solution.lesson.graph))
    else:
        yield Derived(tuple(_single(solution, *steps[0], gradient)), plain=True)


def _single(solution: Solution, name: Variable, step: Step, gradient: str) -> Iterator[Row]:
    """Yield the rows for a function of one variable, written ``f(w)`` and ``f'(w)``."""
    (node,) = solution.lesson.graph.nodes
    function = lettered(node.output.latex)
    yield Row(node.formula, FUNCTION, Call(function, (name,)))
    slope = Call(function, (name,), 1)
    if gradient == "nabla":
        yield Row(slope, GRADIENT, Mul((NABLA, Call(function, (name,)))))
        yield Row(Partial(node.output, name, Role.ADJOINT), LEIBNIZ)
    else:
        yield Row(Partial(node.output, name, Role.ADJOINT), LEIBNIZ, slope)
    yield from _worked(step)
    if gradient == "by":
        by = Variable("nabla by", rf"\nabla_{{{name.latex}}}")
        yield Row(Mul((by, node.output)), GRADIENT)


def _several(solution: Solution, steps: list[tuple[Variable, Step]]) -> Iterator[Row]:
    (node,) = solution.lesson.graph.nodes
    yield Row(node.formula, FUNCTION, node.output)
    for name, step in steps:
        first, *rest = _worked(step)
        yield replace(first, left=Partial(node.output, name, Role.ADJOINT))
        yield from rest


def _worked(step: Step) -> Iterator[Row]:
    for line in step.working:
        yield Row(line.formula, line.rule.title)
    if (shorter := factored(step.formula)) is not None:
        yield Row(shorter, FACTOR)


FUNCTION = Text("the function", "原函數")
LEIBNIZ = Text("its derivative", "一次導函數")
GRADIENT = Text("also called the gradient", "也就是梯度")
FACTOR = Text("common factor in front", "提出公因數")
_ONE_EQUATION = Text("This is for a lesson of a single equation.", "這裡只能用只有一個式子的教案。")
