"""Going down: gradient, update, and again, until the steps are made or a rule says stop."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.errors import NumericError
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.descent.batches import Batch, batches
from derive.descent.course import Course, Iterate, Reason, Seen, Stop, length
from derive.descent.machine import Machine
from derive.descent.plan import Plan
from derive.spelling.numbers import show

# a loss this many times larger than the first one (or than 1) is not on its way down any more
TOO_LARGE = 1e6


def descend(lesson: Lesson, plan: Plan) -> Course:
    """Run a descent from the lesson's parameters; the derivation is worked out once.

    Returns what was computed, with the reason if it ended early.  Raises DeriveError when it cannot
    start: no numbers, nothing to learn, or no finite loss at the very beginning.
    """
    machine = Machine(lesson, plan)
    walk = _Walk(machine)
    iterates = tuple(walk)
    return Course(
        lesson, plan, machine.derivation, machine.parameters, machine.recurrence.state_keys,
        iterates, walk.stop,
    )  # fmt: skip


class _Walk:
    """Yields the points of a course; ``stop`` is set when it ends early."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.plan = machine, machine.plan
        self.stop: Stop | None = None
        self._order = self._batches()

    def __iter__(self) -> Iterator[Iterate]:
        last = None
        parameters, state = self.machine.start, self.machine.state
        for made in range(self.plan.steps + 1):
            try:
                here = self._look(made, parameters, state)
            except NumericError as problem:
                if last is None:
                    raise
                self.stop = _not_finite(problem, made, last)
                return
            yield here
            self.stop = self._rule_met(here, last)
            if self.stop is not None or made == self.plan.steps:
                return
            try:
                parameters, state = self._move(here)
            except NumericError as problem:
                self.stop = _not_finite(self._dated(problem, made + 1), made + 1, here)
                return
            last = here
            if made == 0:
                self._limit = TOO_LARGE * max(1.0, abs(here.loss))

    def _look(self, made: int, parameters: tuple[float, ...], state: tuple[float, ...]) -> Iterate:
        loss, *gradients = self.machine.gradient(parameters)
        seen = None
        if self._order is not None and made < self.plan.steps:
            batch = next(self._order)
            seen = Seen(batch, *self._split(self.machine.gradient(parameters, batch.samples)))
        return Iterate(made, parameters, loss, tuple(gradients), state, seen)

    def _move(self, here: Iterate) -> tuple[tuple[float, ...], tuple[float, ...]]:
        gradients = here.seen.gradients if here.seen is not None else here.gradients
        point = self.machine.ahead(here.parameters, here.state)
        if point is not here.parameters:
            samples = here.seen.batch.samples if here.seen is not None else None
            gradients = self.machine.gradient(point, samples)[1:]
        return self.machine.update(here.t + 1, here.parameters, gradients, here.state)

    def _dated(self, problem: NumericError, number: int) -> NumericError:
        """Put the time of update ``number`` into names that have t in them: ``m^{(t)}``."""
        now = self.machine.recurring(update=number).time or 0
        times = {"(t-1)": now - 1, "(t)": now, "(t+1)": now + 1}
        en, zh = problem.message.en, problem.message.zh
        for letter, time in times.items():
            en, zh = en.replace(letter, f"({time})"), zh.replace(letter, f"({time})")
        return NumericError(Text(en, zh), problem.remedy)

    def _batches(self) -> Iterator[Batch] | None:
        size, samples = self.plan.batch_size, self.machine.lesson.samples
        if size is None or samples is None:
            return None
        return batches(samples, size, self.plan.seed, shuffle=self.plan.shuffle)

    @staticmethod
    def _split(found: tuple[float, ...]) -> tuple[float, tuple[float, ...]]:
        return found[0], found[1:]

    def _rule_met(self, here: Iterate, last: Iterate | None) -> Stop | None:
        rules = self.plan.stopping
        if last is not None and not self.plan.allow_divergence and abs(here.loss) > self._limit:
            return _diverged(here)
        if rules.gradient is not None and (size := length(here.gradients)) <= rules.gradient:
            return _met(Reason.GRADIENT, here.t, size, rules.gradient)
        if rules.loss is not None and here.loss <= rules.loss:
            return _met(Reason.LOSS, here.t, here.loss, rules.loss)
        if rules.change is not None and last is not None:
            change = abs(here.loss - last.loss)
            if change <= rules.change:
                return _met(Reason.CHANGE, here.t, change, rules.change)
        return None


def _met(reason: Reason, iteration: int, value: float, limit: float) -> Stop:
    sentence = _RULES[reason].fill(t=iteration, value=show(value), limit=show(limit))
    return Stop(reason, iteration, value, sentence)


def _diverged(here: Iterate) -> Stop:
    words = _DIVERGED if here.loss > 0 else _BOTTOMLESS
    sentence = words.fill(t=here.t, value=show(here.loss))
    return Stop(Reason.DIVERGED, here.t, here.loss, sentence, _SMALLER)


def _not_finite(problem: NumericError, iteration: int, last: Iterate) -> Stop:
    names = {"t": iteration, "before": last.t, "value": show(last.loss)}
    head, tail = _NOT_FINITE.fill(**names), _LAST.fill(**names)
    message = Text(
        f"{head.en}{problem.message.en} {tail.en}", f"{head.zh}{problem.message.zh}{tail.zh}"
    )
    return Stop(Reason.NOT_FINITE, iteration, None, message)


_RULES = {
    Reason.GRADIENT: Text(
        "Stopped at iteration {t}: the length of the gradient is {value}, at most {limit}.",
        "在第 {t} 次更新後停止：梯度的長度 {value} 已不超過 {limit}。",
    ),
    Reason.LOSS: Text(
        "Stopped at iteration {t}: the loss is {value}, at most {limit}.",
        "在第 {t} 次更新後停止：損失 {value} 已不超過 {limit}。",
    ),
    Reason.CHANGE: Text(
        "Stopped at iteration {t}: the loss changed by {value}, at most {limit}.",
        "在第 {t} 次更新後停止：損失的變化 {value} 已不超過 {limit}。",
    ),
}
_DIVERGED = Text(
    "Diverged: at iteration {t} the loss is {value}, more than a million times larger than at the "
    "start.",
    "發散了：第 {t} 次更新後損失為 {value}，已超過一開始的一百萬倍。",
)
_BOTTOMLESS = Text(
    "Diverged: at iteration {t} the loss is {value}; it falls without end.",
    "發散了：第 {t} 次更新後損失為 {value}，而且沒有下界，會一直變小。",
)
_SMALLER = Text(
    "Try a smaller learning rate, or --allow-divergence to go on.",
    "請改用較小的學習率，或加上 --allow-divergence 繼續。",
)
_NOT_FINITE = Text("Stopped at iteration {t}: ", "在第 {t} 次更新時停止：")
_LAST = Text(
    "The last finite loss was {value}, at iteration {before}.",
    "最後一個有限的損失是第 {before} 次更新後的 {value}。",
)
