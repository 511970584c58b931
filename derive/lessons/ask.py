"""Which variables of a lesson a question names: ``w11``, ``w_{1,1}`` or ``∂L/∂w₁``."""

from __future__ import annotations

from collections.abc import Sequence

from derive.core.errors import ReadError
from derive.core.expression import Expression, Partial, SumOver, Variable, walk
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.reading import NameTable, read_name


def variables_named(lesson: Lesson, names: Sequence[str]) -> tuple[Variable, ...]:
    """Return the lesson's variables for names in any spelling; ReadError for an unknown one."""
    return tuple(dict.fromkeys(_named(lesson, name) for name in names))


def name_table(lesson: Lesson) -> NameTable:
    """Return the table of everything that has a name in the lesson."""
    from derive.activations import spellings

    outputs = [node.output for node in lesson.graph.nodes]
    leaves = lesson.graph.leaves
    count = next((leaf for leaf in leaves if leaf.name == "n"), None)
    return NameTable(
        [*leaves, *outputs],
        spellings(),
        loss=lesson.graph.loss,
        count=count,
        aliases=other_names(lesson),
    )


def other_names(lesson: Lesson) -> dict[str, Variable]:
    """Return what else the lesson's names may be called, as LaTeX: by its network, by its file."""
    from derive.models.other_names import other_names as of_network

    network = lesson.network
    return {**(of_network(network, lesson.notation) if network else {}), **lesson.aliases}


def _named(lesson: Lesson, name: str) -> Variable:
    found = read_name(name, name_table(lesson))
    if said := refusal(found, lesson.graph):
        raise ReadError(*said, source=name, column=0)
    return asked_for(found)


def asked_for(found: Variable) -> Variable:
    """Return what the loss is to be differentiated by: w for ``w`` and for ``∂L/∂w``."""
    return found.wrt if isinstance(found, Partial) else found


def refusal(found: Variable, graph: Graph) -> tuple[Text, Text] | None:
    """Return why the loss has no derivative by this, and what to do; None when it has one."""
    wrt, loss = asked_for(found), graph.loss
    if isinstance(found, Partial) and found.of != loss:
        return OTHER.fill(name=found.name, loss=loss.name), GRADIENT.fill(loss=loss.name)
    if wrt == loss:
        return LOSS.fill(name=wrt.name), PARAMETER
    if any(_counts(node.formula, wrt) for node in graph.nodes if wrt in node.inputs):
        return COUNT.fill(name=wrt.name), PARAMETER
    if not graph.consumers.get(wrt):
        return UNUSED.fill(name=wrt.name, loss=loss.name), PARAMETER
    return None


def _counts(formula: Expression, name: Variable) -> bool:
    return any(isinstance(part, SumOver) and part.upper == name for part in walk(formula))


OTHER = Text(
    "{name} is not a derivative of the loss {loss}.", "{name} 不是損失函數 {loss} 的微分。"
)
GRADIENT = Text(
    "Name what {loss} is to be differentiated by, such as w or d{loss}/dw.",
    "請寫出 {loss} 要對哪個量微分，例如 w 或 d{loss}/dw。",
)
COUNT = Text("{name} counts the samples.", "{name} 是樣本數。")
UNUSED = Text("The loss {loss} does not depend on {name}.", "損失函數 {loss} 與 {name} 無關。")
LOSS = Text("{name} is the loss itself.", "{name} 就是損失函數本身。")
PARAMETER = Text(
    "Name what it is to be differentiated by, such as a parameter.",
    "請指定要對哪個量微分，例如某個參數。",
)
