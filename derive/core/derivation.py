"""A derivation: numbered steps, each assigning one variable from variables already known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from derive.core.expression import ZERO, Expression, Partial, Role, Variable, variables
from derive.core.text import Text


class Phase(StrEnum):
    """Which part of the training step a line belongs to."""

    FORWARD = "forward"
    BACKWARD = "backward"
    UPDATE = "update"


@dataclass(frozen=True)
class Rule:
    """What allows a step: its name, and the sentence that a teacher says with it."""

    key: str
    title: Text
    because: Text


@dataclass(frozen=True)
class Line:
    """One small line of working, equal to the line before it, and the rule that makes it so."""

    formula: Expression
    rule: Rule


@dataclass(frozen=True, init=False)
class Step:
    """``target = result``: the rule that allows it and the small lines on the way.

    ``result`` is what is run, and ``reads`` the variables it is computed from; ``formula`` is how
    it is written out in full, with the local partials put in and every part that was already known
    marked.  ``note`` is one extra sentence; ``source`` is the forward formula that a local partial
    differentiates.  Working is made when it is first looked at: a chain of two thousand layers is
    derived without writing a single line.
    """

    phase: Phase
    rule: Rule
    target: Variable
    result: Expression
    work: Callable[[], tuple[Line, ...]] = field(compare=False, repr=False)
    note: Text | None
    source: Expression
    reads: tuple[Variable, ...] = field(compare=False, repr=False)

    def __init__(
        self,
        phase: Phase,
        rule: Rule,
        target: Variable,
        result: Expression,
        work: Callable[[], tuple[Line, ...]] = tuple,
        note: Text | None = None,
        source: Expression = ZERO,
        reads: tuple[Variable, ...] | None = None,
    ) -> None:
        # one update of the dictionary, where a frozen dataclass would pay for each field: there are
        # two steps for every edge of a network
        self.__dict__.update(
            phase=phase,
            rule=rule,
            target=target,
            result=result,
            work=work,
            note=note,
            source=source,
            reads=variables(result) if reads is None else reads,
        )

    @cached_property
    def working(self) -> tuple[Line, ...]:
        """The small lines, the last of which is the formula written out."""
        return self.work()

    @property
    def formula(self) -> Expression:
        """The result as one would write it on the blackboard."""
        return self.working[-1].formula if self.working else self.result


@dataclass(frozen=True)
class Derivation:
    """The worked solution of one training step.

    Checks itself on construction: ValueError when a step reads what is not known yet or assigns
    what is already known.  Steps are numbered from 1 in order.
    """

    givens: tuple[Variable, ...]
    steps: tuple[Step, ...]
    loss: Variable
    asked: tuple[Variable, ...] = ()

    def __post_init__(self) -> None:
        known = {given.name for given in self.givens}
        for number, step in enumerate(self.steps, 1):
            for name in step.reads:
                if name.name not in known:
                    raise ValueError(f"step {number} reads {name.name}, which is not known yet")
            if step.target.name in known:
                raise ValueError(f"step {number} assigns {step.target.name} a second time")
            known.add(step.target.name)

    @cached_property
    def number_of(self) -> dict[Variable, int]:
        """The number of the step that assigns each variable."""
        return {step.target: number for number, step in enumerate(self.steps, 1)}

    @cached_property
    def read_by(self) -> dict[Variable, tuple[int, ...]]:
        """For each assigned variable the numbers of the steps that read it."""
        found: dict[Variable, list[int]] = {step.target: [] for step in self.steps}
        for number, step in enumerate(self.steps, 1):
            for name in step.reads:
                if name in found:
                    found[name].append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    def is_cached(self, variable: Variable) -> bool:
        """Whether a derivative, once worked out, is read again by a later step."""
        return isinstance(variable, Partial) and len(self.read_by.get(variable, ())) > 1

    @cached_property
    def gradients(self) -> dict[Variable, Step]:
        """The steps that give ``∂L/∂w`` for each asked-for w, in the order of the steps."""
        asked = set(self.asked)
        return {
            step.target.wrt: step
            for step in self.steps
            if isinstance(step.target, Partial)
            and step.target.role is Role.ADJOINT
            and step.target.wrt in asked
        }

    @cached_property
    def grad_table(self) -> tuple[Step, ...]:
        """The rows of the lecture's table: every partial, in the order in which it was found."""
        return tuple(step for step in self.steps if isinstance(step.target, Partial))

    def phase(self, phase: Phase) -> tuple[Step, ...]:
        """The steps of one phase."""
        return tuple(step for step in self.steps if step.phase is phase)
