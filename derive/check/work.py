"""The worked solution as the makers of mistakes see it: which step is of which kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import (
    Call,
    Derivative,
    Expression,
    Partial,
    Role,
    Variable,
    rewrite,
    walk,
)
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson


@dataclass(frozen=True)
class Work:
    """A derivation of a lesson, or of a smaller question in it, with the network it belongs to."""

    lesson: Lesson
    derivation: Derivation
    part: Graph | None = None

    @property
    def graph(self) -> Graph:
        """The network, or the part of it that matters."""
        return self.part or self.lesson.graph

    @cached_property
    def step_of(self) -> Mapping[Variable, Step]:
        """The step that assigns each variable."""
        return {step.target: step for step in self.derivation.steps}

    @cached_property
    def backward(self) -> tuple[Step, ...]:
        """The steps of the backward pass."""
        return self.derivation.phase(Phase.BACKWARD)

    @cached_property
    def local(self) -> tuple[Step, ...]:
        """The steps that differentiate one equation: local partials, and the loss itself."""
        return tuple(step for step in self.backward if not _adjoints(step.result))

    @cached_property
    def from_loss(self) -> tuple[Step, ...]:
        """The steps at which the backward pass starts: the loss differentiated directly."""
        return tuple(step for step in self.local if self.node(step).output == self.graph.loss)

    @cached_property
    def chained(self) -> tuple[Step, ...]:
        """The steps that multiply by what flows back: products, sums over paths and samples."""
        return tuple(step for step in self.backward if _adjoints(step.result))

    @cached_property
    def updates(self) -> tuple[Step, ...]:
        """The steps of gradient descent."""
        return self.derivation.phase(Phase.UPDATE)

    def node(self, step: Step) -> Node:
        """Return the equation that a local step differentiates."""
        assert isinstance(step.target, Partial)
        return self.graph.node_of[step.target.of]

    def wrt(self, step: Step) -> Variable:
        """Return what a local step differentiates by."""
        assert isinstance(step.target, Partial)
        return step.target.wrt

    def primed(self) -> Iterator[tuple[Step, Expression, Call]]:
        """Yield where the derivative of a function comes in: the step, its line with f'(u), f'(u).

        The line is equal to the step's result.
        """
        for step in self.backward:
            line = _line_with_prime(step)
            if line is not None:
                for call in _primes(line):
                    yield step, line, call

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every activation of the network, applied to its argument."""
        return tuple(
            dict.fromkeys(
                part
                for node in self.graph.nodes
                for part in walk(node.formula)
                if isinstance(part, Call) and part.function.definition
            )
        )


def put(formula: Expression, part: Expression, new: Expression) -> Expression:
    """Return the formula with another part in the place of one of its parts."""
    return rewrite(formula, lambda node: new if node == part else None)


def _adjoints(result: Expression) -> bool:
    """Whether a formula reads a derivative of the loss."""
    return any(isinstance(part, Partial) and part.role is Role.ADJOINT for part in walk(result))


def _line_with_prime(step: Step) -> Expression | None:
    lines = (line.formula for line in step.working)
    whole = (line for line in lines if not any(isinstance(p, Derivative) for p in walk(line)))
    return next((line for line in whole if any(_primes(line))), None)


def _primes(line: Expression) -> Iterator[Call]:
    return (part for part in walk(line) if isinstance(part, Call) and part.order == 1)
