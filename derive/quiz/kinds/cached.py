"""Which factor has been computed already?"""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.expression import Partial
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import MOST_CHOICES, Material
from derive.quiz.question import Choice, Form, Question
from derive.render.block import Block
from derive.render.wording import Part, Sentence


def make(material: Material) -> Iterator[Question]:
    """Ask of a gradient which of its factors stands in the grad_table already."""
    for block in material.shuffled(material.gradients):
        again = [ref for ref in block.references if ref.cached]
        wrong = _wrong(material, block)
        if len(again) == 1 and len(wrong) > 1:
            choices, key = material.offered(again[0].variable, wrong)
            parts: dict[str, Part] = {
                "target": block.target,
                "factor": again[0].variable,
                "step": again[0].step,
            }
            yield Question(
                "cached",
                Form.CHOICE,
                Sentence(ASKED, parts),
                Sentence(HINT, parts),
                Sentence(WHY, parts),
                key,
                choices=choices,
            )


def _wrong(material: Material, block: Block) -> list[Choice]:
    """Return factors that are not known yet: those of this step that are new, and later ones."""
    fresh = [
        r.variable for r in block.references if not r.cached and isinstance(r.variable, Partial)
    ]
    later = [
        each.target
        for each in material.phase(Phase.BACKWARD)
        if each.number >= block.number and each.target not in fresh
    ]
    material.random.shuffle(later)
    found = [Choice(name, mistake=NEW) for name in fresh]
    found += [Choice(name, mistake=LATER) for name in later if name not in fresh]
    return found[: MOST_CHOICES - 1]


ASKED = Text(
    "When {target} is computed, which of these is already in the grad_table and need not be "
    "computed again?",
    "計算 {target} 時，下列何者已經在 grad_table 裡，不必重算？",
)
HINT = Text(
    "What flows back to the same unit is the same for all of its weights.",
    "傳回同一個神經元的梯度，對它的每個權重都一樣。",
)
WHY = Text(
    "{factor} was computed in step {step}; only the factor from the forward pass is new.",
    "{factor} 在第 {step} 步已經算過；只有來自前向傳遞的因子是新的。",
)
NEW = Text("this factor is computed here for the first time", "這個因子在這裡才第一次計算")
LATER = Text("this is only computed later", "這一項之後才會算")

KIND = Kind("cached", Text("which factor is cached", "哪個因子已算過"), 4, make)
