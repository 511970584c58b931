"""Questions about a lesson, with their answers to be opened."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Asked, Piece
from derive.lectures.spec import Spec
from derive.quiz import make_quiz

SHOWS = Text("questions about a lesson", "教案的題目")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the questions; ``kinds``, ``count`` and ``seed`` are those of ``derive quiz``."""
    checked = spec.checked("lesson", "kinds", "count", "seed", short="lesson")
    solution = checked.at("lesson").solution()
    kinds = checked.at("kinds").words()
    count = checked.at("count").whole() if checked.at("count").value is not None else None
    seed = checked.at("seed").whole(0)
    quiz = checked.reading(lambda: make_quiz(solution, kinds, count=count, seed=seed))
    for question in quiz.questions:
        yield Asked(spec.studio.numbered(), question)
