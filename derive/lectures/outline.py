"""From an outline file to a lecture: which slides there are, and what stands on each."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from derive.core.errors import LessonError
from derive.core.text import Text
from derive.lectures import kinds
from derive.lectures.lecture import Lecture, Slide
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec, Studio
from derive.lessons.document import Document, parse
from derive.spelling.name import split_name

KEYS = ("title", "subtitle", "note", "letters", "ask", "slides")
SLIDE_KEYS = ("key", "title", "part", "show")
Watch = Callable[[Iterable[Spec]], Iterable[Spec]]


@dataclass(frozen=True)
class Outline:
    """An outline file that has been read; nothing is worked out yet."""

    key: str
    spec: Spec

    @property
    def slides(self) -> tuple[Spec, ...]:
        """What the file says of each slide."""
        return tuple(self.spec.at("slides"))

    def title(self) -> Text:
        """Return the title of the lecture."""
        return _title(self.spec)

    def titles(self) -> tuple[tuple[str, Text], ...]:
        """Return the key and the title of every slide."""
        return tuple((_key(slide, n), _title(slide)) for n, slide in enumerate(self.slides, 1))

    def lecture(self, only: tuple[str, ...] = (), watch: Watch = iter) -> Lecture:
        """Work the lecture out; ``only`` names the slides that are wanted, all when empty.

        ``watch`` is handed the slides and gives them back one after the other: a progress bar.
        """
        wanted = self._wanted(only)
        chosen = [each for each in self.slides if each.path in wanted]
        slides = [_slide(spec, int(spec.path[-1]) + 1) for spec in watch(chosen)]
        top = self.spec
        return Lecture(
            self.key, _title(top), _optional(top.at("subtitle")), _optional(top.at("note")),
            tuple(slides),
        )  # fmt: skip

    def _wanted(self, only: tuple[str, ...]) -> set[tuple[Any, ...]]:
        by_key = {_key(slide, n): slide.path for n, slide in enumerate(self.slides, 1)}
        by_number = {str(n): slide.path for n, slide in enumerate(self.slides, 1)}
        for name in only:
            if name not in by_key and name not in by_number:
                close = difflib.get_close_matches(name, by_key, 1, 0.4)
                remedy = _NEAR.fill(name=close[0]) if close else _SEE.fill(keys=", ".join(by_key))
                raise LessonError(_NO_SLIDE.fill(name=name), remedy, self.spec.document.name)
        chosen = (by_key.get(name) or by_number[name] for name in only)
        return set(chosen) if only else set(by_key.values())


def built_in() -> tuple[str, ...]:
    """Return the names of the built-in lectures."""
    found = (entry.name for entry in resources.files(__package__).joinpath("outlines").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def load(source: str | Path) -> Outline:
    """Return the outline in a file, or the built-in one of that name.

    Raises LessonError or ReadError, naming file, line and remedy.
    """
    path = Path(source)
    if str(source) in built_in():
        text = (
            resources.files(__package__).joinpath("outlines", f"{source}.yaml").read_text("utf-8")
        )
        return _outline(parse(text, f"{source}.yaml"), str(source), None)
    if not path.is_file():
        close = difflib.get_close_matches(str(source), built_in(), 1, 0.4)
        remedy = _NEAR.fill(name=close[0]) if close else _SEE.fill(keys=", ".join(built_in()))
        raise LessonError(_MISSING.fill(name=source), remedy)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise LessonError(_ENCODING, None, str(path)) from None
    return _outline(parse(text, str(path), path.suffix == ".toml"), path.stem, path.parent)


def _outline(document: Document, key: str, folder: Path | None) -> Outline:
    studio = Studio(folder)
    spec = Spec(studio, document, (), document.content).checked(*KEYS)
    studio.letters.update(_letters(spec.at("letters")))
    studio.asked.update(_asked(spec.at("ask")))
    outline = Outline(key, spec)
    if not outline.slides:
        raise spec.error(_NO_SLIDES, _SHOW)
    met: dict[str, int] = {}
    for number, slide in enumerate(outline.slides, 1):
        slide.checked(*SLIDE_KEYS)
        name = _key(slide, number)
        if name in met:
            raise slide.error(_TWICE.fill(key=name, number=met[name]))
        met[name] = number
        for item in slide.at("show"):
            _kind(item)
    return outline


def _asked(spec: Spec) -> dict[str, tuple[str, ...]]:
    """Return by what, and in which order, some lessons are differentiated."""
    if spec.value is None:
        return {}
    if not isinstance(spec.value, dict):
        raise spec.error(_ASK)
    return {lesson: spec.at(lesson).words() for lesson in spec.value}


def _letters(spec: Spec) -> dict[str, str]:
    """Return how the lecture writes some names: ``L: \\mathcal{L}``."""
    if spec.value is None:
        return {}
    if not isinstance(spec.value, dict):
        raise spec.error(_LETTERS)
    found = {}
    for name in spec.value:
        written = spec.at(name).word()
        try:
            found[name] = split_name(written).latex
        except ValueError:
            raise spec.at(name).error(_LETTERS) from None
    return found


def _slide(spec: Spec, number: int) -> Slide:
    pieces = tuple(piece for item in spec.at("show") for piece in _pieces(item))
    return Slide(_key(spec, number), _title(spec), pieces, _optional(spec.at("part")))


def _pieces(item: Spec) -> Iterator[Piece]:
    key = _kind(item)
    yield from kinds.load(key).pieces(item.at(key))


def _kind(item: Spec) -> str:
    """Return the key of what is to be shown; every item has exactly one."""
    if not isinstance(item.value, dict) or len(item.value) != 1:
        raise item.error(_ONE_KIND, _SHOW)
    (key,) = item.value
    try:
        kinds.load(str(key))
    except LessonError as problem:
        problem.file, problem.line = item.document.name, item.document.line(*item.path)
        raise
    return str(key)


def _key(spec: Spec, number: int) -> str:
    key = spec.at("key").word(f"slide-{number}")
    if not all((letter.isalnum() and letter.isascii()) or letter == "-" for letter in key):
        raise spec.at("key").error(_PLAIN_KEY)
    return key


def _title(spec: Spec) -> Text:
    return spec.at("title").text()


def _optional(spec: Spec) -> Text | None:
    return spec.text() if spec.value is not None else None


_ASK = Text(
    "“ask” says in which order a lesson's gradients come, as in “two-layer-mlp: [w31, w11]”.",
    "「ask」用來指定教案各梯度的順序，例如「two-layer-mlp: [w31, w11]」。",
)
_LETTERS = Text(
    "“letters” says how names are written, as in “L: \\mathcal{L}”.",
    "「letters」用來說明名稱的寫法，例如「L: \\mathcal{L}」。",
)
_MISSING = Text(
    "There is no outline file and no built-in lecture called “{name}”.",
    "找不到名為「{name}」的大綱檔或內建課程。",
)
_NEAR = Text("Did you mean {name}?", "是不是要找 {name}?")
_SEE = Text("There are: {keys}.", "可用的有：{keys}。")
_ENCODING = Text("The file is not UTF-8 text.", "檔案不是 UTF-8 文字。")
_NO_SLIDE = Text("There is no slide “{name}”.", "沒有「{name}」這張投影片。")
_NO_SLIDES = Text("The outline has no slides.", "大綱沒有任何投影片。")
_SHOW = Text(
    "A slide is “title: …” and “show:”, a list of items such as “- text: …” or “- gradient: …”.",
    "每張投影片有「title: …」與「show:」，後者列出各個項目，例如「- text: …」或「- gradient: …」。",
)
_ONE_KIND = Text("Each item shows one thing.", "每個項目只能是一種東西。")
_TWICE = Text(
    "The key {key} is that of slide {number} already.", "代號 {key} 已用於第 {number} 張投影片。"
)
_PLAIN_KEY = Text(
    "A key is made of letters a to z, digits and hyphens.", "代號只能用英文字母、數字與連字號。"
)
