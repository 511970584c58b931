"""Which formula is this gradient?"""

from collections.abc import Iterator

from derive.core.expression import size
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material, formula
from derive.quiz.question import Form, Question
from derive.render.wording import Part, Sentence


def make(material: Material) -> Iterator[Question]:
    """Ask for the gradients, the longest chains first; none that is too long to be compared."""
    readable = [
        block for block in material.gradients if size(material.right(block)) <= LONGEST_ASKED
    ]
    for block in sorted(material.shuffled(readable), key=lambda b: -len(formula(b).children)):
        wrong = material.wrong(block)
        if len(wrong) < 2:
            continue
        choices, key = material.offered(material.right(block), wrong)
        assert block.answers is not None, "a gradient is by what was asked for"
        parts: dict[str, Part] = {"target": block.target, "wrt": block.answers}
        yield Question(
            "gradient",
            Form.CHOICE,
            Sentence(ASKED, parts),
            Sentence(HINT, parts),
            Sentence(WHY.fill(step=block.number), parts),
            key,
            choices=choices,
        )


LONGEST_ASKED = 45  # nodes of the right formula
ASKED = Text("Which of these is {target}?", "下列何者是 {target}？")
HINT = Text(
    "Walk from the loss to {wrt} and write one factor for each arrow on the way.",
    "從損失函數一路走到 {wrt}，每經過一個箭號就乘上一個因子。",
)
WHY = Text("Step {step} of the solution.", "見解答第 {step} 步。")

KIND = Kind("gradient", Text("a gradient", "梯度"), 2, make)
