"""One item of an outline, asked for by itself: a lecture of one slide, from a few typed words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from derive.core.errors import LessonError
from derive.core.text import Text, same
from derive.lectures import kinds
from derive.lectures.lecture import Lecture, Slide
from derive.lectures.spec import Spec, Studio
from derive.lessons.document import Document

_SETTING = re.compile(r"([a-z_]+)=(.*)", re.DOTALL)


def single(kind: str, words: Sequence[str]) -> Lecture:
    """Return what an outline's item ``kind`` shows.

    ``words`` are ``key=value`` settings; one without a key stands for the item's main one, as
    ``64,128,2`` for the units of a sizing.  Raises LessonError or ReadError.
    """
    module = kinds.load(kind)
    content = _content(kind, words)
    spec = Spec(Studio(Path()), Document({kind: content}, kind), (kind,), content)
    asked = same(" ".join((kind, *words)))
    slide = Slide(kind.replace("_", "-"), asked, tuple(module.pieces(spec)))
    return Lecture(slide.key, _headed(module.SHOWS), None, None, (slide,))


def _headed(title: Text) -> Text:
    return Text(title.en[:1].upper() + title.en[1:], title.zh)


def _content(kind: str, words: Sequence[str]) -> Any:
    content: dict[str, Any] = {}
    for word in words:
        setting = _SETTING.fullmatch(word)
        key, value = (setting[1], setting[2]) if setting else ("", word)
        if key in content:
            raise LessonError(_TWICE.fill(word=word), _HOW.fill(kind=kind), kind)
        content[key] = _listed(value)
    return content[""] if list(content) == [""] else content


def _listed(value: str) -> str | list[str]:
    """Return ``a,b`` as a list; the comma of ``w_{1,1}`` stays."""
    parts, depth = [""], 0
    for letter in value:
        depth += (letter in "{[(") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return value if len(parts) == 1 else [part.strip() for part in parts if part.strip()]


_TWICE = Text("“{word}” is one value too many.", "「{word}」是多出來的值。")
_HOW = Text(
    "Write “derive show {kind} VALUE key=value …”, a list as a,b,c.",
    "請寫成「derive show {kind} 值 欄位=值 …」，串列寫成 a,b,c。",
)
