"""One of these steps is wrong: which one?"""

from collections.abc import Iterator, Sequence

from derive.core.derivation import Phase
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material, formula
from derive.quiz.question import Choice, Form, Question
from derive.quiz.wrong import Wrong
from derive.render.block import Block
from derive.render.descent.pieces import Line, Working
from derive.render.wording import Sentence

LINES = 5


def make(material: Material) -> Iterator[Question]:
    """Show steps of the backward pass, one of which a slip has spoilt."""
    blocks = material.phase(Phase.BACKWARD)
    spoilt = [block for block in blocks if formula(block).children]
    for block in material.shuffled(spoilt):
        answers = material.mistakes.answers(block.target, material.trial, material.random)
        wrong = next(answers, None)
        shown = _around(blocks, block, material)
        if wrong is not None and len(shown) > 2:
            yield _question(material, shown, block, wrong)


def _around(blocks: Sequence[Block], block: Block, material: Material) -> Sequence[Block]:
    """Return some steps in a row, with the spoilt one anywhere among them."""
    place = blocks.index(block)
    first = max(0, min(place - material.random.randrange(LINES), len(blocks) - LINES))
    return blocks[first : first + LINES]


def _question(material: Material, shown: Sequence[Block], block: Block, wrong: Wrong) -> Question:
    lines = tuple(
        Working(each.target, (Line(wrong.formula if each is block else material.right(each)),))
        for each in shown
    )
    place = 1 + list(shown).index(block)
    parts = {"target": block.target}
    choices = tuple(Choice(str(n), n == place) for n in range(1, len(shown) + 1))
    said = WHY.fill(line=place)
    slip = wrong.mistake.title
    why = Text(said.en + slip.en + ".", said.zh + slip.zh + "。")
    right = Working(block.target, (Line(material.right(block)),))
    return Question(
        "mistake",
        Form.LINE,
        Sentence(ASKED),
        Sentence(HINT),
        Sentence(why, parts),
        str(place),
        points=2,
        shown=lines,
        choices=choices,
        solution=(right,),
    )


ASKED = Text(
    "One of these lines is wrong. Which one, and what is the mistake?",
    "下列推導有一行是錯的。是哪一行？錯在哪裡？",
)
HINT = Text(
    "Check each line by itself: signs first, then that no factor is missing.",
    "逐行檢查：先看正負號，再看有沒有漏掉因子。",
)
WHY = Text("Line {line} ({target}): ", "第 {line} 行（{target}）：")

KIND = Kind("mistake", Text("find the mistake", "找出錯誤"), 8, make)
