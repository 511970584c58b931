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
_MOST_PATHS = 6
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
        """Return two mistakes that together lead to a value.

        They change the whole by a factor each, or different terms, or one the whole by a factor
        and the other any part; or else one and the same path by a factor each.
        """
        if not any(self.right or ()) or not _scalar(self.right or ()) or not _scalar(wrong):
            return None
        found = self._factors.pair(wrong) or self._terms.pair(wrong) or self._mixed(wrong)
        return found or next(filter(None, (path.pair(wrong) for path in self._paths)), None)

    def _mixed(self, wrong: Key) -> tuple[Entry, Entry] | None:
        for undo, entry in self._factors.undone:
            for other in self.by_value.get(self._factors.combined(wrong, undo), ())[:1]:
                if _apart(entry, other):
                    return entry, other
        return None

    @cached_property
    def _factors(self) -> _Table:
        scales = [(0, pow(right, -1, p)) if right else _ANYTHING for right, p in self._places]
        return _Table(self, scales, multiply=True)

    @cached_property
    def _terms(self) -> _Table:
        return _Table(self, [(-right, 1) for right, _ in self._places], multiply=False)

    @cached_property
    def _paths(self) -> tuple[_Table, ...]:
        """For each path its table: by which factor a mistake changes it, the others left alone."""
        found: list[_Table] = []
        for key, entries in self.by_value.items():
            lost = any(entry.mistake.key == "path_lost" for entry in entries)
            if lost and _scalar(key) and len(found) < _MOST_PATHS:
                found.append(_Table(self, self._scales(key), multiply=True))
        return tuple(found)

    def _scales(self, lost: Key) -> list[tuple[int, int]]:
        """Return how a value is measured by a path, given what is left without that path."""
        scales = []
        for value, (right, p) in zip(lost, self._places, strict=True):
            part = right - value
            inverse = pow(part, -1, p) if part else 0
            scales.append((1 - right * inverse, inverse) if part else _ANYTHING)
        return scales

    @property
    def _places(self) -> list[tuple[int, int]]:
        """The right value and the prime at each point."""
        return list(zip(self.right or (), self.primes, strict=True))


def _apart(one: Entry, other: Entry) -> bool:
    return one.slip.changes.keys().isdisjoint(other.slip.changes)


def _scalar(key: Key) -> bool:
    return all(type(value) is int for value in key)


_ANYTHING = (1, 0)  # where nothing comes back, as behind a dead ReLU, every change is the same


class _Table:
    """By how much each single mistake changes a target: numbers that multiply, or that add up.

    ``scales`` turns a value into such a number at each point: ``a + b · value``.
    """

    def __init__(
        self, dictionary: Dictionary, scales: Sequence[tuple[int, int]], multiply: bool
    ) -> None:
        self.primes, self.scales, self.multiply = dictionary.primes, scales, multiply
        found = [
            (self.change(key), entries[0])
            for key, entries in dictionary.by_value.items()
            if _scalar(key)
        ]
        found.sort(key=lambda pair: pair[1].mistake.rank)
        self.index: dict[Key, Entry] = {}
        for change, entry in found:
            self.index.setdefault(change, entry)
        # how each is taken off again, worked out once for all answers
        self.undone = [
            (undo, entry)
            for change, entry in found[:_MOST_PAIRED]
            if (undo := self._undo(change)) is not None
        ]

    def pair(self, wrong: Key) -> tuple[Entry, Entry] | None:
        """Return two mistakes of which the changes together lead to a value."""
        whole = self.change(wrong)
        for undo, entry in self.undone:
            other = self.index.get(self.combined(whole, undo))
            if other is not None and _apart(entry, other):
                return entry, other
        return None

    def change(self, key: Key) -> Key:
        """Return by how much a value differs from the right one."""
        return tuple(
            (a + b * value) % p
            for value, (a, b), p in zip(key, self.scales, self.primes, strict=True)
        )

    def combined(self, one: Key, other: Key) -> Key:
        """Return two changes, one after the other."""
        if self.multiply:
            return tuple(a * b % p for a, b, p in zip(one, other, self.primes, strict=True))
        return tuple((a + b) % p for a, b, p in zip(one, other, self.primes, strict=True))

    def _undo(self, change: Key) -> Key | None:
        if not self.multiply:
            return tuple(-value % p for value, p in zip(change, self.primes, strict=True))
        if 0 in change:
            return None
        return tuple(pow(value, -1, p) for value, p in zip(change, self.primes, strict=True))


def small_ratio(left: Key, right: Key, primes: Sequence[int]) -> Any:
    """Return the one small fraction by which two values differ; None when there is none."""
    found = set()
    for a, b, prime in zip(left, right, primes, strict=True):
        if type(a) is not int or type(b) is not int or not b:
            return None
        found.add(rational(a * pow(b, -1, prime) % prime, prime))
    return found.pop() if len(found) == 1 else None
