"""What a line is about: a derivative, a value, a parameter after the update, or a new name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derive.check.agreement import Agreements, Times
from derive.check.line import Line, Subject
from derive.check.names import Names
from derive.check.reference import MOST_UPDATES, Reference
from derive.check.rounding import last_place, result
from derive.check.scoring import Scoring
from derive.core.expression import Expression, Partial, Role, Variable, variables
from derive.passes.update import LEARNING_RATE

_TELLING = 4  # digits that hardly agree by chance
_AFTER = re.compile(
    r"\b(?:after|following)\b.*\b(?:updat|step|iteration|epoch)|\b(?:updated?|new|next)\b"
    r"|\b(?:iterations?|epochs?|round|pass)\s*\#?(\d)\b|\b(\d)\s*(?:updates|iterations|epochs)\b"
    r"|更新|第\s*(\d)\s*(?:次|輪|步|回合)|(?:迭代|回合|epoch)\s*(\d)",
    re.IGNORECASE,
)


class Subjects:
    """Finds the subjects of the lines of one answer."""

    def __init__(
        self, reference: Reference, names: Names, agreements: Agreements, scoring: Scoring
    ) -> None:
        self.reference, self.names = reference, names
        self.agreements, self.scoring = agreements, scoring
        self.reached = 0  # how many updates were written, or spoken of
        self.used = 0  # after how many there was a number

    def only_question(self) -> Subject | None:
        """Return what is asked, if it is one thing only."""
        targets = self.scoring.targets
        return Subject(targets[0], targets[0]) if len(targets) == 1 else None

    def is_known(self, name: Variable) -> bool:
        """Whether a name means something already."""
        if isinstance(name, Partial):
            return self.is_known(name.of) and self.is_known(name.wrt)
        known = name in self.reference.names or name in self.agreements.definitions
        after = name in self.reference.moved or name in self.names.later
        return known or after or name == LEARNING_RATE

    def of_definition(self, formula: Expression) -> Subject:
        """Return what a line is about that gives a name to a formula."""
        named = isinstance(formula, Partial) and self.is_known(formula)
        return Subject(formula, formula if isinstance(formula, Partial) and named else None)

    def of(self, line: Line) -> Subject:
        """Return what a line is about; ``w ← …`` and ``w = w - η …`` are about the new w."""
        head = line.formulas[0]
        if not isinstance(head, Variable):
            return self._behind(line) or Subject(head, None)
        target = self._moved(head, line) or head
        if target in self.names.later:
            self.reached = max(self.reached, self.names.later[target][1])
        return Subject(target, target, self._times(target))

    def heard(self, words: str) -> None:
        """Take note of what an answer says in words: ``after the update``, ``第 2 次迭代``."""
        for found in _AFTER.finditer(words):
            number = next((int(group) for group in found.groups() if group), 1)
            self.reached = max(self.reached, min(number, MOST_UPDATES))

    def went_on(self, subject: Subject, time: int) -> None:
        """Take note of the time a line was about, and of one more update if it made one."""
        if subject.target in self.reference.moved:
            time = max(time, self.used)
            self.reached = max(self.reached, min(time + 1, MOST_UPDATES))
        else:
            self.used = max(self.used, time)

    def _behind(self, line: Line) -> Subject | None:
        """Return what is asked where it stands on the right: ``(ŷ - y) x = ∂L/∂w``."""
        last = line.formulas[-1]
        asked = isinstance(last, Variable) and last in self.scoring.targets
        return Subject(last, last) if isinstance(last, Variable) and asked else None

    def _moved(self, head: Variable, line: Line) -> Variable | None:
        """Return the parameter after the update where that is what the line is about."""
        claims = _names(line.formulas[1:])
        written = line.written
        after = self.names.timed.get(written) if isinstance(written, Variable) else None
        if after is not None and LEARNING_RATE in claims:
            return after
        if head.role is not Role.PARAMETER or len(line.formulas) < 2:
            return None
        moved = self.reference.after(head)
        assigned = line.statement.relations[0] == "←"
        if assigned or LEARNING_RATE in claims or head in claims:
            return moved
        learnt = moved in self.reference.work.step_of
        given = self.agreements.agree(head, line.formulas[1])
        return moved if learnt and given.different else None

    def _times(self, target: Variable) -> Times:
        """Return after how many updates a number may be meant: those that the answer came to.

        A gradient belongs to a later pass only when it was given for an earlier one: otherwise a
        weight was updated too soon.
        """
        if isinstance(target, Partial) and not self.scoring.answered(target):
            return (0,)
        return tuple(range(self.reached + 1))

    def is_of_later(self, target: Variable | None, formula: Expression) -> bool:
        """Whether a number is that of a name after more updates than the answer came to."""
        end = result(formula)
        if target is None or end is None or last_place(end.text)[1] < _TELLING:
            return False
        times = tuple(range(self.reached + 1, MOST_UPDATES + 1))
        return self.agreements.agree(target, formula, times).equal


def _names(formulas: Sequence[Expression]) -> set[Variable]:
    return {name for formula in formulas for name in variables(formula)}
