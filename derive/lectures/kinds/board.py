"""A gradient as it is written on the blackboard: boxes, braces, shared parts, sums over paths."""

from collections.abc import Iterator, Mapping
from typing import Any

from derive.blackboard import (
    boxed_functions,
    forward_and_backward,
    over_paths,
    side_by_side,
)
from derive.blackboard.chain import Chains, Row
from derive.core.errors import LessonError
from derive.core.expression import (
    Expression,
    Marked,
    Number,
    SumOver,
    Variable,
    rewrite,
    variables,
    walk,
)
from derive.core.ordinary import ordinary
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece, never
from derive.lectures.spec import Spec
from derive.numeric.interpret import evaluate
from derive.render.columns import width
from derive.render.putting_in import put_in
from derive.render.solution import Solution
from derive.spelling.numbers import is_exact
from derive.spelling.tags import Box
from derive.spelling.text import text

SHOWS = Text("a gradient as on the blackboard", "黑板上的梯度寫法")

FORMS = {"boxes": boxed_functions, "braces": forward_and_backward, "paths": over_paths}


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the lines; ``form`` is boxes, braces, paths or shared, the last for two parameters.

    ``lines`` cuts them short, ``ordinary: yes`` writes d where there is one variable only, and
    ``values: yes`` puts the lesson's numbers in at the end.
    """
    checked = spec.checked("lesson", "form", "of", "lines", "ordinary", "values", short="lesson")
    solution = checked.at("lesson").solution()
    chains = checked.at("lesson").reading(lambda: chains_of(solution))
    names = checked.at("of").variables(solution.lesson)
    form = checked.at("form").choice(*FORMS, "shared")
    if form == "shared":
        if len(names) != 2:
            raise checked.at("of").error(_TWO)
        boards = [checked.reading(lambda: side_by_side(chains, *names))]
    else:
        asked = names or solution.derivation.asked
        boards = checked.reading(lambda: [FORMS[form](chains, name) for name in asked])
    most = checked.at("lines").whole(99)
    graph = solution.lesson.graph
    judge = ordinary(graph) if checked.at("ordinary").yes() else never
    for board in boards:
        rows = board.rows[:most]
        if checked.at("values").yes() and solution.values:
            rows = tuple(_with_values(rows, solution.values))
        yield Derived(rows, judge)


def _with_values(rows: tuple[Row, ...], values: Mapping[Variable, Any]) -> Iterator[Row]:
    """Yield the rows, below each gradient its numbers put in and what they come to."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.left is not None:
            groups.append([])
        groups[-1].append(row)
    for group in groups:
        yield from group
        whole = [row.right for row in reversed(group) if not _is_of_one_sample(row.right)]
        put = (put_in(right, values) for right in whole)
        numbers = next((each for each in put if not tuple(variables(each))), None)
        if numbers is not None:
            if not any(map(_is_long, walk(numbers))):
                yield Row(numbers, NUMBERS)
            if (taken := rewrite(numbers, _worth)) != numbers:
                exact = all(is_exact(float(n.value)) for n in walk(taken) if isinstance(n, Number))
                yield Row(taken, BOX, sign="=" if exact else "≈")
        left = group[0].left
        if isinstance(left, Variable) and left in values:
            value = float(values[left])
            yield Row(Number(value), VALUE, sign="=" if is_exact(value) else "≈")


def chains_of(solution: Solution) -> Chains:
    """Return the chains of a solution; raises LessonError where the factors are matrices."""
    if any(leaf.shape for leaf in solution.lesson.graph.leaves):
        raise LessonError(_MATRICES, _SCALARS)
    return Chains(solution.lesson.graph, solution.derivation, solution.lesson.notation)


def _is_of_one_sample(node: Expression) -> bool:
    """Whether it has a value for each sample: what stands under Σ is added up."""
    if isinstance(node, SumOver):
        return False
    if isinstance(node, Variable) and node.sampled:
        return True
    return any(map(_is_of_one_sample, node.children))


def _worth(node: Expression) -> Expression | None:
    """Return a box with the number that its body comes to."""
    if isinstance(node, Marked) and isinstance(node.variable, Box):
        return Marked(Number(float(evaluate(node.body, {}))), node.variable)
    return None


def _is_long(node: Expression) -> bool:
    """Whether it is a box too wide for a line: a box is never broken."""
    is_box = isinstance(node, Marked) and isinstance(node.variable, Box)
    return is_box and width(text(node)) > LONGEST_BOX


LONGEST_BOX = 50
NUMBERS = Text("the numbers put in", "代入數值")
BOX = Text("the box is one number, computed once", "框內只是一個數，算一次就夠")
VALUE = Text("its value", "值")
_MATRICES = Text(
    "On a board the factors are numbers; this lesson has whole layers in matrices.",
    "黑板上的因子都是數；這份教案以矩陣表示整層。",
)
_SCALARS = Text("Leave “level: matrix” out.", "請拿掉「level: matrix」。")
_TWO = Text("Name two parameters.", "請列出兩個參數。")
