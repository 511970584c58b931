"""What a lecturer hands out, before it is laid out: lecture, answer key, worksheet, faded sheet.

All four are made from one Solution.  A renderer walks ``sections``, ``groups``, ``items`` and
``lines`` in order and chooses characters; what is asked, shown, left blank and what it is worth
was decided when it was composed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from derive.core.derivation import Phase, Rule
from derive.core.expression import Number, Role, Variable
from derive.core.text import Text
from derive.passes.update import LEARNING_RATE
from derive.render.block import Block, Kind, ShownLine
from derive.render.solution import Solution
from derive.render.wording import Sentence
from derive.spelling.numbers import is_exact

# beyond this many steps a page does not wait for the certificate
MOST_CHECKED = 400


# by the name of a step's target (``dL/dw``)
Mistakes = Mapping[str, tuple[Text | Sentence, ...]]


class SheetKind(StrEnum):
    """What is handed out."""

    LECTURE = "lecture"  # everything
    KEY = "key"  # the questions with their answers, marks and the usual mistakes
    BLANK = "blank"  # the questions with room to write
    FADED = "faded"  # worked at first, then more and more left blank


@dataclass(frozen=True)
class SheetLine:
    """One line of a step; a ``blank`` one is left for the student to fill in."""

    shown: ShownLine
    blank: bool = False

    @property
    def label(self) -> Text | None:
        """What is written beside it: the rule that allows it, or which sample it is."""
        if self.shown.sample is not None:
            return Text(f"i = {self.shown.sample}", f"i = {self.shown.sample}")
        if self.shown.rule is None or self.shown.kind is Kind.VALUE:
            return None
        return self.shown.rule.title

    def is_rounded(self, digits: int) -> bool:
        """Whether it shows a value with fewer digits than it has, so that ≈ is to be written."""
        number = self.shown.expression
        if self.shown.kind is not Kind.VALUE or not isinstance(number, Number):
            return False
        return not is_exact(float(number.value), digits)


@dataclass(frozen=True)
class Note:
    """A remark under a step: where a factor comes from, that a result is kept, a convention."""

    sentence: Sentence
    kind: str  # "reference", "again" (read before), "kept" or "remark"
    variable: Variable | None = None


@dataclass(frozen=True)
class Item:
    """One step as it stands on the sheet.

    Parameters
    ----------
    question : the sentence that asks for it; asked on every sheet but the lecture
    points : marks; 0 for what is only given
    lines : none where the question, which is then no question, says all there is
    room : how many lines are left to write the whole answer in; 0 otherwise
    reasons : the rules that appear here for the first time on the sheet, to be explained once
    mistakes : the usual ones, to be looked for when marking
    """

    block: Block
    question: Sentence
    points: float
    lines: tuple[SheetLine, ...]
    room: int = 0
    notes: tuple[Note, ...] = ()
    reasons: tuple[Rule, ...] = ()
    mistakes: tuple[Text | Sentence, ...] = ()

    @property
    def is_worked(self) -> bool:
        """Whether every line is shown."""
        return self.room == 0 and not any(line.blank for line in self.lines)

    @property
    def shows_formula(self) -> bool:
        """Whether the formula is given away, and may stand in the grad_table."""
        formulas = [line for line in self.lines if line.shown.kind is Kind.FORMULA]
        return self.room == 0 and not any(line.blank for line in formulas)

    @property
    def shows_value(self) -> bool:
        """Whether the value is given away: of one number, of all samples, or of a matrix."""
        return self.room == 0 and not any(line.blank for line in self.lines[-1:])


@dataclass(frozen=True)
class Group:
    """The steps that lead to one gradient (or a whole forward pass): one numbered question.

    ``heading`` stands over them in a lecture, where nothing is asked.
    """

    question: Sentence
    items: tuple[Item, ...]
    answers: Variable | None = None
    heading: Sentence | None = None

    @property
    def points(self) -> float:
        """What the whole question is worth."""
        return sum(item.points for item in self.items)


@dataclass(frozen=True)
class Section:
    """One phase."""

    phase: Phase
    title: Text
    about: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Given:
    """Values that the sheet starts from: the data, the parameters, the learning rate."""

    title: Text
    values: tuple[tuple[Variable, Any], ...]


@dataclass(frozen=True)
class Sheet:
    """A whole sheet.

    ``mistakes`` are the usual ones for each step, also of a sheet that does not show them: what
    makes several sheets of it, a key among them, asks for them.
    """

    solution: Solution
    kind: SheetKind
    sections: tuple[Section, ...]
    mistakes: Mistakes = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """The lesson's title."""
        return self.solution.lesson.title

    @property
    def subtitle(self) -> Text:
        """What kind of sheet it is."""
        return KINDS[self.kind]

    @property
    def instructions(self) -> Text | None:
        """The sentence for the person who works on it, or marks it."""
        return INSTRUCTIONS.get(self.kind)

    @cached_property
    def attestation(self) -> Text | None:
        """How the gradients were checked, for a lecture with numbers that is not too long."""
        wanted = self.kind is SheetKind.LECTURE and self.solution.values
        if not wanted or len(self.solution.derivation.steps) > MOST_CHECKED:
            return None
        return self.solution.attestation()

    @property
    def is_worksheet(self) -> bool:
        """Whether a student writes on it."""
        return self.kind in (SheetKind.BLANK, SheetKind.FADED)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All groups of all sections, in order: the questions, numbered from 1."""
        return tuple(group for section in self.sections for group in section.groups)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All steps, in order."""
        return tuple(item for group in self.groups for item in group.items)

    @cached_property
    def table(self) -> tuple[Item, ...]:
        """The rows of the whole grad_table."""
        return tuple(item for item in self.items if item.block.step.phase is Phase.BACKWARD)

    @cached_property
    def points(self) -> float:
        """What the whole sheet is worth."""
        return sum(item.points for item in self.items)

    @cached_property
    def givens(self) -> tuple[Given, ...]:
        """What the numbers start from; nothing for a symbolic lesson."""
        values = self.solution.values
        if not values:
            return ()
        leaves = (*self.solution.lesson.graph.leaves, LEARNING_RATE)
        found = [
            Given(title, tuple((name, values[name]) for name in leaves if _is(name, role, values)))
            for role, title in GIVENS.items()
        ]
        return tuple(given for given in found if given.values)


def _is(name: Variable, role: Role, values: Mapping[Variable, Any]) -> bool:
    return name.role is role and name in values


KINDS = {
    SheetKind.LECTURE: Text("Worked solution", "完整推導"),
    SheetKind.KEY: Text("Answer key", "參考解答與配分"),
    SheetKind.BLANK: Text("Worksheet", "練習題"),
    SheetKind.FADED: Text("Worksheet, partly worked", "填空練習"),
}
INSTRUCTIONS = {
    SheetKind.KEY: Text(
        "A step earns its marks when its result is right, or when it follows correctly from an "
        "earlier mistake.",
        "每一步的結果正確,或由前面的錯誤正確推得,即可得該步的分數。",
    ),
    SheetKind.BLANK: Text(
        "Answer in order. Write every partial derivative that you find into the grad_table; when "
        "you need it again, look it up instead of working it out a second time.",
        "請依序作答。每算出一個偏微分,就記到 grad_table;之後再用到時直接取用,不必重算。",
    ),
    SheetKind.FADED: Text(
        "The first steps are worked out for you; after that more and more is left blank. Fill in "
        "every blank.",
        "前面的步驟已經寫好,越往後空格越多,請把所有空格填完。",
    ),
}
GIVENS = {
    Role.DATA: Text("Data", "資料"),
    Role.PARAMETER: Text("Parameters", "參數"),
    Role.CONSTANT: Text("Constants", "常數"),
    Role.HYPERPARAMETER: Text("Learning rate", "學習率"),
}
GIVEN = Text("Given", "已知")
NAME = Text("Name", "姓名")
STUDENT = Text("Student number", "學號")
POINTS = Text("{points} marks", "{points} 分")
ONE_POINT = Text("1 mark", "1 分")
TOTAL = Text("Total", "總分")
ROOM = Text("Room for your answer", "作答區")
MISTAKES = Text("Look for", "常見錯誤")
STEP = Text("Step {step}", "第 {step} 步")
QUESTION = Text("Question {number}", "第 {number} 題")
