"""One answer being judged, from its first line to its marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derive.check import phrases
from derive.check.agreement import Agreements
from derive.check.claims import Claims
from derive.check.diagnosis import Diagnosis, Diagnostician, Wrong, unknown
from derive.check.line import Judged, Line, State, Subject
from derive.check.locate import Locator, Part, parts_of
from derive.check.names import Names, is_bare, stand_in
from derive.check.reference import Reference
from derive.check.report import Answer, Finding, Report
from derive.check.scoring import Scoring
from derive.check.subjects import Subjects
from derive.check.verdict import UnanswerableError
from derive.core.errors import ReadError
from derive.core.expression import Expression, Mul, Neg, Partial, Role, Variable, variables
from derive.core.text import Text
from derive.reading import Prose, Statement, read_lines
from derive.reading.answers import Item
from derive.reading.cursor import NAMES_OF_THE_LESSON
from derive.spelling.text import text_name

# of one student's formulas: how many mistakes are named, and how many formulas are taken apart to
# see what is wrong with one part of them
_MOST_DIAGNOSED, _MOST_TAKEN_APART = 100, 20
_RELATION = re.compile(r"[=≈←]|:=|\\approx(?![A-Za-z])")
_BETWEEN = re.compile(r"[,;，；]|\\q?quad|\b(?:where|with|and)\b|其中|且")
_INDICATOR = re.compile(r"\[[^\]]*\]|\\\{[^}]*\\\}|\{[^{}]*\}")
_CONDITION = re.compile(
    r"\b(?:if|when|where|for|else|otherwise|provided|because|since)\b.*[<>≤≥]|[<>≤≥]\s*0|\\[gl]eq?\b"
    r"|\b(?:if|when|otherwise|else)\b|\\text\s*\{\s*(?:if|when)|[當若]|如果|否則|其他",
    re.IGNORECASE,
)


class Marking:
    """Reads one answer and judges it; used once."""

    def __init__(
        self, reference: Reference, names: Names, diagnostician: Diagnostician, reveal: bool
    ) -> None:
        self.reference, self.names = reference, names
        self.diagnostician, self.reveal = diagnostician, reveal
        self.agreements = Agreements(reference, names.later)
        self.scoring = Scoring(reference)
        self.subjects = Subjects(reference, names, self.agreements, self.scoring)
        self.claims = Claims(reference, self.agreements, self.subjects.is_of_later, self._canonical)
        self.lines: list[str] = []
        self.heard = 0  # how many of them
        self.answers: list[Answer] = []
        # names with another meaning, which the student took over, and what stands for them
        self.own: dict[Variable, Variable] = {}
        self.subject: Subject | None = None
        self.before: Judged | None = None
        self.named: Subject | None = None  # what a line only named, for the next one to work out
        self.taken_apart = self.diagnosed = 0
        self.spoilt = False  # whether there is a new mistake in the chain that may go on

    def report(self, source: str) -> Report:
        """Judge everything; raises ReadError when the text as a whole is too large."""
        self.lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for item in self._in_order(read_lines(source, self.names.table), source):
            if isinstance(item, ReadError):
                self._unreadable(item)
            elif not isinstance(item, Prose):
                self._statement(Line(item, self._canonical))
        answers, awards = self.scoring.awards(self.answers)
        answers = tuple(sorted(answers, key=lambda answer: answer.line))
        return Report(answers, awards, self.reference.seed)

    def _in_order(self, items: Sequence[Item], source: str) -> Sequence[Item]:
        """Put what ``where δ = …`` defines before the line that already reads δ."""
        if not any(isinstance(item, ReadError) for item in items):
            return items
        parts = (part for item in items for part in self._parts(item))
        defined = {name: None for part in parts if (name := self._defined_by(part)) is not None}
        if not defined:
            return items
        found = list(read_lines(source, self.names.table.knowing(defined)))
        for name in defined:
            place = next((i for i, item in enumerate(found) if _defines(item, name)), None)
            reads = (i for i, item in enumerate(found[:place]) if _reads(item, name))
            if place is not None and (first := next(reads, None)) is not None:
                found.insert(first, found.pop(place))
        return found

    def _parts(self, item: Item) -> Sequence[Item]:
        """Return a line, or what stands between the commas of one that cannot be read."""
        if not isinstance(item, ReadError):
            return (item,)
        pieces = _BETWEEN.split(item.source or "")[1:]
        return [
            part for piece in pieces for part in read_lines(piece.strip(" $"), self.names.table)
        ]

    def _defined_by(self, item: Item) -> Variable | None:
        """Return the name that a line defines, if it is none of the lesson's."""
        if not isinstance(item, Statement) or item.continued or not item.relations:
            return None
        head = item.sides[0].expression
        new = isinstance(head, Variable) and self._is_new(self._canonical(head))  # type: ignore[arg-type]
        return head if new else None  # type: ignore[return-value]

    def _canonical(self, formula: Expression) -> Expression:
        return self.names.canonical(formula, self.own)

    # ---- one line ----------------------------------------------------------------------------

    def _unreadable(self, error: ReadError) -> None:
        column, typed = error.column or 0, error.source or ""
        in_matrices = error.remedy == NAMES_OF_THE_LESSON and self.names.is_matrix(typed, column)
        remedy = phrases.IN_MATRICES if in_matrices else error.remedy
        message = phrases.joined(error.message, remedy)
        caret = None if error.column is None else (error.column, error.column + 1)
        line = error.line or 1
        self.answers.append(Answer(line, typed, None, Finding.UNREADABLE, message, caret=caret))
        self.before, self.named = None, None
        self.subject = self._subject_of(typed)

    def _subject_of(self, typed: str) -> Subject | None:
        """Return what a line that cannot be read is about, so that the next may go on from it."""
        head = _RELATION.split(typed, maxsplit=1)[0].replace("&", " ").strip(" $")
        for item in read_lines(head, self.names.table):
            if isinstance(item, Statement) and not item.relations:
                found = self._canonical(item.sides[0].expression)
                if isinstance(found, Variable) and self.subjects.is_known(found):
                    return Subject(found, found)
        return None

    def _listen(self, number: int) -> None:
        """Hear what is said in words up to a line."""
        for text in self.lines[self.heard : number]:
            self.subjects.heard(text)
        self.heard = max(self.heard, number)

    def _statement(self, line: Line) -> None:
        self._listen(line.statement.line)
        if line.statement.continued:
            self.subject = self.subject or self.subjects.only_question()
            self._claimed(line, phrases.NOTHING_BEFORE)
            return
        named, self.named = self.named, None
        self.subject, self.before, self.spoilt = None, None, False
        head = line.formulas[0]
        if line.statement.relations and isinstance(head, Variable) and self._is_new(head):
            self._definition(head, line)
        elif line.statement.relations:
            self.subject = self.subjects.of(line)
            self._claims(line, 0 if self.subject.formula is line.formulas[-1] else 1)
        elif isinstance(head, Variable):
            self.subject = self.named = self.subjects.of(line)
        else:
            self.subject = named or self.subjects.only_question()
            self._claimed(line, phrases.NO_SUBJECT)

    def _claimed(self, line: Line, complaint: Text) -> None:
        """Judge a line without a left side of its own; it needs to be about something."""
        if self.subject is None:
            self._add(line, Finding.UNDECIDED, complaint)
        else:
            self._claims(line, 0)

    def _is_new(self, name: Variable) -> bool:
        return not self.subjects.is_known(name)

    # ---- definitions -------------------------------------------------------------------------

    def _definition(self, name: Variable, line: Line) -> None:
        """Let a new name mean the first formula behind it; the others have to be equal to that."""
        formula = line.formulas[1]
        if (reason := self._define(name, formula)) is not None:
            message = phrases.joined(phrases.NO_DEFINITION, reason)
            self._add(line, Finding.UNDECIDED, message)
            return
        self.subject = self.subjects.of_definition(formula)
        self.before = Judged(formula, State.TRUE)
        if len(line.formulas) == 2:
            self._add(line, Finding.CORRECT, phrases.DEFINED.fill(name=text_name(name)))
        else:
            self._claims(line, 2)

    def _define(self, name: Variable, formula: Expression) -> Text | None:
        """Define a name, or return why not."""
        if name in variables(formula):
            return phrases.ITSELF
        try:
            self.agreements.define(name, formula)
        except UnanswerableError as problem:
            return problem.reason
        return None

    def _taken_over(self, line: Line) -> bool:
        """Let the student define a name that could have meant one of the lesson's, such as E."""
        written, head = line.written, line.formulas[0]
        if written == head or not isinstance(written, Variable) or written in self.own:
            return False
        if head in self.reference.moved or head in self.names.later:
            return False
        if isinstance(head, Partial) and not self._is_convention(written, head, line.formulas[1]):
            return False
        self.own[written] = own = stand_in(written)
        self._definition(own, Line(line.statement, self._canonical))
        return True

    def _is_convention(self, written: Variable, delta: Partial, formula: Expression) -> bool:
        """Whether a formula is what some author calls δ: -∂L/∂z (Mitchell), ∂L/∂a, -∂L/∂a.

        A bare dz of one sample may be that of the sample's own loss, without the 1/n (Ng).
        """
        if is_bare(written):
            count = self.names.table.count
            if count is None or not delta.wrt.sampled:
                return False
            return self.agreements.agree(Mul((count, delta)), formula).equal
        outputs = [node.output for node in self.reference.graph.consumers.get(delta.wrt, ())]
        adjoints = [Partial(delta.of, wrt, Role.ADJOINT) for wrt in (delta.wrt, *outputs)]
        return any(
            self.agreements.agree(each, formula).equal
            for adjoint in adjoints
            for each in (adjoint, Neg(adjoint))
        )

    # ---- claims ------------------------------------------------------------------------------

    def _claims(self, line: Line, first: int) -> None:
        """Judge the formulas of a line from a place on, each against what the line is about."""
        subject = self.subject
        assert subject is not None
        chain = [self.before or Judged(subject.formula, State.TRUE)]
        for place in range(first, len(line.formulas)):
            chain.append(self._judged(line, place, subject, chain[-1]))
        judged = chain[1:]
        if all(each.formula == subject.formula for each in judged):
            self._add(line, Finding.UNDECIDED, phrases.SAYS_NOTHING, subject)
            return
        false = next((i for i, each in enumerate(judged) if each.state is State.FALSE), None)
        self.subjects.went_on(subject, max(each.agreement.time for each in judged))
        if false == 0 and first == 1 and subject.target in self.agreements.definitions:
            self._add(line, Finding.UNDECIDED, _already(subject), subject)
            return
        if false is None:
            self._fine(line, subject, judged)
        elif first == 1 and self._taken_over(line):
            return
        elif line.statement.worded:
            self._add(line, Finding.UNDECIDED, phrases.WORDS_BEFORE, subject)
            self.before = None
            return
        elif self._has_condition(line):
            self._add(line, Finding.UNDECIDED, phrases.CONDITION, subject)
        else:
            self._mistaken(line, first + false, subject, chain[false], chain[false + 1])
        self.before = judged[-1]
        self.claims.remember(subject, judged)

    def _has_condition(self, line: Line) -> bool:
        """Whether the words of the line say when it holds: then its formula alone is not it all."""
        number = line.statement.line
        written = self.lines[number - 1] if number <= len(self.lines) else ""
        words = _INDICATOR.sub("", written.replace(line.source, ""))
        return self.reference.environment.has_kinks and _CONDITION.search(words) is not None

    def _judged(self, line: Line, place: int, subject: Subject, before: Judged) -> Judged:
        formula, side = line.formulas[place], line.statement.sides[place]
        if (
            isinstance(formula, Variable)
            and place < len(line.formulas) - 1  # at the end it would say nothing of the rest
            and self._is_new(formula)
            and self._define(formula, before.formula) is None
        ):
            return Judged(formula, before.state, before.agreement, before.origins)
        return self.claims.judge(subject, before, formula, side, len(self.answers))

    # ---- what is said ------------------------------------------------------------------------

    def _fine(self, line: Line, subject: Subject, judged: Sequence[Judged]) -> None:
        last = judged[-1]
        notes = [each.note for each in judged if each.note is not None]
        if last.state is State.TRUE:
            finding, message = Finding.CORRECT, phrases.joined(phrases.RIGHT, *notes[:1])
        elif last.state is State.FOLLOWS:
            finding, message = Finding.FOLLOWS, phrases.FOLLOWS
        elif subject.target in self.reference.given:
            finding, message = Finding.UNDECIDED, _given(subject)
        else:
            finding = Finding.UNDECIDED
            message = phrases.joined(phrases.NOT_CHECKED, last.agreement.note)
        good = [each for each in judged if each.state in (State.TRUE, State.FOLLOWS)]
        self._note(subject, finding, good)
        self._add(line, finding, message, subject)

    def _note(self, subject: Subject, finding: Finding, good: Sequence[Judged]) -> None:
        """Tell whoever counts the marks, in the lesson's own names."""
        if self.spoilt:
            return
        formulas = [self.agreements.written_out(each.formula) or each.formula for each in good]
        origins = {origin for each in good for origin in each.origins}
        self.scoring.note(subject.target, len(self.answers), finding, formulas, origins)

    def _mistaken(
        self, line: Line, side: int, subject: Subject, before: Judged, wrong: Judged
    ) -> None:
        self._note(subject, Finding.WRONG, (wrong,))
        self.spoilt = True
        found, place = self._diagnosed(line, side, subject, before, wrong)
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
                hint=found.hint if self.reveal else None,
                side=side,
                caret=(place.start - line.begin, place.end - line.begin),
            )
        )

    def _diagnosed(
        self, line: Line, side: int, subject: Subject, before: Judged, wrong: Judged
    ) -> tuple[Diagnosis, Part]:
        """Name the mistake and find its place in the line."""
        self.diagnosed += 1
        if self.diagnosed > _MOST_DIAGNOSED:
            side_of = line.statement.sides[side]
            return unknown(subject.target), Part(side_of.expression, side_of.start, side_of.end)
        came_from = before.formula if before.formula is not subject.formula else None
        right = before.state is State.TRUE
        found = self.diagnostician.diagnose(
            Wrong(wrong.formula, subject.formula, subject.target, came_from, right, subject.times),
            self.agreements,
        )
        parts = parts_of(line.statement, side, self.names.table)
        dictionary = self.diagnostician.dictionary(subject.target)
        if dictionary is None or subject.target in self.reference.given:
            return found, parts[-1]
        locator = Locator(parts, dictionary, self.agreements.environment, self._canonical)
        if found.key is not None:
            return found, locator.slipped(found.changes) or parts[-1]
        self.taken_apart += 1
        if self.taken_apart > _MOST_TAKEN_APART:
            return found, parts[-1]
        named = self.diagnostician.of_part(dictionary.target, list(locator.repairs()))
        return named or (found, parts[-1])

    def _add(
        self, line: Line, finding: Finding, message: Text, subject: Subject | None = None
    ) -> None:
        target = subject.name if subject is not None else None
        self.answers.append(Answer(line.statement.line, line.source, target, finding, message))


def _defines(item: Item, name: Variable) -> bool:
    return isinstance(item, Statement) and not item.continued and item.sides[0].expression == name


def _reads(item: Item, name: Variable) -> bool:
    return isinstance(item, Statement) and any(
        name in variables(side.expression) for side in item.sides
    )


def _already(subject: Subject) -> Text:
    assert subject.target is not None
    return phrases.ALREADY.fill(name=text_name(subject.target))


def _given(subject: Subject) -> Text:
    assert subject.target is not None
    return phrases.GIVEN.fill(name=text_name(subject.target))
