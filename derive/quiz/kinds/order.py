"""Put these steps in order."""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.expression import Partial, Role
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material
from derive.quiz.question import Choice, Form, Question, letter
from derive.render.block import Block
from derive.render.wording import Sentence

LONGEST = 5


def make(material: Material) -> Iterator[Question]:
    """Show the gradients on the way to a parameter, each of which needs the one before."""
    for block in material.shuffled(material.gradients):
        chain = _chain(material, block)[-LONGEST:]
        if len(chain) < 3:
            continue
        mixed = material.random.sample(chain, len(chain))
        if mixed == chain:
            mixed.reverse()
        places = [letter(mixed.index(each)) for each in chain]
        parts = {"target": block.target}
        yield Question(
            "order",
            Form.ORDER,
            Sentence(ASKED, parts),
            Sentence(HINT),
            Sentence(WHY),
            " → ".join(places),
            choices=tuple(Choice(each.target) for each in mixed),
        )


def _chain(material: Material, block: Block) -> list[Block]:
    """Return the steps of the loss's gradients that a step goes back to, the first one first."""
    by_target = {each.target: each for each in material.phase(Phase.BACKWARD)}
    chain = [block]
    while True:
        read = [name for name in chain[0].step.reads if _is_adjoint(name) and name in by_target]
        if not read:
            return chain
        chain.insert(0, by_target[read[-1]])


def _is_adjoint(name: object) -> bool:
    return isinstance(name, Partial) and name.role is Role.ADJOINT


ASKED = Text(
    "In which order does the backward pass compute these, until it has {target}?",
    "反向傳遞要算出 {target}，下列各項的計算順序為何？",
)
HINT = Text("It starts at the loss and goes back.", "從損失函數開始，由後往前。")
WHY = Text("Each one is a factor of the next.", "每一項都是下一項的因子。")

KIND = Kind("order", Text("put steps in order", "步驟排序"), 9, make)
