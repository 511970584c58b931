"""Fill in the grad_table."""

from collections.abc import Iterator

from derive.core.derivation import Phase
from derive.core.text import Text
from derive.quiz.kinds import Kind
from derive.quiz.material import Material, formula, is_scalar, number
from derive.quiz.question import Form, Question
from derive.render.block import Block
from derive.render.descent.pieces import Cell, Table
from derive.render.wording import Sentence
from derive.render.words import TABLE_HEAD

ROWS = 6
BLANKS = 3


def make(material: Material) -> Iterator[Question]:
    """Show the first rows of the table with blanks in them."""
    blocks = material.phase(Phase.BACKWARD)[:ROWS]
    if len(blocks) < 3 or not all(map(is_scalar, blocks)):
        return
    count = min(BLANKS, len(blocks) - 1)
    blanks = set(material.random.sample(range(len(blocks)), count))
    has_values = bool(material.solution.values)
    head: tuple[Cell, ...] = TABLE_HEAD[: 4 if has_values else 3]
    full = Table(head, tuple(_row(block, has_values) for block in blocks))
    open_rows = tuple(
        (*row[:2], *("____",) * (len(row) - 2)) if place in blanks else row
        for place, row in enumerate(full.rows)
    )
    yield Question(
        "grad_table",
        Form.BLANKS,
        Sentence(ASKED),
        Sentence(HINT),
        Sentence(WHY),
        ", ".join(str(blocks[place].number) for place in sorted(blanks)),
        points=count,
        shown=(Table(head, open_rows),),
        solution=(full,),
    )


def _row(block: Block, has_values: bool) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (str(block.number), block.target, formula(block))
    return (*row, number(block.value)) if has_values else row


ASKED = Text("Fill in the blanks of the grad_table.", "填滿 grad_table 的空格。")
HINT = Text(
    "A gradient is the product of partials that stand higher up in the table.",
    "每個梯度都是表中前面幾項相乘的結果。",
)
WHY = Text("Every row reads only rows above it.", "每一列都只用到它上面的列。")

KIND = Kind("grad_table", Text("fill the grad_table", "填寫 grad_table"), 5, make)
