"""The factors of the forward pass: each is the input that flows in."""

from collections.abc import Iterator

from derive.blackboard import inputs_table
from derive.core.text import Text
from derive.lectures.kinds.board import chains_of
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Table

SHOWS = Text(
    "the partials of the forward pass: the inputs that flow in", "前向傳遞的偏微分：流入的輸入值"
)


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each parameter: the equation it stands in, its partial, the input."""
    checked = spec.checked("lesson", "of", short="lesson")
    solution = checked.at("lesson").solution()
    names = checked.at("of").variables(solution.lesson)
    chains = checked.at("lesson").reading(lambda: chains_of(solution))
    rows = [
        (each.parameter, each.output, each.equation, each.partial, each.value)
        for each in inputs_table(chains)
        if not names or each.parameter in names
    ]
    yield Table(HEAD, tuple(rows))


HEAD = (
    Text("parameter", "參數"),
    Text("feeds", "流向"),
    Text("equation", "式子"),
    Text("partial of the forward pass", "前向傳遞的偏微分"),
    Text("the input that flows in", "輸入的值"),
)
