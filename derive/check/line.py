"""One line of an answer while it is judged: what it is about, and what its formulas are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from derive.check.agreement import Agreement, Times
from derive.check.verdict import Verdict
from derive.core.expression import Expression, Variable
from derive.core.text import Text
from derive.reading import Statement

_EQUAL = Agreement(Verdict.EQUAL)


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
    times: Times = (0,)  # with numbers: after how many updates it may be meant

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
