"""From a solution to a quiz: so many questions of each kind, chosen by a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.quiz.kinds import Kind, every, load
from derive.quiz.material import Material
from derive.quiz.question import Question, Quiz
from derive.render.solution import Solution

MOST = 50


def make_quiz(
    solution: Solution,
    kinds: Sequence[str] = (),
    *,
    count: int | None = None,
    seed: int = 0,
) -> Quiz:
    """Return a quiz; the same seed gives the same questions.

    Parameters
    ----------
    kinds : keys of the kinds to ask, in this order; all of them when empty
    count : how many questions in all; one of each kind when not given
    """
    if count is not None and not 1 <= count <= MOST:
        raise DeriveError(_COUNT.fill(most=MOST))
    chosen = tuple(map(load, kinds)) if kinds else every()
    found = _rounds(solution, chosen, count, seed)
    if not found:
        raise DeriveError(_NOTHING)
    return Quiz(solution.lesson.title, seed, tuple(found))


def _rounds(
    solution: Solution, kinds: Sequence[Kind], count: int | None, seed: int
) -> list[Question]:
    """Take one question of each kind in turn until there are enough, kinds in their order."""
    if count is None:
        return [question for kind in kinds for question in islice(_made(solution, kind, seed), 1)]
    makers = {kind: _made(solution, kind, seed) for kind in kinds}
    found: dict[Kind, list[Question]] = {kind: [] for kind in kinds}
    while sum(map(len, found.values())) < count and makers:
        for kind in list(makers):
            more = list(islice(makers[kind], 1))
            found[kind] += more
            if not more:
                del makers[kind]
            if sum(map(len, found.values())) == count:
                break
    return [question for kind in kinds for question in found[kind]]


def _made(solution: Solution, kind: Kind, seed: int) -> Iterator[Question]:
    return kind.make(Material(solution, Random(f"{seed} {kind.key}")))


_COUNT = Text("A quiz has 1 to {most} questions.", "測驗題數必須介於 1 與 {most} 之間。")
_NOTHING = Text(
    "No question of this kind can be asked about this lesson.", "這份教案無法出這種題型。"
)
