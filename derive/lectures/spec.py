"""One item of an outline, as its kind asks for it; every complaint names the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from derive.core.errors import DeriveError, ReadError
from derive.core.expression import Variable
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.lectures.letters import relabelled
from derive.lessons import load
from derive.lessons.ask import name_table, variables_named
from derive.lessons.document import Document, as_number
from derive.reading import NameTable, read_name
from derive.render.compose import make_sheet
from derive.render.sheet import Sheet
from derive.render.solution import Solution, solve
from derive.spelling.name import split_name
from derive.typesetting import read, split

Found = TypeVar("Found")


@dataclass
class Studio:
    """What a lecture shares: each lesson is worked out once, questions are numbered through."""

    folder: Path | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    questions: int = 0
    letters: dict[str, str] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def lesson(self, name: str) -> Lesson:
        """Return a built-in lesson, or a file beside the outline."""
        beside = self.folder is not None and name.endswith((".yaml", ".yml", ".toml"))
        found = load(self.folder / name) if self.folder is not None and beside else load(name)
        return relabelled(found, self.letters)

    def sheet(self, name: str) -> Sheet:
        """Return a lesson worked out; its steps have the same numbers on every slide."""
        if name not in self.sheets:
            lesson, asked = self.lesson(name), self.asked.get(name, ())
            wanted = variables_named(lesson, asked) if asked else None
            self.sheets[name] = make_sheet(solve(lesson, wanted))
        return self.sheets[name]

    def numbered(self) -> int:
        """Return the number of the next question."""
        self.questions += 1
        return self.questions


@dataclass(frozen=True)
class Spec:
    """The value under one key of the outline."""

    studio: Studio
    document: Document
    path: tuple[str | int, ...]
    value: Any

    def error(self, message: Text, remedy: Text | None = None) -> DeriveError:
        """Return a complaint about this place."""
        return self.document.error(message, remedy, *self.path)

    def at(self, key: str | int) -> Spec:
        """Return what stands under a key or at a place; its value is None where nothing does."""
        value = self.value
        if isinstance(value, dict):
            inner = value.get(key)
        else:
            inner = value[key] if isinstance(value, list) and isinstance(key, int) else None
        return Spec(self.studio, self.document, (*self.path, key), inner)

    def checked(self, *keys: str, short: str = "") -> Spec:
        """Return a mapping that has none but these keys.

        A single value, or a list, stands for the key ``short``; beside other keys it is under "".
        """
        found = self
        if short and isinstance(self.value, dict) and "" in self.value:
            named = {key or short: value for key, value in self.value.items()}
            found = Spec(self.studio, self.document, self.path, named)
        if not isinstance(self.value, dict):
            if not short:
                raise self.error(_MAPPING.fill(keys=", ".join(keys)))
            inner = self.value
            found = Spec(self.studio, self.document, self.path, {short: inner})
        for key in found.value:
            if key == "":
                raise self.error(
                    _NAMELESS.fill(value=found.value[key]), _KEYS.fill(keys=", ".join(keys))
                )
            if key not in keys:
                message = _KEY.fill(key=key)
                raise self.document.error(
                    message, _KEYS.fill(keys=", ".join(keys)), *self.path, key
                )
        return found

    def __iter__(self) -> Iterator[Spec]:
        """Yield the items of a list; a single value is a list of one."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            yield self
            return
        for place in range(len(self.value)):
            yield self.at(place)

    # -- values -----------------------------------------------------------------------------

    def text(self) -> Text:
        """Return words for both languages, with formulas between dollar signs checked."""
        value = self.value
        if isinstance(value, str) and value.strip():
            words = Text(value.strip(), value.strip())
        elif isinstance(value, dict) and value and set(value) <= {"en", "zh-Hant"}:
            en, zh = value.get("en"), value.get("zh-Hant")
            given = [one for one in (en, zh) if one is not None]
            if not all(isinstance(one, str) and one.strip() for one in given):
                raise self.error(_WORDS)
            words = Text(str(en or zh).strip(), str(zh or en).strip())
        else:
            raise self.error(_WORDS)
        for sentence in (words.en, words.zh):
            self.reading(lambda sentence=sentence: list(split(sentence)))  # type: ignore[misc]
        return words

    def formula(self) -> str:
        """Return LaTeX that can be typeset."""
        source = self.word()
        self.reading(lambda: read(source))
        return source

    def name(self) -> str:
        """Return the name of one quantity, as LaTeX."""
        word = self.word()
        try:
            return split_name(word).latex
        except ValueError:
            raise self.error(_NAME.fill(word=word), _NAMES) from None

    def word(self, default: str | None = None) -> str:
        """Return one string."""
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error(_ONE_WORD.fill(key=str(self.path[-1])))
        return self.value.strip()

    def words(self) -> tuple[str, ...]:
        """Return a list of strings; one string is a list of one."""
        return tuple(each.word() for each in self)

    def number(self, default: float | None = None) -> float:
        """Return a number."""
        found = as_number(self.value) if self.value is not None else default
        if found is None:
            raise self._no(_NUMBER)
        return found

    def whole(self, default: int | None = None) -> int:
        """Return a whole number."""
        found = self.number(default)
        if found != int(found):
            raise self._no(_WHOLE)
        return int(found)

    def _no(self, message: Text) -> DeriveError:
        """Return a complaint about a value, under the key of the list that it may stand in."""
        key = next(part for part in reversed(self.path) if isinstance(part, str))
        given = "…" if isinstance(self.value, list | dict) or self.value is None else self.value
        return self.error(message.fill(key=key, value=given))

    def wholes(self, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(each.whole() for each in self) or default

    def choice(self, *choices: str, default: str | None = None) -> str:
        """Return one of several words."""
        found = self.word(default)
        if found not in choices:
            raise self.error(_CHOICE.fill(word=found), _KEYS.fill(keys=", ".join(choices)))
        return found

    def yes(self, default: bool = False) -> bool:
        """Return a choice between yes and no."""
        if self.value is None:
            return default
        if isinstance(self.value, bool):
            return self.value
        return self.choice("yes", "true", "no", "false") in ("yes", "true")

    # -- lessons ----------------------------------------------------------------------------

    def lesson(self) -> Lesson:
        """Return the lesson of that name."""
        return self.reading(lambda: self.studio.lesson(self.word()))

    def sheet(self) -> Sheet:
        """Return the lesson of that name, worked out."""
        return self.reading(lambda: self.studio.sheet(self.word()))

    def solution(self) -> Solution:
        """Return the solution of the lesson of that name."""
        return self.sheet().solution

    def variables(self, lesson: Lesson) -> tuple[Variable, ...]:
        """Return the lesson's variables of those names."""
        names = self.words()
        return self.reading(lambda: variables_named(lesson, names)) if names else ()

    def values(self, lesson: Lesson) -> tuple[Variable, ...]:
        """Return what the lesson calls by those names, the loss too."""
        table = name_table(lesson)
        return tuple(self._value(name, table) for name in self.words())

    def _value(self, name: str, table: NameTable) -> Variable:
        return self.reading(lambda: read_name(name, table))

    def reading(self, read_it: Callable[[], Found]) -> Found:
        """Do something that may complain, and say where in the outline it was asked for."""
        try:
            return read_it()
        except ReadError as problem:
            problem.file, problem.line = self.document.name, self.document.line(*self.path)
            raise
        except DeriveError as problem:
            if problem.file is None:
                problem.file, problem.line = self.document.name, self.document.line(*self.path)
            raise


_MAPPING = Text("Here stand “key: value” pairs: {keys}.", "這裡要寫「欄位：值」：{keys}。")
_KEY = Text("“{key}” is not known here.", "這裡不認得「{key}」。")
_KEYS = Text("It can be: {keys}.", "可用的有：{keys}。")
_WORDS = Text(
    "Words are one string, or {{en: …, zh-Hant: …}}.".replace("{{", "{").replace("}}", "}"),
    "文字要寫成一個字串，或 {en: …, zh-Hant: …}。",
)
_ONE_WORD = Text("“{key}” needs one word or line.", "「{key}」需要一個字串。")
_NAME = Text("“{word}” is not the name of one quantity.", "「{word}」不是一個量的名稱。")
_NAMES = Text("Write it as in “w_1” or “\\theta”.", "請寫成「w_1」或「\\theta」的樣子。")
_NUMBER = Text("“{key}” needs a number, not “{value}”.", "「{key}」需要數字，不能是「{value}」。")
_WHOLE = Text(
    "“{key}” needs a whole number, not “{value}”.", "「{key}」需要整數，不能是「{value}」。"
)
_NAMELESS = Text("“{value}” needs a key before it.", "「{value}」前面要有欄位名稱。")
_CHOICE = Text("There is no “{word}” here.", "這裡沒有「{word}」。")
