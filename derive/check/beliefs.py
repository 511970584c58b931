"""What a student takes for true: results that were wrong, or rounded, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derive.check.agreement import NUMBERS, written_in
from derive.check.reference import Reference
from derive.core.expression import Expression, Variable, size, substitute, variables

_MOST_CARRIED = 600


@dataclass(frozen=True)
class Belief:
    """A formula that was written for a name; ``origins`` are the lines with the mistakes in it.

    Without origins it is true, only rounded.
    """

    formula: Expression
    origins: frozenset[int]


class Beliefs:
    """The results of one answer so far, as formulas and as numbers."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._formulas: dict[Variable, Belief] = {}
        self._numbers: dict[Variable, Belief] = {}

    def learn(self, name: Variable, formula: Expression, origins: frozenset[int]) -> None:
        """Note what was written for a name."""
        store = self._numbers if written_in(formula) == NUMBERS else self._formulas
        store[name] = Belief(formula, origins)

    def unlearn(self, name: Variable) -> None:
        """Forget what was written before: it has been put right."""
        self._formulas.pop(name, None)
        self._numbers.pop(name, None)

    def candidates(self, target: Variable | None, before: Expression | None) -> Iterable[Belief]:
        """Yield what a line may come to for who believes all this."""
        for known in (self._formulas, {**self._formulas, **self._numbers}):
            if not known:
                continue
            if target is not None and target in known:
                yield known[target]
            if target is not None and (carried := self._carried(target, known)):
                yield carried
            if before is not None and (replaced := _put_in(before, known)):
                yield replaced

    def _carried(self, target: Variable, known: dict[Variable, Belief]) -> Belief | None:
        """Return what the worked solution makes of the target, run on from what is believed."""
        found = {name: belief for name, belief in known.items() if name != target}
        for step in self.reference.ancestors(target):
            if step.target in found or found.keys().isdisjoint(step.reads):
                continue
            carried = _put_in(step.result, found)
            if carried is not None:
                found[step.target] = carried
        return found.get(target)


def _put_in(formula: Expression, known: dict[Variable, Belief]) -> Belief | None:
    """Return a formula with what is believed in the place of names; None where nothing changes."""
    read = [name for name in variables(formula) if name in known]
    if not read:
        return None
    changed = substitute(formula, {name: known[name].formula for name in read})
    if size(changed) > _MOST_CARRIED:
        return None
    return Belief(changed, frozenset().union(*(known[name].origins for name in read)))
