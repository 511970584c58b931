"""Which formula is this local partial?"""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.expression import ONE, ZERO, Expression, Partial
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material, formula
from derive.quiz.question import Choice, Form, Question
from derive.render.block import Block
from derive.render.wording import Equation, Part, Sentence


def make(material: Material) -> Iterator[Question]:
    """Ask for the local partials, those with a name in them first."""
    local = [b for b in material.phase(Phase.BACKWARD) if b.step.rule.key == _LOCAL]
    for block in sorted(material.shuffled(local), key=lambda b: not formula(b).children):
        choices = material.wrong(block, _more(block))
        if len(choices) > 1:
            yield _question(material, block, choices)


def _more(block: Block) -> Iterator[tuple[Expression, Text]]:
    assert isinstance(block.target, Partial)
    yield block.target.wrt, ITSELF
    yield ONE, AS_ONE
    yield ZERO, AS_ZERO


def _question(material: Material, block: Block, wrong: list[Choice]) -> Question:
    target = block.target
    assert isinstance(target, Partial)
    choices, key = material.offered(material.right(block), wrong)
    equation = Equation(target.of, block.step.source)
    parts: dict[str, Part] = {"target": target, "wrt": target.wrt, "equation": equation}
    return Question(
        "partial",
        Form.CHOICE,
        Sentence(ASKED, parts),
        Sentence(HINT, parts),
        Sentence(WHY.fill(step=block.number), parts),
        key,
        choices=choices,
    )


_LOCAL = "local_partial"
ASKED = Text("Given {equation}, what is {target}?", "已知 {equation}，求 {target}。")
HINT = Text(
    "Everything but {wrt} is held fixed, like a constant.", "除了 {wrt} 以外，其餘都視為常數。"
)
WHY = Text(
    "Step {step} differentiates {equation} with respect to {wrt}.",
    "見第 {step} 步：把 {equation} 對 {wrt} 偏微分。",
)
ITSELF = Text("the variable itself, not what it is multiplied by", "寫成變數本身，而不是它的係數")
AS_ONE = Text("as if nothing were multiplied with it", "當成係數是 1")
AS_ZERO = Text("taken for a constant", "當成常數")

KIND = Kind("partial", Text("a local partial", "局部偏微分"), 1, make)
