"""Finding a lesson, and telling its two kinds apart."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from derive.core.errors import DeriveError, LessonError
from derive.core.lesson import Lesson
from derive.core.text import Text, same
from derive.lessons import equations, given, layered
from derive.lessons.document import Document, parse

KEYS = (
    "title", "note", "equations", "network", "notation", "level", "data", "parameters",
    "constants", "functions", "ask", "frozen", "learning_rate", "points",
    "guesses", "aliases",
)  # fmt: skip


def load(source: str | Path, *, level: str = "") -> Lesson:
    """Return the lesson in a file, or the built-in lesson of that name.

    Raises LessonError, which names file, line and remedy, for anything that is wrong with it.
    """
    text, name, toml = read(source)
    return loads(text, name, toml=toml, level=level)


def loads(text: str, name: str | None = None, *, toml: bool = False, level: str = "") -> Lesson:
    """Return the lesson written in ``text``; ``level`` overrules the file's own (``"matrix"``)."""
    document = parse(text, name, toml)
    try:
        return _lesson(document, level)
    except DeriveError as problem:
        # what a room further down found wrong is told with the place in this file
        problem.file = problem.file or name
        raise


def read(source: str | Path) -> tuple[str, str, bool]:
    """Return a lesson file's text, its name and whether it is TOML."""
    name = str(source)
    if name in built_in():
        return _built_in(name), f"{name}.yaml", False
    path = Path(source)
    try:
        return path.read_text(encoding="utf-8-sig"), name, path.suffix.lower() == ".toml"
    except UnicodeDecodeError:
        raise LessonError(_ENCODING, _UTF8, name) from None
    except (OSError, ValueError):
        raise LessonError(_MISSING.fill(name=name), _remedy(name)) from None


@cache
def built_in() -> tuple[str, ...]:
    """Return the names of the built-in lessons."""
    folder = resources.files("derive.lessons") / "builtin"
    return tuple(
        sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name[-5:] == ".yaml")
    )


def _built_in(name: str) -> str:
    return (resources.files("derive.lessons") / "builtin" / f"{name}.yaml").read_text("utf-8")


def _remedy(name: str) -> Text:
    import difflib

    near = difflib.get_close_matches(name, built_in(), 1, 0.6)
    if near:
        return _NEAR.fill(name=near[0])
    return _EXAMPLES


def _lesson(document: Document, level: str) -> Lesson:
    content = document.content
    for key in content:
        if key not in KEYS:
            raise document.error(_KEY.fill(key=key), _right_key(key), key)
    if ("equations" in content) == ("network" in content):
        raise document.error(_ONE_KIND, _KINDS)
    build = equations.lesson if "equations" in content else layered.lesson
    lesson = build(document, level or str(content.get("level") or "scalar"))
    given.check_no_numbers(document, lesson)
    return replace(
        lesson,
        title=_text(document, "title") or same(document.name or "derive"),
        note=_text(document, "note"),
        guesses=given.guesses(document, lesson.parameters),
        aliases=given.aliases(document, lesson),
        source=document.name or "",
    )


def _right_key(key: str) -> Text:
    import difflib

    near = difflib.get_close_matches(key, KEYS, 1, 0.75)
    return _NEAR.fill(name=f"{near[0]}:") if near else _KEYS.fill(keys=", ".join(KEYS))


def _text(document: Document, key: str) -> Text | None:
    """Return a title or note: one string for both languages, or one for each."""
    given: Any = document.content.get(key)
    if given is None or given == "":
        return None
    if isinstance(given, str) and given.strip():
        return same(given.strip())
    if isinstance(given, dict):
        en, zh = (given.get(name) for name in ("en", "zh-Hant"))
        one = en or zh
        if set(given) <= {"en", "zh-Hant"} and isinstance(one, str) and one.strip():
            return Text(str(en or one).strip(), str(zh or one).strip())
    raise document.error(_LANGUAGES.fill(key=key), None, key)


_ENCODING = Text("The file is not UTF-8 text.", "檔案不是 UTF-8 文字。")
_UTF8 = Text("Save it as UTF-8.", "請另存為 UTF-8。")
_MISSING = Text(
    "There is no lesson file and no built-in lesson called “{name}”.",
    "找不到名為「{name}」的教案檔或內建教案。",
)
_NEAR = Text("Did you mean {name}?", "是不是要找 {name}？")
_EXAMPLES = Text(
    "“derive examples” lists the built-in ones.", "用「derive examples」可以列出內建教案。"
)
_KEY = Text("A lesson has no key “{key}”.", "教案沒有「{key}」這個欄位。")
_KEYS = Text("The keys are: {keys}.", "可用的欄位有：{keys}。")
_ONE_KIND = Text(
    "A lesson has either “equations:” or “network:”.",
    "教案必須有「equations:」或「network:」其中之一。",
)
_KINDS = Text(
    "Write the equations one a line under “equations: |”, or describe the layers under “network:”.",
    "請在「equations: |」底下一行寫一個式子，或在「network:」底下描述各層。",
)
_LANGUAGES = Text(
    "“{key}” is one string, or {{en: …, zh-Hant: …}}.".replace("{{", "{").replace("}}", "}"),
    "「{key}」要寫成一個字串，或 {en: …, zh-Hant: …}。",
)
