"""A lesson: one network to work out, with its numbers, its question and its way of writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from derive.core.expression import Call, Role, Variable, walk
from derive.core.function import Function
from derive.core.graph import Graph
from derive.core.notation import Notation
from derive.core.text import Text

# a float; a tuple of floats, one a sample; for a shaped variable a tuple of rows
Value = Any


@dataclass(frozen=True)
class Lesson:
    """What a lesson file says, checked.

    Parameters
    ----------
    values : the value of every leaf, or empty when the lesson stays symbolic
    asked : what the loss is to be differentiated by, in the order asked; None for every parameter
    frozen : parameters that the update leaves alone
    samples : how many samples the sampled variables have, or None for a single one
    note : a sentence of the author's, shown under the title
    guesses : numbers to try for a parameter before anything is derived
    aliases : other names, as LaTeX, that answers and questions may use for a name of the lesson
    functions : the author's own letters for functions: f, where it stands for the sigmoid
    points : marks for a step, by the name of its target (``dL/dw``) or of the parameter (``w``)
    network : the layered network that the graph was made from, when there was one
    lines : the line of the file in which each computed name is defined, where one is
    remarks : what the author should know: which reading was taken where there were two
    """

    title: Text
    graph: Graph
    notation: Notation
    values: Mapping[Variable, Value] = field(default_factory=dict)
    asked: tuple[Variable, ...] | None = None
    frozen: frozenset[Variable] = frozenset()
    learning_rate: float | None = None
    samples: int | None = None
    note: Text | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    guesses: Mapping[Variable, tuple[float, ...]] = field(default_factory=dict)
    aliases: Mapping[str, Variable] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    source: str = ""
    network: Any = None
    lines: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[Text, ...] = ()

    @cached_property
    def parameters(self) -> tuple[Variable, ...]:
        """The leaves that are learnt, in the order of the file."""
        return tuple(leaf for leaf in self.graph.leaves if leaf.role is Role.PARAMETER)

    @cached_property
    def unknown(self) -> tuple[Function, ...]:
        """The functions of its equations of which nothing is known; it has no values then."""
        calls = (part for node in self.graph.nodes for part in walk(node.formula))
        found = (part.function for part in calls if isinstance(part, Call))
        return tuple(dict.fromkeys(each for each in found if each.is_unknown))

    @property
    def way_to_numbers(self) -> Text:
        """What its author has to do before it can be run."""
        if not self.unknown:
            return GIVE_VALUES
        return SAY_WHICH.fill(name=", ".join(function.name for function in self.unknown))

    @property
    def has_values(self) -> bool:
        """Whether there are numbers to put in."""
        return bool(self.values)

    @cached_property
    def learned(self) -> tuple[Variable, ...]:
        """The parameters that an update moves; none without a learning rate."""
        if self.learning_rate is None:
            return ()
        return tuple(name for name in self.parameters if name not in self.frozen)


GIVE_VALUES = Text("Give its data and parameters numbers.", "請替 data 與 parameters 填上數值。")
SAY_WHICH = Text(
    "Say under “functions:” or “activation:” which function {name} is, such as sigmoid, and give "
    "numbers to data and parameters.",
    "請在「functions:」或「activation:」指定 {name} 是哪個函數（例如 sigmoid），"
    "再替 data 與 parameters 填上數值。",
)
