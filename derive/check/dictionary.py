"""From a wrong value to the mistakes that lead to it: a dictionary, made for each target once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from derive.check.environment import Environment
from derive.check.evaluate import Evaluator
from derive.check.field import rational
from derive.check.mistake import Mistake, Slip
from derive.check.mistakes import all_mistakes
from derive.check.rerun import about, affected, ancestors, everything, exactly
from derive.check.signature import plain
from derive.check.values import Value
from derive.check.work import Work
from derive.core.derivation import Step
from derive.core.expression import Expression, Variable

Key = tuple[Value, ...]

_MOST_POINTS = 4
_MOST_SLIPS = 1_500
_MOST_PAIRED = 400
_SMALL = 40  # steps


@dataclass(frozen=True)
class Entry:
    """A mistake and the way in which it was made."""

    mistake: Mistake
    slip: Slip


class Catalogue:
    """Every way of making each known mistake in one worked solution, by the step it is made in."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._ancestors: dict[Variable, tuple[Step, ...]] = {}
        self._right: dict[Evaluator, Mapping[Variable, Value]] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, those that say most first."""
        found: list[Entry] = []
        for mistake in all_mistakes():
            slips = list(mistake.slips(self.work))
            found += [Entry(mistake, slip) for slip in (*slips, *_together(slips, self.work))]
        return tuple(found)

    def right(self, evaluator: Evaluator) -> Mapping[Variable, Value]:
        """Return what every step of the backward pass really comes to at a point."""
        if evaluator not in self._right:
            self._right[evaluator] = everything(self.work, evaluator)
        return self._right[evaluator]

    def steps(self, target: Variable) -> tuple[Step, ...]:
        """Return the steps that a target rests on."""
        if target not in self._ancestors:
            self._ancestors[target] = ancestors(self.work, target)
        return self._ancestors[target]

    def leading_to(self, target: Variable) -> Iterator[Entry]:
        """Yield the entries that can matter to a target."""
        steps = self.steps(target)
        ends = {step.target: min(i, len(steps) - 1 - i) for i, step in enumerate(steps)}
        relevant = [
            entry for entry in self.entries if not ends.keys().isdisjoint(entry.slip.changes)
        ]
        if len(relevant) > _MOST_SLIPS:  # those at the two ends of the chain are the likeliest
            relevant.sort(key=lambda entry: min(ends.get(name, 0) for name in entry.slip.changes))
            del relevant[_MOST_SLIPS:]
            relevant.sort(key=lambda entry: entry.mistake.rank)
        yield from relevant


def _together(slips: Sequence[Slip], work: Work) -> Iterator[Slip]:
    """Yield for each kind all its slips at once: everywhere, in one layer, in all but the last.

    The last layer is often another case, as it is where ŷ - y is written at once.
    """
    kinds: dict[str, list[Slip]] = {}
    for slip in slips:
        if slip.kind:
            kinds.setdefault(slip.kind, []).append(slip)
    for kind in kinds.values():
        seen: set[frozenset[Variable]] = set()
        depths = {id(slip): work.depth_of(slip.step) for slip in kind}
        layers = sorted(set(depths.values()))
        groups = [kind, *([s for s in kind if depths[id(s)] == layer] for layer in layers)]
        if len(layers) > 2:
            groups.append([slip for slip in kind if depths[id(slip)] != layers[-1]])
        for group in groups:
            merged = _merged(group)
            if len(merged) > 1 and frozenset(merged) not in seen:
                seen.add(frozenset(merged))
                yield Slip(merged, group[0].words, looks_so=group[0].looks_so)


def _merged(slips: Sequence[Slip]) -> dict[Variable, Expression]:
    merged: dict[Variable, Expression] = {}
    for slip in slips:
        for step, wrong in slip.changes.items():
            merged.setdefault(step, wrong)
    return merged


class Dictionary:
    """What each known mistake makes of one target, exactly and as a number.

    ``places`` are the numbers of the points by which values are looked up.
    """

    def __init__(
        self,
        target: Variable,
        catalogue: Catalogue,
        environment: Environment,
        truth: Mapping[Variable, Any] | None,
        places: tuple[int, ...] = (),
    ) -> None:
        self.target = target
        self.places = places or tuple(range(min(_MOST_POINTS, len(environment.points))))
        self.catalogue = catalogue
        self.environment = environment
        self.truth = truth
        self.steps = catalogue.steps(target)
        self._moved: dict[frozenset[Variable], tuple[Step, ...]] = {}

    @property
    def primes(self) -> tuple[int, ...]:
        """The primes that exact values at these points are residues of."""
        return tuple(self.environment.points[place].exact.prime for place in self.places)

    @cached_property
    def right(self) -> Key | None:
        """What the target is worth."""
        values = [self._right(place) for place in self.places]
        return None if None in values else tuple(map(plain, values))

    def _right(self, place: int) -> Value | None:
        right = self.catalogue.right(self.environment.points[place].exact)
        if self.target in right:
            return right[self.target]
        if self.steps and self.steps[-1] in self.catalogue.work.updates:
            return exactly(self.steps[-1:], {}, self.environment.points[place].exact, right)
        return self.environment.known(self.target).exact(place)

    @cached_property
    def by_value(self) -> Mapping[Key, tuple[Entry, ...]]:
        """The mistakes behind each wrong value."""
        found: dict[Key, list[Entry]] = {}
        for entry in self.catalogue.leading_to(self.target):
            key = self._worth(entry) if self._shows(entry) else None
            if key is not None and key != self.right:
                found.setdefault(key, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    def _shows(self, entry: Entry) -> bool:
        """Whether a mistake can show in a formula: one of the forward pass shows in numbers only,
        unless names are written out, as in a small network.
        """
        formulas = self.environment.program.formulas
        return len(self.steps) <= _SMALL or formulas.keys().isdisjoint(entry.slip.changes)

    def _affected(self, entry: Entry) -> tuple[Step, ...]:
        changed = frozenset(entry.slip.changes)
        if changed not in self._moved:
            self._moved[changed] = affected(self.steps, changed)
        return self._moved[changed]

    def _worth(self, entry: Entry) -> Key | None:
        values = []
        for place in self.places:
            value = self.worth(entry, place)
            if value is None:
                return None
            values.append(value)
        return tuple(values)

    def worth(self, entry: Entry, place: int) -> Value | None:
        """Return what a mistake makes of the target at one point."""
        point = self.environment.points[place].exact
        right = self.catalogue.right(point)
        value = exactly(self._affected(entry), entry.slip.changes, point, right)
        return None if value is None else plain(value)

    @cached_property
    def numbers(self) -> tuple[tuple[float, Entry], ...]:
        """What each mistake comes to with the lesson's numbers."""
        if self.truth is None:
            return ()
        pairs = (
            (about(self._affected(entry), entry.slip.changes, self.truth), entry)
            for entry in self.catalogue.leading_to(self.target)
        )
        return tuple((value, entry) for value, entry in pairs if value is not None)

    def key(
        self, expression: Expression, environment: Environment, places: tuple[int, ...] = ()
    ) -> Key | None:
        """Return what a formula is worth at the same points or at others, perhaps in more names."""
        known = environment.known(expression)
        values = [known.exact(place) for place in places or self.places]
        return None if None in values else tuple(map(plain, values))

    # ---- two mistakes at once ----------------------------------------------------------------

    def pair(self, wrong: Key) -> tuple[Entry, Entry] | None:
        """Return two mistakes that together lead to a value: as factors, or in different terms."""
        if self.right is None or not _scalar(self.right) or not _scalar(wrong):
            return None
        return self._pair(wrong, self._as_factors) or self._pair(wrong, self._as_terms)

    def _pair(self, wrong: Key, table: _Table) -> tuple[Entry, Entry] | None:
        changes = table.changes
        whole = table.change(wrong)
        if whole is None:
            return None
        for one, entry in changes[:_MOST_PAIRED]:
            left = table.rest(whole, one)
            other = table.index.get(left) if left is not None else None
            if other is not None and other.slip.changes.keys().isdisjoint(entry.slip.changes):
                return entry, other
        return None

    @cached_property
    def _as_factors(self) -> _Table:
        return _Table(self, lambda a, b, p: a * pow(b, -1, p) % p)

    @cached_property
    def _as_terms(self) -> _Table:
        return _Table(self, lambda a, b, p: (a - b) % p)


def _scalar(key: Key) -> bool:
    return all(type(value) is int for value in key)


class _Table:
    """By how much each single mistake changes a target: as a factor, or as a difference."""

    def __init__(self, dictionary: Dictionary, compare: Any) -> None:
        self.primes = dictionary.primes
        self.compare = compare
        self.right = dictionary.right or ()
        found = [
            (change, entries[0])
            for key, entries in dictionary.by_value.items()
            if _scalar(key) and (change := self.change(key)) is not None
        ]
        self.changes = sorted(found, key=lambda pair: pair[1].mistake.rank)
        self.index: dict[Key, Entry] = {}
        for change, entry in self.changes:
            self.index.setdefault(change, entry)

    def change(self, wrong: Key) -> Key | None:
        """Return by how much a value differs from the right one."""
        return self._each(wrong, self.right)

    def rest(self, whole: Key, one: Key) -> Key | None:
        """Return what is left of a change when one mistake is taken off."""
        return self._each(whole, one)

    def _each(self, left: Key, right: Key) -> Key | None:
        try:
            return tuple(
                self.compare(a, b, prime)
                for a, b, prime in zip(left, right, self.primes, strict=True)
            )
        except ValueError:  # no inverse: the value is zero at some point
            return None


def small_ratio(left: Key, right: Key, primes: Sequence[int]) -> Any:
    """Return the one small fraction by which two values differ; None when there is none."""
    found = set()
    for a, b, prime in zip(left, right, primes, strict=True):
        if type(a) is not int or type(b) is not int or not b:
            return None
        found.add(rational(a * pow(b, -1, prime) % prime, prime))
    return found.pop() if len(found) == 1 else None
