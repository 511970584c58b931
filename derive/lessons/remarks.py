"""What a lesson's author is told when a formula had two readings and the usual one was taken."""

from __future__ import annotations

from derive.core.text import Text
from derive.reading import Side
from derive.spelling.text import text


def second_reading(file: str | None, line: int | None, side: Side) -> Text:
    """Return the sentence: where, what was typed, how it was read, what else it could mean."""
    place = ":".join(str(part) for part in (file, line) if part is not None)
    return _READ_AS.fill(
        place=f"{place}: " if place else "",
        typed=side.text.strip().rstrip("\\").strip(),
        read=text(side.expression),
        other="" if side.other is None else text(side.other),
    )


_READ_AS = Text(
    "{place}“{typed}” is read as {read}, not as {other}. Write brackets where you mean the other.",
    "{place}「{typed}」讀作 {read}，而不是 {other}；若是後者，請加上括號。",
)
