"""What number is this gradient?"""

from collections.abc import Iterator

import numpy as np

from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import MOST_CHOICES, Material, is_scalar, number
from derive.quiz.question import Choice, Form, Question
from derive.render.block import Block
from derive.render.wording import Sentence
from derive.spelling.numbers import show


def make(material: Material) -> Iterator[Question]:
    """Ask for the value of a gradient, with the values that mistakes lead to."""
    if not material.solution.values:
        return
    for block in material.shuffled(filter(is_scalar, material.gradients)):
        wrong = _wrong(material, block)
        if len(wrong) > 1:
            choices, key = material.offered(number(block.value), wrong)
            parts = {"target": block.target}
            yield Question(
                "value",
                Form.CHOICE,
                Sentence(ASKED, parts),
                Sentence(HINT, parts),
                Sentence(WHY.fill(step=block.number), parts),
                key,
                choices=choices,
            )


def _wrong(material: Material, block: Block) -> list[Choice]:
    """Return wrong numbers; a mistake that happens to give the right one is no choice."""
    values = material.solution.values
    taken, found = {show(float(block.value))}, []
    for wrong in material.mistakes.answers(block.target, values, material.random):
        if np.ndim(wrong.value) == 0 and show(wrong.value) not in taken:
            taken.add(show(wrong.value))
            found.append(Choice(number(wrong.value), mistake=wrong.mistake.title))
        if len(found) == MOST_CHOICES - 1:
            break
    return found


ASKED = Text(
    "With the numbers of this lesson, what is the value of {target}?",
    "代入本題的數值，{target} 等於多少？",
)
HINT = Text(
    "Do the forward pass first and keep every value; then multiply the factors.",
    "先做前向傳遞並記下每個值，再把各因子相乘。",
)
WHY = Text("Step {step} of the solution puts the numbers in.", "見解答第 {step} 步的代入過程。")

KIND = Kind("value", Text("the value of a gradient", "梯度的值"), 3, make)
