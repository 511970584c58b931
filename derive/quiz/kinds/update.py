"""Which update is right?"""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material
from derive.quiz.question import Form, Question
from derive.render.wording import Sentence


def make(material: Material) -> Iterator[Question]:
    """Ask for the update of a parameter."""
    for block in material.shuffled(material.phase(Phase.UPDATE)):
        wrong = material.wrong(
            block, first=("gradient_ascent", "learning_rate_forgotten", "update_sign")
        )
        if len(wrong) < 2:
            continue
        choices, key = material.offered(material.right(block), wrong)
        parts = {"target": block.target}
        yield Question(
            "update",
            Form.CHOICE,
            Sentence(ASKED, parts),
            Sentence(HINT),
            Sentence(WHY.fill(step=block.number)),
            key,
            choices=choices,
        )


ASKED = Text(
    "One step of gradient descent: what is the new {target}?",
    "做一次梯度下降，更新後的 {target} 是什麼？",
)
HINT = Text(
    "The gradient points to where the loss grows; the step goes the other way.",
    "梯度指向損失增加的方向，更新要往反方向走。",
)
WHY = Text("Step {step} of the solution.", "見解答第 {step} 步。")

KIND = Kind("update", Text("an update", "參數更新"), 7, make)
