"""What there is to show of one step: its lines, where it reads from, who reads it again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from derive.core.derivation import Phase, Rule, Step
from derive.core.expression import Expression, Variable
from derive.core.text import Text


class Kind(StrEnum):
    """What a line of a step shows."""

    CHAIN = "chain"  # the chain rule in Leibniz form
    WORKING = "working"  # a small line between
    FORMULA = "formula"  # the result written out
    NUMBERS = "numbers"  # the same with numbers put in
    VALUE = "value"  # what it comes to


@dataclass(frozen=True)
class ShownLine:
    """One line of a step; ``rule`` is what makes it equal to the line above."""

    expression: Expression
    kind: Kind
    rule: Rule | None = None
    sample: int | None = None


@dataclass(frozen=True)
class Reference:
    """A factor that a step reads: where it was computed, and whether it had been read before."""

    variable: Variable
    step: int
    phase: Phase
    cached: bool


@dataclass(frozen=True)
class Block:
    """One step with everything there is to show of it."""

    number: int
    step: Step
    lines: tuple[ShownLine, ...]
    value: Any
    references: tuple[Reference, ...]
    read_by: tuple[int, ...]
    is_cached: bool
    answers: Variable | None  # the parameter whose gradient this step completes
    notes: tuple[Text, ...] = ()

    @property
    def target(self) -> Variable:
        """What the step assigns."""
        return self.step.target
