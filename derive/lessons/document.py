"""A YAML or TOML file as plain strings, lists and mappings that know their line numbers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml

from derive.core.errors import LessonError
from derive.core.text import Text
from derive.reading.characters import FRACTIONS, plain

_ALIAS = "aliases are not allowed"
_NAME_IN_BRACES = re.compile(r"\{[^{}]*\w_\{")  # {w_{1,1}: 0.1}
# the value of a key that is one { } or [ ], over several lines perhaps; and in it a name with
# braces that is not quoted
_FLOW = re.compile(r"^([ \t]*[\w\"']+[ \t]*:[ \t]*)([\[{][^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
_BRACED_NAME = re.compile(r"(?<![\w\\'\"^.])[A-Za-z\\][\w\\^']*(?:\{[^{}\n'\"]{1,40}\}[\w\\^']*)+")
_TOML_TABLE = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
# triple quotes that open a text, and whether the text begins on the next line
_TOML_TEXT = re.compile(r"\s*(\"{3}|'{3})(\s*$)?")
LONGEST_FILE = 4_000_000  # bytes; a lesson of 5,000 equations has about 200,000


@dataclass
class Document:
    """The content of a file.  Every scalar is the text as typed; ``line`` finds where it stands.

    The first line of a text over several lines counts as its item 0; ``run_together`` are the
    texts over several lines of which YAML has made a single one.
    """

    content: dict[str, Any]
    name: str | None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    run_together: set[tuple[str | int, ...]] = field(default_factory=set)

    def line(self, *path: str | int) -> int | None:
        """Return the 1-based line of a key or item, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def error(self, message: Text, remedy: Text | None, *path: str | int) -> LessonError:
        """Return the complaint about one place in the file."""
        return LessonError(message, remedy, self.name, self.line(*path))


def parse(text: str, name: str | None, toml: bool = False) -> Document:
    """Read a document; raises LessonError for what is not one mapping of plain values."""
    if len(text) > LONGEST_FILE:
        raise LessonError(_LONG, None, name)
    document = _toml(text, name) if toml else _yaml(text, name)
    if not isinstance(document.content, dict):
        raise LessonError(_NOT_A_MAPPING, _START, name, 1)
    return document


def _yaml(text: str, name: str | None) -> Document:
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = [*text.split("\n"), ""][mark.line] if mark else ""
        raise LessonError(
            *_refusal(str(problem.problem or problem.context or ""), line),
            name,
            mark.line + 1 if mark else None,
            line if mark else None,
            mark.column if mark else None,
        ) from None
    except RecursionError:
        raise LessonError(_DEEP, _FLAT, name) from None
    except yaml.reader.ReaderError as problem:
        code = problem.character if isinstance(problem.character, int) else ord(problem.character)
        place = text.count("\n", 0, problem.position) + 1
        raise LessonError(_CHARACTER.fill(code=f"U+{code:04X}"), _REMOVE, name, place) from None
    except yaml.YAMLError:
        raise LessonError(_YAML, None, name) from None
    document = Document({}, name)
    if node is not None:
        document.content = _plain(node, (), document)
    return document


def _composed(text: str) -> yaml.Node | None:
    """Return the file's nodes; names with braces may stand inside { } and [ ] as they are."""
    try:
        return _compose(text)
    except yaml.MarkedYAMLError:
        quoted = quote_names(text)
        if quoted == text:
            raise
        try:
            return _compose(quoted)
        except yaml.MarkedYAMLError:
            pass
        raise  # the complaint about what was typed, not about what was made of it


def _compose(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=_Plain)


def quote_names(text: str) -> str:
    """Put the names with braces inside { } and [ ] in single quotes: ``{w_{1,1}: 0.1}``."""
    return _FLOW.sub(lambda found: found[1] + _BRACED_NAME.sub(r"'\g<0>'", found[2]), text)


def _refusal(what: str, line: str) -> tuple[Text, Text]:
    """Return what to say of a line that is not YAML, in words of our own."""
    if _NAME_IN_BRACES.search(line):
        return _BRACES, _BLOCK
    return next((said for part, said in _COMPLAINTS.items() if part in what), (_YAML, _QUOTE))


class _Plain(yaml.SafeLoader):
    """The safe loader without aliases, so that a short file cannot stand for a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, _ALIAS, mark)
        return super().compose_node(parent, index)


def _plain(node: yaml.Node, path: tuple[str | int, ...], document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    several = node.end_mark.line > node.start_mark.line
    if several and isinstance(node, yaml.ScalarNode) and not node.style:
        document.run_together.add(path)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        document.lines[(*path, 0)] = node.start_mark.line + 2
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, place), document) for place, item in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _mapping(
    node: yaml.MappingNode, path: tuple[str | int, ...], document: Document
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            # a flow mapping {w_{1,1}: 0.1} makes YAML see a mapping as a key
            raise LessonError(_BRACES, _BLOCK, document.name, key.start_mark.line + 1)
        if key.value in found:
            raise LessonError(
                _TWICE.fill(key=key.value), _ONCE, document.name, key.start_mark.line + 1
            )
        document.lines[(*path, key.value)] = key.start_mark.line + 1
        found[key.value] = _plain(value, (*path, key.value), document)
    return found


def _toml(text: str, name: str | None) -> Document:
    try:
        content = tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise LessonError(_DEEP, _FLAT, name) from None
    except tomllib.TOMLDecodeError as problem:
        what, _, place = str(problem).partition(" (at line ")
        line = int(found[0]) if (found := re.match(r"\d+", place)) else len(text.splitlines())
        raise LessonError(_TOML.fill(what=what), _TOML_QUOTE, name, line) from None
    document = Document(_as_text(content), name)
    _toml_lines(text, document)
    return document


def _toml_lines(text: str, document: Document) -> None:
    """Note where the keys stand; equations between triple quotes are no keys."""
    table: tuple[str, ...] = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), 1):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        if header := _TOML_TABLE.match(line):
            table = tuple(_bare(part) for part in header[1].split("."))
            document.lines.setdefault(table, number)
            continue
        key, equals, value = line.partition("=")
        if equals and not key.lstrip().startswith("#"):
            opened = _TOML_TEXT.match(value)
            path = (*table, _bare(key))
            document.lines.setdefault(path, number)
            if opened:
                document.lines.setdefault((*path, 0), number + (opened[2] is not None))
            quotes = opened[1] if opened and opened[1] not in value[opened.end(1) :] else ""


def _bare(key: str) -> str:
    return key.strip().strip("\"'")


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def as_number(text: Any) -> float | None:
    """Return a finite number for ``0.1``, ``1e-3``, ``-2`` or ``1/3``; None for anything else."""
    if not isinstance(text, str) or len(text) > 400:
        return None
    text = plain(text).strip()
    if text[-1:] in FRACTIONS and text[:-1] in ("", "-"):
        text = f"{text[:-1]}{FRACTIONS[text[-1]]}"
    try:
        value = float(Fraction(text)) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if abs(value) < float("inf") else None


_LONG = Text("The file is longer than a lesson can be.", "檔案太長，不像是一份教案。")
_NOT_A_MAPPING = Text("This is not a lesson file.", "這不是教案檔。")
_START = Text(
    "It has to start with “title:” and “equations: |” or “network:”.",
    "開頭應該是「title:」，接著「equations: |」或「network:」。",
)
_YAML = Text("The file cannot be read as YAML here.", "檔案在這裡不是正確的 YAML。")
_CHARACTER = Text("The character {code} cannot stand in a file.", "檔案中不能有字元 {code}。")
_REMOVE = Text("Delete it.", "請刪掉它。")
_TOML = Text("The file cannot be read as TOML: {what}.", "檔案不是正確的 TOML：{what}。")
_QUOTE = Text(
    "Put text with “: ”, “#”, “{” or “\\” in single quotes, or under “|”.",
    "含有「: 」「#」「{」或「\\」的文字請用單引號括起來，或寫在「|」底下。",
)
_TOML_QUOTE = Text(
    "Put formulas and names with a backslash or braces in single quotes.",
    "含有反斜線或大括號的式子與名稱請用單引號括起來。",
)
_TAB_HERE = Text("There is a tab here.", "這裡有一個 Tab。")
_TAB = Text("Indent by spaces, not by tabs.", "請用空格縮排，不要用 Tab。")
_DEEP = Text("The brackets of this file are nested too deeply.", "檔案的括號巢狀太深。")
_FLAT = Text("A lesson needs three levels at most.", "教案最多只需要三層。")
_NO_ALIAS = Text("An alias such as *name is not read.", "不接受 *name 這樣的別名（alias）。")
_WRITE_OUT = Text("Write the value out where it is needed.", "請在需要的地方直接寫出內容。")
_BRACES = Text("A name with braces cannot stand inside { }.", "有大括號的名稱不能寫在 { } 裡面。")
_BLOCK = Text(
    "Write one “name: value” a line, indented by two spaces.",
    "請一行寫一個「名稱：值」，並縮排兩格。",
)
_ONCE = Text("Delete one of the two.", "請刪掉其中一個。")
_TWICE = Text("“{key}” stands twice.", "「{key}」出現了兩次。")
_NOT_CLOSED = Text(
    "A comma is missing here, or the bracket before it is not closed.",
    "這裡少了逗號，或前面的括號沒有關上。",
)
_CLOSE_IT = Text(
    "Write {x: 1, y: 2} and [1, 2], with every bracket closed.",
    "請寫成 {x: 1, y: 2} 與 [1, 2]，每個括號都要關上。",
)
_NO_COLON = Text("The line before this one has no colon.", "上一行少了冒號。")
_COLON = Text(
    "Write “name: value” a line; what belongs to “equations: |” is indented.",
    "請一行寫一個「名稱: 值」；「equations: |」底下的式子要縮排。",
)
_TWO_FILES = Text("A second document begins here.", "這裡開始了第二份文件。")
_ONE_FILE = Text(
    "Delete the line “---”: a file holds one lesson.", "請刪掉「---」這一行：一個檔案只有一份教案。"
)
# what PyYAML says, in part, and what we say instead
_COMPLAINTS = {
    _ALIAS: (_NO_ALIAS, _WRITE_OUT),
    "\\t": (_TAB_HERE, _TAB),
    "expected ','": (_NOT_CLOSED, _CLOSE_IT),
    "expected ':'": (_NO_COLON, _COLON),
    "another document": (_TWO_FILES, _ONE_FILE),
}
