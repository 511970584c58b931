"""Which update is right?"""

from collections.abc import Iterator
from dataclasses import replace

from derive.core.derivation import Phase
from derive.core.expression import Add, Expression, Variable
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material
from derive.quiz.presentable import without_ones
from derive.quiz.question import Form, Question
from derive.render.wording import Sentence


def make(material: Material) -> Iterator[Question]:
    """Ask for the update of a parameter."""
    for block in material.shuffled(material.phase(Phase.UPDATE)):
        preferred = ("gradient_ascent", "learning_rate_forgotten", "learning_rate_twice")
        wrong = [
            replace(choice, content=without_ones(choice.content))
            for choice in material.wrong(block, first=preferred)
            if isinstance(choice.content, Expression) and _starts_at(choice.content)
        ]
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


def _starts_at(update: Expression) -> bool:
    """Whether the update starts from the parameter: nobody takes ``-w - η ∂L/∂w`` for right."""
    return isinstance(update, Add) and isinstance(update.terms[0], Variable)


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
