"""The gradient as a vector: its partials, their formulas, their values."""

from collections.abc import Iterator

from derive.core.expression import Add, Expression, Mul, Number, Variable, without_marks
from derive.core.text import Text
from derive.lectures.pieces import Piece, Vector, Written
from derive.lectures.spec import Spec
from derive.render.putting_in import DOTS
from derive.spelling.latex import latex

SHOWS = Text("the gradient as a vector", "梯度向量")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield ``name = […] = […]``; ``cut`` writes the first two entries and the last one.

    ``show`` picks from ``partials``, ``formulas`` and ``values``; ``axes: yes`` writes the same as
    a sum of arrows along the axes instead.
    """
    checked = spec.checked("lesson", "name", "of", "cut", "show", "axes", short="lesson")
    sheet = checked.at("lesson").sheet()
    solution = sheet.solution
    names = checked.at("of").variables(solution.lesson) or solution.lesson.parameters
    steps = [solution.derivation.gradients[name] for name in names]
    columns: dict[str, list[Expression]] = {
        "partials": [step.target for step in steps],
        "formulas": [without_marks(step.formula) for step in steps],
    }
    if solution.values and not any(step.target.sampled or step.target.shape for step in steps):
        columns["values"] = [Number(float(solution.values[step.target])) for step in steps]
    wanted = [each.choice("partials", "formulas", "values") for each in checked.at("show")]
    chosen = [columns[key] for key in (wanted or columns) if key in columns]
    loss = solution.derivation.loss.latex
    name = checked.at("name")
    if checked.at("axes").yes():
        yield _arrows(rf"\overrightarrow{{\nabla {loss}}}", chosen)
        return
    cut = checked.at("cut").yes()
    yield Vector(
        name.formula() if name.value is not None else rf"\nabla {loss}",
        tuple(tuple(_cut(column) if cut else column) for column in chosen),
    )


def _arrows(name: str, columns: list[list[Expression]]) -> Written:
    """Return ``∇L = ∂L/∂w_1 e_1 + ∂L/∂w_2 e_2``, once more with what the partials come to."""
    lines: list[tuple[str, Text | None]] = []
    for column in columns:
        terms = [Mul((entry, _axis(n))) for n, entry in enumerate(column, 1)]
        total = latex(Add(tuple(terms)) if len(terms) > 1 else terms[0])
        lines.append((f"{name} = {total}", None if lines else ARROWS))
    return Written(tuple(lines))


def _axis(number: int) -> Variable:
    return Variable(f"e_{number}", rf"\vec{{e}}_{{{number}}}")


def _cut(column: list[Expression]) -> list[Expression]:
    return column if len(column) < 4 else [*column[:2], DOTS, column[-1]]


ARROWS = Text("one arrow along each axis, added as vectors", "各座標軸方向的向量相加")
