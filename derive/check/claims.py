"""Whether a formula is true, follows from what came before, is a new mistake, or cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from derive.check import phrases
from derive.check.agreement import NUMBERS, Agreement, Agreements, written_in
from derive.check.beliefs import Beliefs
from derive.check.line import Judged, State, Subject
from derive.check.reference import Reference
from derive.check.verdict import TOO_CLOSE, Verdict
from derive.core.expression import ZERO, Expression, Variable
from derive.reading import Side


class Claims:
    """Judges the formulas of one answer, and keeps what later lines may build on."""

    def __init__(
        self,
        reference: Reference,
        agreements: Agreements,
        is_of_later: Callable[[Variable | None, Expression], bool],
        canonical: Callable[[Expression], Expression],
    ) -> None:
        self.reference, self.agreements = reference, agreements
        self.is_of_later, self.canonical = is_of_later, canonical
        self.beliefs = Beliefs(reference)

    def judge(
        self, subject: Subject, before: Judged, formula: Expression, side: Side, number: int
    ) -> Judged:
        """Judge a formula against what its line is about, and against the formula before it.

        A second reading is tried before anybody is called wrong; ``number`` is that of the answer.
        """
        found = self._one(subject, before, formula, number)
        if found.state in (State.TRUE, State.FOLLOWS):
            self.agreements.note(formula)
        if found.state in (State.FALSE, State.UNKNOWN) and side.other is not None:
            second = self._one(subject, before, self.canonical(side.other), number)
            if second.state in (State.TRUE, State.FOLLOWS):
                return replace(second, note=phrases.SECOND_READING)
        return found

    def _one(self, subject: Subject, before: Judged, formula: Expression, number: int) -> Judged:
        truth = self.agreements.agree(subject.formula, formula, subject.times)
        if truth.equal:
            wrong = before.state in (State.FALSE, State.FOLLOWS)
            jump = wrong and not self.agreements.agree(before.formula, formula).equal
            note = phrases.CORRECTED if jump else truth.note
            return Judged(formula, State.TRUE, truth, note=note)
        return (
            self._as_step(subject, before, formula, truth)
            or self._as_carried(subject, before, formula)
            or self._new(subject, formula, truth, number)
        )

    def _as_step(
        self, subject: Subject, before: Judged, formula: Expression, truth: Agreement
    ) -> Judged | None:
        """See whether it follows from the formula before it."""
        if before.formula is subject.formula:
            return None
        step = self.agreements.agree(before.formula, formula)
        if not step.equal:
            return None
        if before.state is State.UNKNOWN:  # who cannot be told right cannot be told wrong either
            return Judged(formula, State.UNKNOWN, before.agreement)
        if before.state is State.TRUE:
            note = phrases.ROUNDED if truth.different else step.note
            return Judged(formula, State.TRUE, step, note=note)
        return Judged(formula, State.FOLLOWS, step, before.origins)

    def _as_carried(self, subject: Subject, before: Judged, formula: Expression) -> Judged | None:
        """See whether it follows from what was found, wrongly or rounded, in other lines."""
        close: Agreement | None = None
        for belief in self.beliefs.candidates(subject.target, before.formula):
            carried = self.agreements.agree(belief.formula, formula)
            if not carried.equal:
                close = carried if carried.note is TOO_CLOSE else close
                continue
            if not belief.origins:
                return Judged(formula, State.TRUE, carried, note=phrases.ROUNDED)
            # where a mistake makes all vanish there is nothing more to be shown, or earned
            if not self.agreements.agree(formula, ZERO).equal:
                return Judged(formula, State.FOLLOWS, carried, belief.origins)
        return Judged(formula, State.UNKNOWN, close) if close is not None else None

    def _new(self, subject: Subject, formula: Expression, truth: Agreement, number: int) -> Judged:
        if truth.different and self.is_of_later(subject.target, formula):
            truth = replace(truth, verdict=Verdict.UNDECIDED, note=phrases.LATER)
        state = State.FALSE if truth.different else State.UNKNOWN
        return Judged(formula, state, truth, frozenset({number}))

    def remember(self, subject: Subject, judged: Sequence[Judged]) -> None:
        """Keep the results of a line that are wrong or rounded, for the lines that build on it."""
        target = subject.target
        if target is None or target in self.reference.given:
            return
        if judged[-1].state is State.TRUE:
            self.beliefs.unlearn(target)
        forward = target in self.reference.names
        for each in judged:
            numbers = written_in(each.formula) == NUMBERS
            if each.state is State.UNKNOWN or (forward and not numbers) or each.agreement.time:
                continue
            if each.state is not State.TRUE or (numbers and each is judged[-1]):
                self.beliefs.learn(target, each.formula, each.origins)
