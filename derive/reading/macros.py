r"""Commands of an author's own: ``\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}``.

Each use is replaced by what it stands for before anything is read, within a budget: what would
grow beyond it stays as it is, and the reader then refuses a command that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DEFINITION = re.compile(
    r"\\(?:re|provide)?newcommand\*?\s*(?:\{\s*\\(?P<braced>[A-Za-z]{1,30})\s*\}|\\(?P<bare>[A-Za-z]{1,30}))"
    r"\s*(?:\[(?P<count>[0-9])\])?\s*(?:\[(?P<default>[^\[\]\n]{0,40})\])?\s*(?=\{)"
    r"|\\providecommand\*?\s*\{\s*\\(?P<provided>[A-Za-z]{1,30})\s*\}\s*(?:\[(?P<places>[0-9])\])?\s*(?=\{)"
    r"|\\[gx]?def\s*\\(?P<plain>[A-Za-z]{1,30})\s*(?P<hashes>(?:#[1-9]){0,9})\s*(?=\{)"
    r"|\\DeclareMathOperator\*?\s*\{\s*\\(?P<operator>[A-Za-z]{1,30})\s*\}\s*(?=\{)"
)
_USE = re.compile(r"\\([A-Za-z]+)")
_PLACE = re.compile(r"#([1-9])")
_OPTION = re.compile(r"\s*\[([^\[\]\n]{0,40})\]")
_TOKEN = re.compile(r"\s*(\\[A-Za-z]+|[^\s{}\\])")
_MOST_DEFINED = 100
_MOST_USED = 2_000
_DEEPEST = 6
_LONGEST = 2_000  # characters that one use may grow to


@dataclass(frozen=True)
class Macro:
    """A command with ``arguments`` places #1, #2, …; the first is optional with a ``default``."""

    body: str
    arguments: int = 0
    default: str | None = None


def _partial(sign: str) -> Macro:
    return Macro(rf"\frac{{{sign}^{{#1}} #2}}{{{sign} #3^{{#1}}}}", 3, "")


# commands of the packages physics, derivative and diffcoeff
_PACKAGES: Mapping[str, Macro] = {
    **dict.fromkeys(("pdv", "diffp", "partialderivative"), _partial(r"\partial")),
    **dict.fromkeys(("dv", "odv", "diff", "derivative"), _partial("d")),
    "grad": Macro(r"\nabla"),
}
_FIRST_ORDER = re.compile(r"\^\{\s*1?\s*\}")


def expanded(text: str) -> str:
    """Return a document with every use of its own commands written out; lines stay lines."""
    if "\\" not in text:
        return text
    own = dict(_definitions(text))
    used = set(_USE.findall(text))
    known = {name: macro for name, macro in {**_PACKAGES, **own}.items() if name in used}
    if not known:
        return text
    return _Expansion(known).whole(text)


def _definitions(text: str) -> Iterator[tuple[str, Macro]]:
    for number, found in enumerate(_DEFINITION.finditer(text)):
        if number >= _MOST_DEFINED:
            return
        body = _group(text, found.end())
        if body is None:
            continue
        inside = body[0].replace("\n", " ")
        if found["operator"]:
            yield found["operator"], Macro(rf"\operatorname{{{inside}}}")
            continue
        name = found["braced"] or found["bare"] or found["provided"] or found["plain"]
        places = found["count"] or found["places"] or len(found["hashes"] or "") // 2
        yield name, Macro(inside, int(places), found["default"])


def _group(text: str, at: int) -> tuple[str, int] | None:
    """Return what stands in the braces that open at a place, and where they end."""
    depth = 0
    for place in range(at, min(len(text), at + _LONGEST)):
        if text[place] == "\\":
            continue
        escaped = place > at and text[place - 1] == "\\"
        if text[place] == "{" and not escaped:
            depth += 1
        elif text[place] == "}" and not escaped:
            depth -= 1
            if depth == 0:
                return text[at + 1 : place], place + 1
    return None


class _Expansion:
    def __init__(self, macros: Mapping[str, Macro]) -> None:
        self.macros = macros
        self.left = _MOST_USED

    def whole(self, text: str) -> str:
        kept, at = [], 0
        for found in _DEFINITION.finditer(text):  # a definition is not a use
            body = _group(text, found.end())
            if found.start() < at or body is None:
                continue
            kept += [self.within(text[at : found.start()], 0), text[found.start() : body[1]]]
            at = body[1]
        return "".join((*kept, self.within(text[at:], 0)))

    def within(self, text: str, depth: int) -> str:
        kept, at = [], 0
        while found := _USE.search(text, at):
            macro = self.macros.get(found[1])
            use = macro and self._use(macro, text, found.end(), depth)
            kept.append(text[at : found.start()])
            if use:  # whatever lines the arguments were on, the document keeps its lines
                lines = text[found.start() : use[1]].count("\n")
                use = use[0].replace("\n", " ") + "\n" * lines, use[1]
            script = text[found.start() - 1 : found.start()] in ("_", "^")
            kept.append(f"{{{use[0]}}}" if use and script else use[0] if use else found.group())
            at = use[1] if use else found.end()
        return "".join((*kept, text[at:]))

    def _use(self, macro: Macro, text: str, at: int, depth: int) -> tuple[str, int] | None:
        """Return what one use stands for and where it ends; None when it stays as it is."""
        self.left -= 1
        taken = _arguments(macro, text, at)
        if taken is None or depth >= _DEEPEST or self.left < 0:
            return None
        arguments, stop = taken
        body = _PLACE.sub(lambda place: _of(arguments, int(place[1])), macro.body)
        if len(body) > _LONGEST:
            return None
        written = self.within(_FIRST_ORDER.sub("", body), depth + 1)
        return (written, stop) if len(written) <= _LONGEST else None


def _of(arguments: list[str], number: int) -> str:
    return arguments[number - 1] if number <= len(arguments) else ""


def _arguments(macro: Macro, text: str, at: int) -> tuple[list[str], int] | None:
    found: list[str] = []
    if macro.default is not None and macro.arguments:
        option = _OPTION.match(text, at)
        found.append(option[1] if option else macro.default)
        at = option.end() if option else at
    while len(found) < macro.arguments:
        stripped = len(text[at : at + 40]) - len(text[at : at + 40].lstrip())
        if text[at + stripped : at + stripped + 1] == "{":
            group = _group(text, at + stripped)
            if group is None:
                return None
            found.append(group[0])
            at = group[1]
        elif token := _TOKEN.match(text, at):
            found.append(token[1])
            at = token.end()
        else:
            return None
    return found, at
