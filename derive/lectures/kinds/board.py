"""A gradient as it is written on the blackboard: boxes, braces, shared parts, sums over paths."""

from collections.abc import Iterator

from derive.blackboard import (
    boxed_functions,
    forward_and_backward,
    over_paths,
    side_by_side,
)
from derive.blackboard.chain import Chains
from derive.blackboard.ordinary import ordinary
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece, never
from derive.lectures.spec import Spec
from derive.render.solution import Solution

SHOWS = Text("a gradient as on the blackboard", "黑板上的梯度寫法")

FORMS = {"boxes": boxed_functions, "braces": forward_and_backward, "paths": over_paths}


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the lines; ``form`` is boxes, braces, paths or shared, the last for two parameters."""
    checked = spec.checked("lesson", "form", "of", "lines", "ordinary", short="lesson")
    solution = checked.at("lesson").solution()
    chains = chains_of(solution)
    names = checked.at("of").variables(solution.lesson)
    form = checked.at("form").choice(*FORMS, "shared")
    if form == "shared":
        if len(names) != 2:
            raise checked.at("of").error(_TWO)
        boards = [side_by_side(chains, *names)]
    else:
        boards = [FORMS[form](chains, name) for name in names]
    most = checked.at("lines").whole(99)
    with_d = checked.at("ordinary").choice("yes", "true", "no", "false", default="no")
    graph = solution.lesson.graph
    judge = ordinary(graph) if with_d in ("yes", "true") else never
    for board in boards:
        yield Derived(board.rows[:most], judge)


def chains_of(solution: Solution) -> Chains:
    """Return the chains of a solution."""
    return Chains(solution.lesson.graph, solution.derivation, solution.lesson.notation)


_TWO = Text("Name two parameters.", "請列出兩個參數。")
