"""What a line is about: a derivative, a value, a parameter after the update, or a new name."""

from __future__ import annotations

from collections.abc import Sequence

from derive.check.agreement import Agreements
from derive.check.line import Line, Subject
from derive.check.names import Names
from derive.check.reference import MOST_UPDATES, Reference
from derive.check.scoring import Scoring
from derive.core.expression import Expression, Partial, Role, Variable, variables
from derive.passes.update import LEARNING_RATE


class Subjects:
    """Finds the subjects of the lines of one answer."""

    def __init__(
        self, reference: Reference, names: Names, agreements: Agreements, scoring: Scoring
    ) -> None:
        self.reference, self.names = reference, names
        self.agreements, self.scoring = agreements, scoring
        self.updated = False

    def only_question(self) -> Subject | None:
        """Return what is asked, if it is one thing only."""
        targets = self.scoring.targets
        return Subject(targets[0], targets[0]) if len(targets) == 1 else None

    def is_known(self, name: Variable) -> bool:
        """Whether a name means something already."""
        if isinstance(name, Partial):
            return self.is_known(name.of) and self.is_known(name.wrt)
        known = name in self.reference.names or name in self.agreements.definitions
        return known or name in self.reference.moved or name == LEARNING_RATE

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
        self.updated |= target in self.reference.moved
        return Subject(target, target, self._times(target))

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

    def _times(self, target: Variable) -> int:
        """Return at how many times a number may be meant: after an update all is run again."""
        if isinstance(target, Partial) and not (self.updated and self.scoring.answered(target)):
            return 1
        return MOST_UPDATES + 1


def _names(formulas: Sequence[Expression]) -> set[Variable]:
    return {name for formula in formulas for name in variables(formula)}
