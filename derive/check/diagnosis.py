"""Which mistake it was: looked up by value, then as two at once, then as a factor too few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import permutations

from derive.check import phrases
from derive.check.agreement import (
    NAMES,
    NUMBERS,
    Agreements,
    Times,
    digits,
    is_number,
    written_in,
)
from derive.check.dictionary import Catalogue, Dictionary, Entry, Key, small_ratio
from derive.check.environment import DepthError
from derive.check.equality import compare
from derive.check.locate import Part, Repair
from derive.check.mistake import Mistake
from derive.check.mistakes import load
from derive.check.reference import Reference
from derive.check.rerun import IMPOSSIBLE, Changes, aftermath
from derive.check.rounding import compare_number
from derive.check.signature import plain
from derive.check.verdict import SHAPES
from derive.check.work import Work
from derive.core.expression import (
    Add,
    Div,
    Expression,
    Neg,
    Number,
    Partial,
    Role,
    Variable,
    number,
    size,
    substitute,
    variables,
    without_marks,
)
from derive.core.text import Text, same
from derive.passes.update import LEARNING_RATE
from derive.spelling.numbers import show
from derive.spelling.text import text, text_name

_MOST_KEPT = 20_000
_LONGEST = 40  # a longer formula is said as the chain rule that it came from
_MOST_SYNONYMS = 3
_SPECIFIC = 30
_MOST_COMPARED = 24
_MOST_STEPS_RUN = 300_000
_FAR = 0.06  # numbers that are further apart than this are not looked at
_NEARLY = 0.01  # a number that is off by less was probably rounded on the way
_USUAL = 30  # the rank below which a mistake is one of every day
# how many mistakes may be expected to come as close to a number by chance: with two digits some
# mistake leads to almost every number
_BY_CHANCE, _NEARLY_BY_CHANCE = 1.0, 0.1


@dataclass(frozen=True)
class Diagnosis:
    """What is said of a wrong formula; ``changes`` are the wrong steps that lead to it."""

    message: Text
    key: str | None = None
    synonyms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    step: Variable | None = None
    hint: Text | None = None
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class Wrong:
    """A wrong formula, and what it is about.

    Parameters
    ----------
    subject : the formula that it should be equal to; ``target`` is its name, if it has one
    before : the formula it was derived from, if there is one, and whether that was right
    times : after how many updates a number may be meant
    """

    formula: Expression
    subject: Expression
    target: Variable | None
    before: Expression | None
    before_right: bool
    times: Times


class Diagnostician:
    """Names mistakes in answers to one lesson; dictionaries are made when first needed."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._catalogues: dict[int, Catalogue] = {}
        self._dictionaries: dict[tuple[Variable, tuple[int, ...]], Dictionary | None] = {}
        self._with_numbers: dict[Variable, Dictionary] = {}
        self._known: dict[object, Diagnosis] = {}

    def diagnose(self, wrong: Wrong, agreements: Agreements) -> Diagnosis:
        """Return what to say of a wrong formula; a whole class makes the same mistakes."""
        if agreements.definitions:
            return self._diagnosed(wrong, agreements)
        key = wrong, digits(wrong.formula), digits(wrong.before)
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = self._diagnosed(wrong, agreements)
        return self._known[key]

    def _diagnosed(self, wrong: Wrong, agreements: Agreements) -> Diagnosis:
        target = wrong.target
        if target is not None and target in self.reference.given:
            return Diagnosis(phrases.GIVEN.fill(name=text_name(target)))
        if target is None:
            target = self._named(wrong.subject)
        if compare(wrong.subject, wrong.formula, agreements.environment).reason is SHAPES:
            return self._misfit(target, wrong, agreements)
        if written_in(wrong.formula) == NAMES:
            found = self._by_formula(target, wrong, agreements)
        else:
            found = self._by_number(target, wrong, agreements)
            found = found or self._by_formula(target, wrong, agreements)
        return found or unknown(target)

    def _misfit(self, target: Variable | None, wrong: Wrong, agreements: Agreements) -> Diagnosis:
        """Say why the shapes do not fit: a mistake that changes them, another weight, or else a
        transpose.
        """
        target = target or self.reference.graph.loss
        dictionary = self.dictionary(target)
        key = _key(dictionary, wrong.formula, agreements) if dictionary is not None else None
        if dictionary is not None and key is not None and (found := dictionary.by_value.get(key)):
            return self._entries(_likely(found, wrong.formula, target) or found, target)
        for weight, other in permutations(self.reference.lesson.parameters, 2):
            if weight in variables(wrong.formula):
                repaired = substitute(wrong.formula, {weight: other})
                if compare(wrong.subject, repaired, agreements.environment).equal:
                    return self._said(load("wrong_weight"), target, {"weight": other})
        return self._said(load("transpose_lost"), target, {})

    # ---- formulas ----------------------------------------------------------------------------

    def _by_formula(
        self, target: Variable | None, wrong: Wrong, agreements: Agreements
    ) -> Diagnosis | None:
        dictionary = self.dictionary(target)
        if dictionary is None or target is None:
            return self._by_ratio(target, wrong, agreements)
        key = _key(dictionary, wrong.formula, agreements)
        if key is None or dictionary.right is None:
            return None
        if key == dictionary.right:
            return self._elsewhere(target, wrong, agreements)
        if entries := _likely(dictionary.by_value.get(key, ()), wrong.formula, target):
            entries = self._told_apart(entries, dictionary, wrong.formula, agreements)
            return self._entries(entries, target)
        if (gradient := self._gradient_in(target, wrong)) is not None:
            found = self._by_formula(gradient.target, gradient, agreements)
            if found is not None:
                return found
        found = self._other(key, target) or self._by_factor(
            key, dictionary.right, dictionary.primes, target
        )
        found = found or self._with_constants(target, wrong, agreements)
        if found is None and (pair := dictionary.pair(key)):
            return self._pair(pair, target)
        return found

    def _with_constants(
        self, target: Variable, wrong: Wrong, agreements: Agreements
    ) -> Diagnosis | None:
        """Look where n and other constants are the lesson's own numbers: who puts in n = 1 writes
        a formula without it, and that is no second mistake.
        """
        work, fixed = self.reference.work_on(target), self.reference.fixed
        environment = agreements.fixed
        if work is None or fixed is None or environment is None:
            return None
        if target not in self._with_numbers:
            self._with_numbers[target] = Dictionary(target, self._catalogue(work), fixed, None)
        dictionary = self._with_numbers[target]
        try:
            key = dictionary.key(agreements.expanded(wrong.formula), environment)
        except (*IMPOSSIBLE, DepthError):
            return None
        found = dictionary.by_value.get(key, ()) if key is not None else ()
        entries = _likely(found, wrong.formula, target)
        return self._entries(entries, target) if entries else None

    def _told_apart(
        self,
        entries: list[Entry],
        dictionary: Dictionary,
        formula: Expression,
        agreements: Agreements,
    ) -> list[Entry]:
        """Leave out what leads to something else at further points: with ReLU, on other sides."""
        points = self.reference.environment.points
        for place in range(len(points)):
            if len({entry.mistake for entry in entries}) == 1:
                break
            if place in dictionary.places:
                continue
            (value,) = _key(dictionary, formula, agreements, (place,)) or (None,)
            left = [entry for entry in entries if dictionary.worth(entry, place) == value]
            entries = left or entries
        return entries

    def _gradient_in(self, target: Variable, wrong: Wrong) -> Wrong | None:
        """Return the gradient that stands in a wrong update: what is behind w - η."""
        for step in self.reference.work.updates:
            if step.target == target:
                old, gradient = step.reads[0], step.reads[-1]
                formula = Div(Add((old, Neg(wrong.formula))), LEARNING_RATE)
                return Wrong(formula, gradient, gradient, None, True, wrong.times)
        return None

    def _elsewhere(
        self, target: Variable, wrong: Wrong, agreements: Agreements
    ) -> Diagnosis | None:
        """Look at a point on the other side of a kink: a mask that is missing shows there only."""
        count = len(self.reference.environment.points)
        for place in range(count):
            dictionary = self.dictionary(target, (place,))
            key = _key(dictionary, wrong.formula, agreements) if dictionary is not None else None
            if dictionary is not None and key is not None and key != dictionary.right:
                entries = _likely(dictionary.by_value.get(key, ()), wrong.formula, target)
                return self._entries(entries, target) if entries else None
        return None

    def _by_ratio(
        self, target: Variable | None, wrong: Wrong, agreements: Agreements
    ) -> Diagnosis | None:
        """Name a wrong sign in a step that is about nothing in the solution."""
        if compare(Neg(wrong.subject), wrong.formula, agreements.environment).equal:
            return self._said(load("sign_lost"), target, {})
        return None

    def _other(self, key: Key, target: Variable) -> Diagnosis | None:
        other = self.by_truth.get(key)
        if other is None or not isinstance(other, Partial) or other == target:
            return None
        on_the_way = other.of == self.reference.graph.loss and other in {
            step.target for step in self.reference.ancestors(target)
        }
        name = "chain_stopped" if on_the_way else "other_derivative"
        return self._said(load(name), target, {"other": other})

    def _by_factor(
        self, worth: Key, right: Key, primes: Sequence[int], target: Variable
    ) -> Diagnosis | None:
        """Name a sign, a constant or a value of the network that is too few or too many."""
        ratio = small_ratio(worth, right, primes)
        if isinstance(ratio, Fraction) and ratio == -1:
            return self._said(load("sign_lost"), target, {})
        if isinstance(ratio, Fraction) and ratio not in (0, 1):
            factor = same(text(Number(ratio)))
            return self._said(load("wrong_constant"), target, {"factor": factor})
        if (missing := self._quotient(right, worth, primes)) is not None:
            words = {"factor": _veiled(missing), "missing": missing}
            return self._said(load("missing_factor"), target, words)
        if (extra := self._quotient(worth, right, primes)) is not None:
            return self._said(load("factor_twice"), target, {"factor": extra})
        return None

    def _quotient(self, left: Key, right: Key, primes: Sequence[int]) -> Variable | None:
        values = []
        for a, b, prime in zip(left, right, primes, strict=True):
            if type(a) is not int or type(b) is not int or not b:
                return None
            values.append(a * pow(b, -1, prime) % prime)
        return self.by_truth.get(tuple(values))

    def _primes(self, target: Variable) -> tuple[int, ...]:
        dictionary = self.dictionary(target)
        return dictionary.primes if dictionary is not None else ()

    @cached_property
    def by_truth(self) -> Mapping[Key, Variable]:
        """Every name and every derivative of the worked solution, by what it is worth."""
        dictionary = self.dictionary(self.reference.graph.loss)
        if dictionary is None:
            return {}
        environment = self.reference.environment
        found: dict[Key, Variable] = {}
        for name in sorted(self.reference.names, key=lambda name: name.name):
            key = dictionary.key(name, environment)
            if key is not None:
                found.setdefault(key, name)
        points = [environment.points[place].exact for place in dictionary.places]
        values = [dictionary.catalogue.right(point) for point in points]
        for step in self.reference.work.backward:
            if all(step.target in each for each in values):
                found.setdefault(tuple(plain(each[step.target]) for each in values), step.target)
        return found

    def _named(self, subject: Expression) -> Variable | None:
        """Find what a formula is about that is equal to something in the worked solution."""
        dictionary = self.dictionary(self.reference.graph.loss)
        if dictionary is None:
            return None
        try:
            key = dictionary.key(subject, self.reference.environment)
        except (*IMPOSSIBLE, DepthError):
            return None
        return self.by_truth.get(key) if key is not None else None

    # ---- one part of the formula -------------------------------------------------------------

    def of_part(self, target: Variable, repairs: Sequence[Repair]) -> tuple[Diagnosis, Part] | None:
        """Name what is wrong with one part of a formula: another name, or a factor too few."""
        primes = self._primes(target)
        for repair in repairs:
            if found := self._exchanged(target, repair):
                return found, repair.part
        for repair in reversed(repairs):
            found = self._by_factor(repair.worth, repair.needed, primes, target)
            if found is not None:
                return found, repair.part
        return None

    def _exchanged(self, target: Variable, repair: Repair) -> Diagnosis | None:
        """Name a weight or a value that stands in the place of another."""
        right, wrong = self.by_truth.get(repair.needed), self.by_truth.get(repair.worth)
        if right is None or wrong is None:
            return None
        roles = {right.role, wrong.role}
        if roles == {Role.PARAMETER}:
            return self._said(load("wrong_weight"), target, {"weight": right})
        if roles <= {Role.DATA, Role.INTERMEDIATE}:
            return self._said(load("wrong_activation"), target, {"value": right})
        return None

    # ---- numbers -----------------------------------------------------------------------------

    def _by_number(
        self, target: Variable | None, wrong: Wrong, agreements: Agreements
    ) -> Diagnosis | None:
        truth = agreements.truth(0) if self.reference.truths else {}
        written = agreements.for_numbers(wrong.formula)
        if written is None:
            return None
        before = wrong.before
        calculated = before is not None and written_in(before) == NUMBERS
        if before is not None and calculated and wrong.before_right and not is_number(before):
            return self._miscalculated(target, wrong, agreements)
        worth = self.reference.number(written)
        if worth is None or target is None:
            return None
        nearly: list[Entry] = []
        for numbers in self._numbers(*agreements.later.get(target, (target, 0))):
            close = _close(numbers, worth)
            entries = [
                near.entry
                for near in close[:_MOST_COMPARED]
                if near.by_chance < (_BY_CHANCE if _rank(near.entry) < _USUAL else _BY_CHANCE / 4)
                and compare_number(number(near.value), written, truth, as_written=False).equal
            ]
            if entries := _likely(entries, wrong.formula, target):
                return self._entries(entries, target)
            nearly += [
                near.entry
                for near in close
                if near.by_chance < _NEARLY_BY_CHANCE and near.apart < _NEARLY / 2
            ]
        apart = agreements.agree(wrong.subject, wrong.formula).apart
        if apart is not None and apart < _NEARLY:
            return self._said(load("rounding_carried"), target, self._value(wrong.subject))
        return self._entries(sorted(nearly, key=_rank), target) if nearly else None

    def _numbers(self, target: Variable, after: int) -> Iterator[Sequence[tuple[float, Entry]]]:
        """Yield what each mistake makes of a target: now, and after the update.

        ``after`` is 1 for a name that is only the value after the update, such as ``E^{(1)}``.
        """
        dictionary = self.dictionary(target) if not after else None
        if dictionary is not None:
            yield dictionary.numbers
        if after < 2 and target in self.reference.graph.node_of:
            yield [(v[target], entry) for v, entry in self._afterwards if target in v]

    @cached_property
    def _afterwards(self) -> tuple[tuple[Mapping[Variable, float], Entry], ...]:
        """What each mistake makes of the forward pass that comes after the update."""
        work, truths = self.reference.work, self.reference.truths
        if not work.updates or not truths:
            return ()
        most = _MOST_STEPS_RUN // len(work.derivation.steps)  # a large network is run on for each
        entries = self._catalogue(work).entries[:most]
        return tuple((aftermath(work, entry.slip.changes, truths[0]), entry) for entry in entries)

    def _miscalculated(
        self, target: Variable | None, wrong: Wrong, agreements: Agreements
    ) -> Diagnosis:
        assert wrong.before is not None
        found = agreements.agree(Neg(wrong.before), wrong.formula)
        if found.equal:
            return self._said(load("sign_lost"), target, {})
        apart = agreements.agree(wrong.before, wrong.formula).apart
        key = "rounding_carried" if apart is not None and apart < _NEARLY else "arithmetic"
        return self._said(load(key), target, self._value(wrong.before))

    def _value(self, formula: Expression) -> dict[str, Expression | Text]:
        value = self.reference.number(formula)
        return {} if value is None else {"value": same(show(value))}

    # ---- what is said ------------------------------------------------------------------------

    def _entries(self, entries: Sequence[Entry], target: Variable) -> Diagnosis:
        first = entries[0]
        others = _other_keys(entries, first.mistake.key)
        found = self._said(first.mistake, first.slip.step, first.slip.words, target)
        message = found.message
        # that a factor is missing goes without saying where it is said which
        titles = [load(key).title for key in others if load(key).rank <= _SPECIFIC]
        if titles:
            either = Text("; ".join(t.en for t in titles), "、".join(t.zh for t in titles))
            message = phrases.joined(message, _filled(phrases.OR, {"titles": either}))
        return Diagnosis(message, found.key, others, (), found.step, found.hint, first.slip.changes)

    def _pair(self, pair: tuple[Entry, Entry], target: Variable) -> Diagnosis:
        one, other = sorted(pair, key=lambda entry: entry.mistake.rank)
        first = self._said(one.mistake, one.slip.step, one.slip.words, target)
        second = self._said(other.mistake, other.slip.step, other.slip.words, target)
        message = phrases.joined(first.message, phrases.SECOND, second.message)
        hint = phrases.joined(first.hint, second.hint)
        return Diagnosis(
            message, one.mistake.key, (), (other.mistake.key,), first.step, hint, one.slip.changes
        )

    def _said(
        self,
        mistake: Mistake,
        step: Variable | None,
        words: Mapping[str, Expression | Text],
        target: Variable | None = None,
    ) -> Diagnosis:
        """Fill in a mistake's comment, and its answer for those who may see it."""
        named: dict[str, Expression | Text] = {"step": step or _THIS, **words}
        work = self.reference.work_on(target or step) if step is not None else None
        right = work.step_of.get(step) if work is not None and step is not None else None
        if right is not None:
            formula = without_marks(right.formula)
            named["right"] = formula if size(formula) <= _LONGEST else right.result
        hint = _filled(mistake.reveal, named)
        return Diagnosis(_filled(mistake.comment, named), mistake.key, step=step, hint=hint)

    # ---- dictionaries ------------------------------------------------------------------------

    def dictionary(
        self, target: Variable | None, places: tuple[int, ...] = ()
    ) -> Dictionary | None:
        """Return the dictionary of a target; None where there is no worked solution for it."""
        if target is None:
            return None
        if (target, places) not in self._dictionaries:
            self._dictionaries[target, places] = self._made(target, places)
        return self._dictionaries[target, places]

    def _made(self, target: Variable, places: tuple[int, ...]) -> Dictionary | None:
        work, truths = self.reference.work_on(target), self.reference.truths
        if work is None:
            return None
        truth = truths[0] if truths else None
        environment = self.reference.environment
        return Dictionary(target, self._catalogue(work), environment, truth, places)

    def _catalogue(self, work: Work) -> Catalogue:
        if id(work) not in self._catalogues:
            self._catalogues[id(work)] = Catalogue(work)
        return self._catalogues[id(work)]


@dataclass(frozen=True)
class _Near:
    """A mistake that leads to about a number, and how many others would do so by chance."""

    apart: float
    value: float
    entry: Entry
    by_chance: float


def _close(numbers: Sequence[tuple[float, Entry]], worth: float) -> list[_Near]:
    """Return the mistakes that lead to about a number, the closest first."""
    found = [
        (abs(value / worth - 1), value, entry)
        for value, entry in numbers
        if worth and abs(value / worth - 1) <= _FAR
    ]
    found.sort(key=lambda each: each[0])
    others = len({f"{value:.6g}" for _, value, _ in found})
    return [_Near(apart, value, entry, others * apart / _FAR) for apart, value, entry in found]


def _key(
    dictionary: Dictionary,
    formula: Expression,
    agreements: Agreements,
    places: tuple[int, ...] = (),
) -> Key | None:
    try:
        return dictionary.key(agreements.expanded(formula), agreements.environment, places)
    except (*IMPOSSIBLE, DepthError):
        return None


def _rank(entry: Entry) -> int:
    return entry.mistake.rank


def _likely(entries: Sequence[Entry], formula: Expression, target: Variable) -> list[Entry]:
    """Return the mistakes after which one would write such a formula, the likeliest first.

    In an update those of the update itself: the gradient was right where it was worked out.
    """

    def unlikely(entry: Entry) -> tuple[bool, int]:
        elsewhere = not isinstance(target, Partial) and entry.slip.step != target
        return elsewhere, _rank(entry)

    return sorted((e for e in entries if e.slip.looks_so(formula)), key=unlikely)


def _other_keys(entries: Iterable[Entry], first: str) -> tuple[str, ...]:
    found = dict.fromkeys(entry.mistake.key for entry in entries)
    found.pop(first)
    return tuple(found)[:_MOST_SYNONYMS]


def _veiled(factor: Variable) -> Expression | Text:
    """Name a link by its derivative; a plain value would be the answer."""
    return factor if isinstance(factor, Partial) else phrases.A_FACTOR


def _filled(sentence: Text, words: Mapping[str, Expression | Text]) -> Text:
    said = {name: _written(word) for name, word in words.items()}
    return Text(
        sentence.fill(**{name: word.en for name, word in said.items()}).en,
        sentence.fill(**{name: word.zh for name, word in said.items()}).zh,
    )


def _written(word: Expression | Text) -> Text:
    return word if isinstance(word, Text) else same(text(word))


def unknown(target: Variable | None) -> Diagnosis:
    """Return what is said of a formula that is wrong in a way without a name."""
    if target is None:
        return Diagnosis(phrases.WRONG_STEP)
    return Diagnosis(phrases.WRONG.fill(target=text_name(target)))


_THIS = Text("this line", "這一行")
