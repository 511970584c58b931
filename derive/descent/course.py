"""The course of a descent: where the parameters have been, and why it ended."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from derive.core.derivation import Derivation
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.batches import Batch
from derive.descent.plan import Plan
from derive.descent.recurrence import StateKey


class Seen(NamedTuple):
    """What one batch says at the point of an update."""

    batch: Batch
    loss: float
    gradients: tuple[Any, ...]


class Iterate(NamedTuple):
    """One point of the course: after ``t`` updates, with the loss and gradient on all samples.

    ``state`` is the optimiser's after ``t`` updates; ``seen`` is what the next update looks at,
    when that is not all samples.
    """

    t: int
    parameters: tuple[Any, ...]
    loss: float
    gradients: tuple[Any, ...]
    state: tuple[Any, ...]
    seen: Seen | None = None


class Reason(StrEnum):
    """Why a course ended before its last step."""

    GRADIENT = "gradient"
    LOSS = "loss"
    CHANGE = "change"
    DIVERGED = "diverged"
    NOT_FINITE = "not_finite"


@dataclass(frozen=True)
class Stop:
    """The end of a course: at which iteration, by which value, and the sentence that says so.

    ``remedy`` says what may be done about it.
    """

    reason: Reason
    iteration: int
    value: float | None
    message: Text
    remedy: Text | None = None

    @property
    def whole(self) -> Text:
        """The message with its remedy."""
        if self.remedy is None:
            return self.message
        message, remedy = self.message, self.remedy
        return Text(f"{message.en} {remedy.en}", f"{message.zh}{remedy.zh}")

    @property
    def failed(self) -> bool:
        """Whether the course went wrong, rather than being finished."""
        return self.reason in (Reason.DIVERGED, Reason.NOT_FINITE)


@dataclass(frozen=True)
class Course:
    """A finished descent.

    ``parameters`` and ``state_keys`` name the entries of every iterate's tuples, in order.
    """

    lesson: Lesson
    plan: Plan
    derivation: Derivation
    parameters: tuple[Variable, ...]
    state_keys: tuple[StateKey, ...]
    iterates: tuple[Iterate, ...]
    stop: Stop | None = None

    @property
    def last(self) -> Iterate:
        """The point at which it ended."""
        return self.iterates[-1]

    @property
    def updates(self) -> int:
        """How many updates were made."""
        return len(self.iterates) - 1

    def parameters_at(self, iterate: Iterate) -> dict[Variable, Any]:
        """Return the parameters by name."""
        return dict(zip(self.parameters, iterate.parameters, strict=True))

    def gradients_at(self, iterate: Iterate) -> dict[Variable, Any]:
        """Return the gradients by name."""
        return dict(zip(self.parameters, iterate.gradients, strict=True))

    def state_at(self, iterate: Iterate) -> dict[StateKey, Any]:
        """Return the state by letter and owner."""
        return dict(zip(self.state_keys, iterate.state, strict=True))


def length(gradients: Sequence[Any]) -> float:
    """Return ‖∇L‖, the root of the sum of the squares of all entries."""
    return math.sqrt(math.fsum(_square(gradient) for gradient in gradients))


def _square(gradient: Any) -> float:
    return float((gradient * gradient).sum()) if hasattr(gradient, "sum") else gradient * gradient


def state_by_letter(state: Mapping[StateKey, Any]) -> dict[str, Any]:
    """Return the state as ``{"v": {"w": 0.5}}``; what all parameters share has no inner names."""
    found: dict[str, Any] = {}
    for (letter, owner), value in state.items():
        if owner is None:
            found[letter] = value
        else:
            found.setdefault(letter, {})[owner.name] = value
    return found
