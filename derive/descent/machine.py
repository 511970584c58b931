"""The compiled parts of a descent: loss with gradients, and the update by the printed equations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from derive.core.derivation import Step
from derive.core.errors import DeriveError
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent import schedules
from derive.descent.plan import Plan
from derive.descent.recurrence import Recurrence, StateKey
from derive.numeric.compiled import Program, compile_program
from derive.optimizers import TIME
from derive.passes import derive

Values = tuple[Any, ...]


class Machine:
    """A lesson and a plan, compiled once and called thousands of times."""

    def __init__(self, lesson: Lesson, plan: Plan) -> None:
        if not lesson.has_values:
            raise DeriveError(_NO_VALUES, lesson.way_to_numbers, lesson.source or None)
        self.lesson, self.plan = lesson, plan
        self.parameters = learned(lesson)
        self.derivation = derive(lesson.graph, self.parameters, notation=lesson.notation)
        self.data = {
            leaf: _number(lesson.values[leaf])
            for leaf in lesson.graph.leaves
            if leaf not in self.parameters
        }
        self.start = tuple(_number(lesson.values[name]) for name in self.parameters)
        self.recurrence = self.recurring()
        self.state = tuple(map(_filled, self.recurrence.start, self.recurrence.state_keys))
        self._late = 1 - (self.recurring(update=1).time or 0)
        self._fixed = tuple(plan.constants.values())
        self._plain = lesson.samples is None and not any(n.shape for n in lesson.graph.leaves)
        self._gradients: dict[int | None, Program] = {}
        self._first = self._update(self.recurring(first=True))
        self._general = self._update(self.recurrence)
        self._look = self._ahead()

    def gradient(self, parameters: Values, samples: Sequence[int] | None = None) -> Values:
        """Return the loss and the gradients at a point, on all samples or on some of them.

        Raises NumericError when one of them is not finite.
        """
        data = self.data if samples is None else self.batch(samples)
        count = len(samples) if samples is not None else self.lesson.samples
        if count not in self._gradients:
            self._gradients[count] = self._differentiated(count)
        found = self._gradients[count](*parameters, *data.values())
        return found if self._plain else tuple(map(_float, found))

    def batch(self, samples: Sequence[int]) -> dict[Variable, Any]:
        """Return the data of some samples; n becomes their number."""
        chosen = list(samples)
        return {
            name: value[chosen]
            if name.sampled
            else float(len(chosen))
            if name.name == "n"
            else value
            for name, value in self.data.items()
        }

    def ahead(self, parameters: Values, state: Values) -> Values:
        """Return the point at which the gradient of the next update is taken."""
        return parameters if self._look is None else self._look(*parameters, *state, *self._fixed)

    def update(
        self, number: int, parameters: Values, gradients: Values, state: Values
    ) -> tuple[Values, Values]:
        """Make update ``number`` (from 1): return the new parameters and the new state.

        Raises NumericError when one of them is not finite.
        """
        program = self._first if number == 1 else self._general
        made = number - 1
        counters = (float(number - self._late), float(made), float(self.spans(made)))
        found = program(*parameters, *gradients, *state, *counters, *self._fixed)
        return found[: len(parameters)], found[len(parameters) :]

    def spans(self, made: int) -> int:
        """Return how many whole spans of a step schedule have passed."""
        return made // max(1, int(self.plan.values.get("every", 1)))

    def rate_step(self, made: int | None = None) -> Step | None:
        """Return the step that gives the learning rate; None without a schedule."""
        if self.plan.schedule is None:
            return None
        return schedules.scheduled(self.plan.schedule, made, self.spans(made or 0))

    def recurring(
        self, *, first: bool = False, update: int | None = None, rate: Variable = schedules.NOW
    ) -> Recurrence:
        """Return the optimiser's equations for this lesson's parameters."""
        scheduled = rate if self.plan.schedule is not None else None
        loss = self.lesson.graph.loss
        return Recurrence(self.plan.optimizer, self.parameters, loss, update, first, scheduled)

    def _differentiated(self, samples: int | None) -> Program:
        rows = [(step.target, step.result) for step in self.derivation.steps]
        gradients = [self.derivation.gradients[name].target for name in self.parameters]
        inputs = (*self.parameters, *self.data)
        return compile_program(rows, inputs, (self.derivation.loss, *gradients), samples=samples)

    def _update(self, recurrence: Recurrence) -> Program:
        rate = self.rate_step()
        steps = ((rate,) if rate is not None else ()) + self.plan.clipping.steps(recurrence)
        inputs = (
            *recurrence.before.values(),
            *recurrence.gradients.values(),
            *recurrence.state_before.values(),
            TIME, schedules.MADE, schedules.SPANS, *self.plan.constants,
        )  # fmt: skip
        outputs = (*recurrence.after.values(), *recurrence.state_after.values())
        return compile_program([(s.target, s.result) for s in steps], inputs, outputs)

    def _ahead(self) -> Callable[..., Values] | None:
        recurrence = self.recurrence
        steps = recurrence.ahead()
        if not steps:
            return None
        inputs = (
            *recurrence.before.values(), *recurrence.state_before.values(), *self.plan.constants,
        )  # fmt: skip
        rows = [(step.target, step.result) for step in steps]
        return compile_program(rows, inputs, tuple(recurrence.points.values()))


def learned(lesson: Lesson) -> tuple[Variable, ...]:
    """Return the parameters that a descent moves: all but the frozen ones."""
    found = tuple(name for name in lesson.parameters if name not in lesson.frozen)
    if not found:
        raise DeriveError(_NOTHING, None)
    return found


def _number(value: Any) -> Any:
    if not isinstance(value, tuple):
        return float(value)
    import numpy as np  # a lesson of plain numbers does without

    return np.asarray(value, dtype=float)


def _filled(start: float, key: StateKey) -> Any:
    owner = key[1]
    if owner is None or owner.shape is None:
        return start
    import numpy as np

    return np.full(owner.shape, start)


def _float(value: Any) -> Any:
    # NumPy's own scalars are slow, and overflow with a warning instead of becoming infinite
    return value if getattr(value, "ndim", 0) else float(value)


_NO_VALUES = Text(
    "This lesson has no numbers to descend with.", "這份教案沒有數值，無法進行梯度下降。"
)
_NOTHING = Text("There is no parameter to learn.", "沒有可以學習的參數。")
