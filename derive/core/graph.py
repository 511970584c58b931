"""The tape: which equation assigns which variable, in computable order."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from derive.core.derivation import Line, Rule
from derive.core.errors import LessonError
from derive.core.expression import Expression, Variable
from derive.core.text import Text


class Op(Protocol):
    """One kind of equation: how its value is made and how a gradient walks back through it."""

    @property
    def key(self) -> str:
        """The name of the kind."""

    def primal(self, inputs: Sequence[Variable]) -> Expression:
        """Return the right-hand side as a formula in the inputs."""

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression] | None:
        """Return the local partial by each wanted input; None where only a VJP makes sense."""

    def shown(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return the same as a lecture first writes it: with σ' where it is read off σ."""

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that a VJP goes by."""

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return the working of one local partial, or of one VJP."""

    def vjp(self, adjoint: Variable, output: Variable, wrt: Variable) -> Expression:
        """Return what flows back to ``wrt``: the adjoint times the local partial."""


@dataclass(frozen=True)
class Node:
    """``output = op(inputs)``; ``note`` is one sentence to say with it."""

    output: Variable
    op: Op
    inputs: tuple[Variable, ...]
    note: Text | None = None

    @cached_property
    def formula(self) -> Expression:
        """The right-hand side."""
        return self.op.primal(self.inputs)


@dataclass(frozen=True)
class Graph:
    """A network as leaves (data, parameters, constants) and nodes in computable order.

    The last node is the loss.  ``adjoint_names`` says which adjoints have a letter of their own,
    as δ for the loss's partial by z.  Raises LessonError when a name is read before it is assigned
    or assigned twice.
    """

    leaves: tuple[Variable, ...]
    nodes: tuple[Node, ...]
    adjoint_names: Mapping[Variable, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {leaf.name for leaf in self.leaves}
        for node in self.nodes:
            for name in node.inputs:
                if name.name not in known:
                    raise LessonError(_READ_EARLY.fill(name=name.name, by=node.output.name))
            if node.output.name in known:
                raise LessonError(_TWICE.fill(name=node.output.name))
            known.add(node.output.name)

    @property
    def loss(self) -> Variable:
        """The variable that everything is differentiated from."""
        return self.nodes[-1].output

    @cached_property
    def node_of(self) -> dict[Variable, Node]:
        """The node that assigns each computed variable."""
        return {node.output: node for node in self.nodes}

    @cached_property
    def consumers(self) -> dict[Variable, tuple[Node, ...]]:
        """For each variable the nodes that read it, in order: its fan-out."""
        found: dict[Variable, list[Node]] = {name: [] for name in self.leaves}
        for node in self.nodes:
            found[node.output] = []
            for name in dict.fromkeys(node.inputs):
                found[name].append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}


_READ_EARLY = Text(
    "{name} is used by {by} before it is defined.", "{by} 用到 {name} 時，{name} 還沒有定義。"
)
_TWICE = Text("{name} is defined twice.", "{name} 定義了兩次。")
