"""Lists and sentences in the descriptions of pictures, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derive.core.expression import Variable
from derive.core.text import Text, same
from derive.spelling.text import text_name

_MOST = 8  # names that a list has before it says how many more there are
_MORE = Text(" and {count} more", "等共 {total} 個")


def listed(names: Sequence[Variable]) -> Text:
    """Return names as a list in running text."""
    some = joined((same(text_name(name)) for name in names[:_MOST]), ", ", "、")
    if len(names) <= _MOST:
        return some
    return joined((some, _MORE.fill(count=len(names) - _MOST, total=len(names))))


def joined(texts: Iterable[Text], en: str = "", zh: str = "") -> Text:
    """Return texts one after the other, with what stands between them in each language."""
    parts = tuple(texts)
    return Text(en.join(part.en for part in parts), zh.join(part.zh for part in parts))


def filled(sentence: Text, **parts: Text) -> Text:
    """Put texts into the places of a sentence, each in its own language."""
    return Text(
        sentence.fill(**{key: part.en for key, part in parts.items()}).en,
        sentence.fill(**{key: part.zh for key, part in parts.items()}).zh,
    )
