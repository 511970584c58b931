"""What a known mistake is: its name, what a teacher says of it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from derive.check.work import Work
from derive.core.expression import Expression, Variable, variables
from derive.core.text import Text

Words = Mapping[str, Expression | Text]


@dataclass(frozen=True)
class Slip:
    """Some steps of the worked solution with a wrong result in the place of the right one.

    Parameters
    ----------
    changes : the wrong result of each step, by the step's target; the rest is then run on with it
    words : what stands in the places of the comment (``{factor}``)
    kind : slips of one kind are also tried all together, as by who always gets it wrong
    looks_so : whether a formula may be written down by whoever makes it; of slips that lead to the
        same result the others are left out
    """

    changes: Mapping[Variable, Expression]
    words: Words = field(default_factory=dict)
    kind: str = ""
    looks_so: Callable[[Expression], bool] = lambda _: True

    @property
    def step(self) -> Variable:
        """The target of the first step that is changed."""
        return next(iter(self.changes))


@dataclass(frozen=True)
class Mistake:
    """A mistake that students are known to make; its key is the name of its file.

    Parameters
    ----------
    comment : what is wrong and what to look at, without the answer; ``{step}`` is the derivative
        in which it was made, other places are named by the slips
    reveal : the same with the answer, where ``{right}`` is what the step comes to
    slips : yields every way of making it in a given solution
    rank : of two mistakes that lead to the same result the one of lower rank is named first
    """

    key: str
    title: Text
    comment: Text
    reveal: Text
    slips: Callable[[Work], Iterator[Slip]]
    rank: int = 50


def always(formula: Expression) -> bool:
    """Any formula may be written so."""
    return True


def only_numbers(formula: Expression) -> bool:
    """Whether no name is written: a mistake of the forward pass shows in numbers only."""
    return not variables(formula)


def nowhere(work: Work) -> Iterator[Slip]:
    """Yield nothing: for a mistake in arithmetic, which no step of the solution shows."""
    yield from ()
