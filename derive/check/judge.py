"""Judging a whole answer, line by line: true or not, following or not, and which mistake it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from derive.check import phrases
from derive.check.agreement import NUMBERS, Agreement, Agreements, written_in
from derive.check.beliefs import Beliefs
from derive.check.diagnosis import Diagnosis, Diagnostician, Wrong
from derive.check.locate import Locator, parts_of
from derive.check.names import names_of
from derive.check.reference import MOST_UPDATES, Reference
from derive.check.report import Answer, Finding, Report
from derive.check.scoring import Scoring
from derive.check.verdict import UnanswerableError, Verdict
from derive.core.errors import ReadError
from derive.core.expression import ZERO, Expression, Partial, Role, Variable, variables
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.passes.update import LEARNING_RATE
from derive.reading import Prose, Side, Statement, read_lines
from derive.spelling.text import text_name

_EQUAL = Agreement(Verdict.EQUAL)


def check(lesson: Lesson, text: str, *, seed: int | None = None, reveal: bool = False) -> Report:
    """Judge one answer to a lesson; raises ReadError when the text as a whole is too large."""
    return Checker(lesson, seed=seed, reveal=reveal).check(text)


class Checker:
    """Judges answers to one lesson: the worked solution and its mistakes are made only once."""

    def __init__(self, lesson: Lesson, *, seed: int | None = None, reveal: bool = False) -> None:
        self.lesson, self.reveal = lesson, reveal
        self.reference = Reference(lesson, seed)
        self.names = names_of(lesson)
        self.diagnostician = Diagnostician(self.reference)

    @property
    def seed(self) -> int:
        """What all random points were drawn from; with it every verdict comes out the same."""
        return self.reference.seed

    def check(self, text: str) -> Report:
        """Judge one answer; raises ReadError when the text as a whole is too large."""
        return _Marking(self).report(text)


class State(Enum):
    """What a formula of a line is, compared with what the line is about."""

    TRUE = auto()
    FOLLOWS = auto()
    FALSE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Judged:
    """One formula of a line, judged; ``origins`` are the answers whose mistakes are in it."""

    formula: Expression
    state: State
    agreement: Agreement = _EQUAL
    origins: frozenset[int] = frozenset()
    note: Text | None = None


@dataclass(frozen=True)
class Subject:
    """What a line is about: a name of the lesson's, or just the formula that it starts with."""

    formula: Expression
    target: Variable | None
    times: int = 1  # with numbers: at how many times, before and after updates, it may be meant

    @property
    def name(self) -> str | None:
        """The target's name."""
        return self.target.name if self.target is not None else None


class Line:
    """A statement with its formulas in the lesson's names."""

    def __init__(self, statement: Statement, canonical: Callable[[Expression], Expression]) -> None:
        self.statement = statement
        self.formulas = [canonical(side.expression) for side in statement.sides]

    @property
    def written(self) -> Expression:
        """The first formula as it was written."""
        return self.statement.sides[0].expression

    @property
    def begin(self) -> int:
        """Where the formula stands in the source, with the relation that it may begin with."""
        begin = self.statement.sides[0].start
        before = self.statement.source[:begin].rstrip()
        if not self.statement.continued or not before:
            return begin
        return len(before) - len(before.split()[-1])

    @property
    def source(self) -> str:
        """The formula as typed."""
        return self.statement.source[self.begin : self.statement.sides[-1].end]


class _Marking:
    """One answer being judged."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self.reference = checker.reference
        self.agreements = Agreements(self.reference)
        self.beliefs = Beliefs(self.reference)
        self.scoring = Scoring(self.reference)
        self.answers: list[Answer] = []
        self.own: set[Variable] = set()  # names with another meaning, which the student took over
        self.subject: Subject | None = None
        self.before: Judged | None = None
        self.updated = False

    def report(self, source: str) -> Report:
        for item in read_lines(source, self.checker.names.table):
            if isinstance(item, ReadError):
                self._unreadable(item)
            elif not isinstance(item, Prose):
                self._statement(Line(item, self._canonical))
        answers, awards = self.scoring.awards(self.answers)
        return Report(answers, awards, self.reference.seed)

    def _canonical(self, formula: Expression) -> Expression:
        return self.checker.names.canonical(formula, self.own)

    # ---- what a line is about ----------------------------------------------------------------

    def _unreadable(self, error: ReadError) -> None:
        message = phrases.joined(error.message, error.remedy)
        caret = None if error.column is None else (error.column, error.column + 1)
        self.answers.append(
            Answer(
                error.line or 1,
                error.source or "",
                None,
                Finding.UNREADABLE,
                message,
                caret=caret,
            )
        )
        self.before = None

    def _statement(self, line: Line) -> None:
        if line.statement.continued:
            self._continued(line)
            return
        self.subject = self.before = None
        head = line.formulas[0]
        if not line.statement.relations and not isinstance(head, Variable):
            self._bare(line)
        elif isinstance(head, Variable) and not self._is_known(head):
            self._definition(head, line)
        else:
            self.subject = self._subject(line)
            if line.statement.relations:
                self._claims(line, 1)

    def _continued(self, line: Line) -> None:
        self.subject = self.subject or self._only_question()
        if self.subject is None:
            self._add(line, Finding.UNDECIDED, phrases.NOTHING_BEFORE)
        else:
            self._claims(line, 0)

    def _bare(self, line: Line) -> None:
        """Take a formula without = for the answer where only one thing is asked."""
        self.subject = self._only_question()
        if self.subject is None:
            self._add(line, Finding.UNDECIDED, phrases.NO_SUBJECT)
        else:
            self._claims(line, 0)

    def _only_question(self) -> Subject | None:
        targets = self.scoring.targets
        return Subject(targets[0], targets[0]) if len(targets) == 1 else None

    def _is_known(self, name: Variable) -> bool:
        if isinstance(name, Partial):
            return self._is_known(name.of) and self._is_known(name.wrt)
        known = name in self.reference.names or name in self.agreements.definitions
        return known or name in self.reference.moved or name == LEARNING_RATE

    def _subject(self, line: Line) -> Subject:
        """Find what a line is about; ``w ← …`` and ``w = w - η …`` are about w after the update."""
        head = line.formulas[0]
        if not isinstance(head, Variable):
            return Subject(head, None)
        target = self._moved(head, line) or head
        self.updated |= target in self.reference.moved
        return Subject(target, target, self._times(target))

    def _moved(self, head: Variable, line: Line) -> Variable | None:
        """Return the parameter after the update where that is what the line is about."""
        claims = list(_names(line.formulas[1:]))
        after = self.checker.names.timed.get(line.written)  # type: ignore[call-overload]
        if after is not None and LEARNING_RATE in claims:
            return after  # type: ignore[no-any-return]
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
        """At how many times a number may be meant: the forward pass is run again after an update."""
        if isinstance(target, Partial) and not (self.updated and self.scoring.answered(target)):
            return 1
        return MOST_UPDATES + 1

    # ---- definitions -------------------------------------------------------------------------

    def _definition(self, name: Variable, line: Line) -> None:
        """Let a new name mean the first formula behind it; the others have to be equal to that."""
        if len(line.formulas) < 2:
            self._add(line, Finding.UNDECIDED, phrases.NO_SUBJECT)
            return
        formula = line.formulas[1]
        try:
            self.agreements.define(name, formula)
        except UnanswerableError as problem:
            reason = phrases.ITSELF if name in variables(formula) else problem.reason
            message = phrases.joined(phrases.NO_DEFINITION, reason)
            self._add(line, Finding.UNDECIDED, message)
            return
        known = isinstance(formula, Partial) and self._is_known(formula)
        self.subject = Subject(formula, formula if isinstance(formula, Partial) and known else None)
        self.before = Judged(formula, State.TRUE)
        if len(line.formulas) == 2:
            self._add(line, Finding.CORRECT, phrases.DEFINED.fill(name=text_name(name)))
        else:
            self._claims(line, 2)

    def _taken_over(self, line: Line) -> bool:
        """Let the student define a name that could have meant one of the lesson's, such as E."""
        written, head = line.written, line.formulas[0]
        if written == head or not isinstance(written, Variable) or written in self.own:
            return False
        if head in self.reference.moved or isinstance(head, Partial):
            return False
        self.own.add(written)
        self._definition(written, Line(line.statement, self._canonical))
        return True

    # ---- claims ------------------------------------------------------------------------------

    def _claims(self, line: Line, first: int) -> None:
        """Judge the formulas of a line from a place on, each against what the line is about."""
        subject = self.subject
        assert subject is not None
        before = self.before or Judged(subject.formula, State.TRUE)
        chain = [before]
        for place in range(first, len(line.formulas)):
            side = line.statement.sides[place]
            chain.append(self._judge(subject, chain[-1], line.formulas[place], side))
        judged = chain[1:]
        if all(each.formula == subject.formula for each in judged):
            self._add(line, Finding.UNDECIDED, phrases.SAYS_NOTHING, subject)
            return
        false = next((i for i, each in enumerate(judged) if each.state is State.FALSE), None)
        if false is None:
            self._fine(line, subject, judged)
        elif first == 1 and self._taken_over(line):
            return
        else:
            self._mistaken(line, first + false, subject, chain[false], chain[false + 1])
        self.before = judged[-1]
        self._remember(subject, judged)

    def _judge(self, subject: Subject, before: Judged, formula: Expression, side: Side) -> Judged:
        found = self._judge_one(subject, before, formula)
        if found.state in (State.FALSE, State.UNKNOWN) and side.other is not None:
            second = self._judge_one(subject, before, self._canonical(side.other))
            if second.state in (State.TRUE, State.FOLLOWS):
                return replace(second, note=phrases.SECOND_READING)
        return found

    def _judge_one(self, subject: Subject, before: Judged, formula: Expression) -> Judged:
        truth = self.agreements.agree(subject.formula, formula, subject.times)
        if truth.equal:
            return Judged(formula, State.TRUE, truth, note=truth.note)
        return (
            self._as_step(subject, before, formula, truth)
            or self._as_carried(subject, before, formula)
            or self._new(formula, truth)
        )

    def _as_step(
        self, subject: Subject, before: Judged, formula: Expression, truth: Agreement
    ) -> Judged | None:
        """See whether it follows from the formula before it."""
        if before.formula is subject.formula or before.state is State.UNKNOWN:
            return None
        step = self.agreements.agree(before.formula, formula)
        if not step.equal:
            return None
        if before.state is State.TRUE:
            note = phrases.ROUNDED if truth.different else step.note
            return Judged(formula, State.TRUE, step, note=note)
        return Judged(formula, State.FOLLOWS, step, before.origins)

    def _as_carried(self, subject: Subject, before: Judged, formula: Expression) -> Judged | None:
        """See whether it follows from what was found, wrongly or rounded, in other lines."""
        for belief in self.beliefs.candidates(subject.target, before.formula):
            carried = self.agreements.agree(belief.formula, formula)
            if not carried.equal:
                continue
            if not belief.origins:
                return Judged(formula, State.TRUE, carried, note=phrases.ROUNDED)
            # where a mistake makes all vanish there is nothing more to be shown, or earned
            if not self.agreements.agree(formula, ZERO).equal:
                return Judged(formula, State.FOLLOWS, carried, belief.origins)
        return None

    def _new(self, formula: Expression, truth: Agreement) -> Judged:
        state = State.FALSE if truth.different else State.UNKNOWN
        return Judged(formula, state, truth, frozenset({len(self.answers)}))

    # ---- what is said ------------------------------------------------------------------------

    def _fine(self, line: Line, subject: Subject, judged: Sequence[Judged]) -> None:
        last = judged[-1]
        origins: set[int] = set()
        for each in judged:
            if each.state is State.FOLLOWS:
                origins |= each.origins
        if last.state is State.UNKNOWN:
            finding = Finding.UNDECIDED
            message = phrases.joined(phrases.NOT_CHECKED, last.agreement.note)
        elif last.state is State.FOLLOWS:
            finding, message = Finding.FOLLOWS, phrases.FOLLOWS
        else:
            notes = [each.note for each in judged if each.note is not None]
            finding, message = Finding.CORRECT, phrases.joined(phrases.RIGHT, *notes[:1])
        good = [each.formula for each in judged if each.state in (State.TRUE, State.FOLLOWS)]
        self._note(subject, finding, good, frozenset(origins))
        self._add(line, finding, message, subject)

    def _note(
        self,
        subject: Subject,
        finding: Finding,
        good: Sequence[Expression],
        origins: frozenset[int],
    ) -> None:
        """Tell whoever counts the marks, in the lesson's own names."""
        written_out = [self.agreements.written_out(formula) or formula for formula in good]
        self.scoring.note(subject.target, len(self.answers), finding, written_out, origins)

    def _mistaken(
        self, line: Line, side: int, subject: Subject, before: Judged, wrong: Judged
    ) -> None:
        came_from = before.formula if before.formula is not subject.formula else None
        found = self.checker.diagnostician.diagnose(
            Wrong(
                wrong.formula,
                subject.formula,
                subject.target,
                came_from,
                before.state is State.TRUE,
                subject.times,
            ),
            self.agreements,
        )
        self._note(subject, Finding.WRONG, (), frozenset({len(self.answers)}))
        self.answers.append(
            Answer(
                line.statement.line,
                line.source,
                subject.name,
                Finding.KNOWN_MISTAKE if found.key else Finding.WRONG,
                found.message,
                mistake=found.key,
                synonyms=found.synonyms,
                also=found.also,
                at_step=found.step.name if found.step is not None else None,
                hint=found.hint if self.checker.reveal else None,
                side=side,
                caret=self._caret(line, side, subject, found),
            )
        )

    def _caret(self, line: Line, side: int, subject: Subject, found: Diagnosis) -> tuple[int, int]:
        parts = parts_of(line.statement, side, self.checker.names.table)
        place = parts[-1]
        dictionary = self.checker.diagnostician.dictionary(subject.target)
        if dictionary is not None:
            locator = Locator(
                dictionary,
                self.agreements.environment,
                self._canonical,
                self.checker.diagnostician.by_truth,
            )
            changes = found.entry.slip.changes if found.entry is not None else {}
            place = locator.find(parts, changes)
        return place.start - line.begin, place.end - line.begin

    def _add(
        self, line: Line, finding: Finding, message: Text, subject: Subject | None = None
    ) -> None:
        target = subject.name if subject is not None else None
        self.answers.append(Answer(line.statement.line, line.source, target, finding, message))

    def _remember(self, subject: Subject, judged: Sequence[Judged]) -> None:
        """Keep the results of a line that are wrong or rounded, for the lines that build on them."""
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


def _names(formulas: Sequence[Expression]) -> Iterator[Variable]:
    return (name for formula in formulas for name in variables(formula))
