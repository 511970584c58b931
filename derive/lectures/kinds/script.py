"""A lesson as a NumPy program: one line a step, or functions to check and to train with."""

from collections.abc import Iterator

from derive.core.text import LANGUAGES, Text
from derive.lectures.pieces import Code, Piece
from derive.lectures.spec import Spec
from derive.render.script import script
from derive.render.training_script import PARTS, TrainingScript

SHOWS = Text("a lesson as a NumPy program", "教案的 NumPy 程式")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the program; ``parts`` picks from ``given, forward, backward, check, train``.

    ``steps`` is how many updates the training makes.
    """
    checked = spec.checked("lesson", "parts", "steps", short="lesson")
    solution = checked.at("lesson").solution()
    if checked.at("parts").value is None:
        yield Code(script(solution))
        return
    if not solution.values:
        raise checked.at("lesson").error(_NO_VALUES)
    wanted = [each.choice(*PARTS, "all") for each in checked.at("parts")]
    program = TrainingScript(solution, checked.at("steps").whole(10), LANGUAGES[:1])
    for key in PARTS if wanted == ["all"] else wanted:
        yield Code(program.part(key))


_NO_VALUES = Text("A lesson without numbers cannot be trained.", "沒有數值的教案無法訓練。")
