"""The gradient as a vector: its partials, their formulas, their values."""

from collections.abc import Iterator

from derive.core.expression import Expression, Number, without_marks
from derive.core.text import Text
from derive.lectures.pieces import Piece, Vector
from derive.lectures.spec import Spec
from derive.render.putting_in import DOTS

SHOWS = Text("the gradient as a vector", "梯度向量")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield ``name = […] = […]``; ``cut`` writes the first two entries and the last one.

    ``show`` picks from ``partials``, ``formulas`` and ``values``.
    """
    checked = spec.checked("lesson", "name", "of", "cut", "show", short="lesson")
    sheet = checked.at("lesson").sheet()
    solution = sheet.solution
    names = checked.at("of").variables(solution.lesson) or solution.lesson.parameters
    steps = [solution.derivation.gradients[name] for name in names]
    columns: dict[str, list[Expression]] = {
        "partials": [step.target for step in steps],
        "formulas": [without_marks(step.formula) for step in steps],
    }
    if solution.values and not any(step.target.sampled for step in steps):
        columns["values"] = [Number(float(solution.values[step.target])) for step in steps]
    wanted = [each.choice("partials", "formulas", "values") for each in checked.at("show")]
    chosen = [columns[key] for key in (wanted or columns) if key in columns]
    loss = solution.derivation.loss.latex
    name = checked.at("name")
    cut = checked.at("cut").word("no") in ("true", "yes")
    yield Vector(
        name.formula() if name.value is not None else rf"\nabla {loss}",
        tuple(tuple(_cut(column) if cut else column) for column in chosen),
    )


def _cut(column: list[Expression]) -> list[Expression]:
    return column if len(column) < 4 else [*column[:2], DOTS, column[-1]]
