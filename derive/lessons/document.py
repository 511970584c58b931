"""A YAML or TOML file as plain strings, lists and mappings that know their line numbers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml

from derive.core.errors import LessonError
from derive.core.text import Text

LONGEST_FILE = 4_000_000  # bytes; a lesson of 5,000 equations has about 200,000


@dataclass
class Document:
    """The content of a file.  Every scalar is the text as typed; ``line`` finds where it stands."""

    content: dict[str, Any]
    name: str | None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

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
        node = yaml.compose(text, Loader=_Plain)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        what = str(problem.problem or problem.context or "")
        raise LessonError(
            _YAML.fill(what=what),
            _QUOTE,
            name,
            mark.line + 1 if mark else None,
            [*text.split("\n"), ""][mark.line] if mark else None,
            mark.column if mark else None,
        ) from None
    except (yaml.YAMLError, RecursionError) as problem:
        raise LessonError(_YAML.fill(what=str(problem).split("\n")[0]), None, name) from None
    document = Document({}, name)
    if node is not None:
        document.content = _plain(node, (), document)
    return document


class _Plain(yaml.SafeLoader):
    """The safe loader without aliases, so that a short file cannot stand for a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not allowed", mark)
        return super().compose_node(parent, index)


def _plain(node: yaml.Node, path: tuple[str | int, ...], document: Document) -> Any:
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    document.lines.setdefault(path, node.start_mark.line + (2 if block else 1))
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
                _TWICE.fill(key=key.value), None, document.name, key.start_mark.line + 1
            )
        block = isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")
        document.lines[(*path, key.value)] = key.start_mark.line + (2 if block else 1)
        found[key.value] = _plain(value, (*path, key.value), document)
    return found


def _toml(text: str, name: str | None) -> Document:
    try:
        content = tomllib.loads(text, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise LessonError(_TOML.fill(what=str(problem)), None, name) from None
    document = Document(_as_text(content), name)
    for number, line in enumerate(text.splitlines(), 1):
        key, equals, value = line.partition("=")
        if equals and (bare := key.strip().strip("\"'")):
            multiline = value.strip() in ('"""', "'''")
            document.lines.setdefault((bare,), number + multiline)
    return document


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
_YAML = Text("The file cannot be read as YAML: {what}.", "檔案不是正確的 YAML:{what}。")
_TOML = Text("The file cannot be read as TOML: {what}.", "檔案不是正確的 TOML:{what}。")
_QUOTE = Text(
    "Put text with “: ”, “#”, “{” or “\\” in single quotes, or under “|”.",
    "含有「: 」「#」「{」或「\\」的文字請用單引號括起來，或寫在「|」底下。",
)
_BRACES = Text("A name with braces cannot stand inside { }.", "有大括號的名稱不能寫在 { } 裡面。")
_BLOCK = Text(
    "Write one “name: value” a line, indented by two spaces.",
    "請一行寫一個「名稱：值」，並縮排兩格。",
)
_TWICE = Text("“{key}” stands twice.", "「{key}」出現了兩次。")
