"""Which variables of a lesson a question names: ``w11``, ``w_{1,1}`` or ``∂L/∂w₁``."""

from __future__ import annotations

from collections.abc import Sequence

from derive.core.errors import ReadError
from derive.core.expression import Partial, Variable
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
    return NameTable([*leaves, *outputs], spellings(), loss=lesson.graph.loss, count=count)


def _named(lesson: Lesson, name: str) -> Variable:
    found = read_name(name, name_table(lesson))
    found = found.wrt if isinstance(found, Partial) else found
    if found == lesson.graph.loss:
        raise ReadError(LOSS.fill(name=name), PARAMETER, source=name, column=0)
    return found


LOSS = Text("{name} is the loss itself.", "{name} 就是損失函數本身。")
PARAMETER = Text(
    "Name what it is to be differentiated by, such as a parameter.",
    "請指定要對哪個量微分，例如某個參數。",
)
