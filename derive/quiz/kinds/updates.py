"""How many updates does an epoch make?"""

from collections.abc import Iterator

from derive.core.text import Text
from derive.descent.batches import per_epoch
from derive.quiz.kinds import Kind
from derive.quiz.material import Material
from derive.quiz.question import Choice, Form, Question
from derive.render.wording import Sentence

SIZES = (8, 16, 32, 64, 100, 128, 256, 10)
SAMPLES = 1000  # where a lesson has too few for batches


def make(material: Material) -> Iterator[Question]:
    """Ask how many updates there are at some batch size."""
    samples = material.solution.lesson.samples or 1
    count = samples if samples >= max(SIZES) else SAMPLES
    for size in material.random.sample(SIZES, len(SIZES)):
        updates = per_epoch(count, size)
        wrong = [
            (count // size, FLOOR),
            (size, SIZE),
            (count, EACH),
            (1, WHOLE),
        ]
        choices, key = material.offered(
            str(updates),
            [Choice(str(n), mistake=why) for n, why in wrong if n != updates][:3],
        )
        parts = {"samples": count, "size": size, "updates": updates}
        yield Question(
            "updates",
            Form.CHOICE,
            Sentence(ASKED.fill(**parts)),
            Sentence(HINT),
            Sentence((WHY if count % size else EVEN).fill(**parts)),
            key,
            choices=choices,
        )


ASKED = Text(
    "{samples} samples, batch size {size}: how many updates does one epoch make?",
    "共有 {samples} 筆資料，Batch size 為 {size}：1 個 epoch 會更新幾次？",
)
HINT = Text(
    "An epoch sees every sample once, and each batch makes one update.",
    "1 個 epoch 會看完每筆資料 1 次，每個 batch 更新 1 次。",
)
WHY = Text(
    "{samples} / {size}, rounded up, is {updates}: what is left over makes a batch as well.",
    "{samples} / {size} 無條件進位是 {updates}：剩下的資料也自成一個 batch。",
)
EVEN = Text("{samples} / {size} = {updates}.", "{samples} / {size} = {updates}。")
FLOOR = Text("the last, smaller batch is forgotten", "漏了最後一個不滿的 batch")
SIZE = Text("that is the batch size", "這是 Batch size")
EACH = Text("that would be one sample at a time", "這是一次一筆的情形")
WHOLE = Text("that would be all samples at once", "這是一次用全部資料的情形")

KIND = Kind("updates", Text("updates in an epoch", "一個 epoch 的更新次數"), 6, make)
