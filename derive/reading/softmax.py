"""Softmax written in one word: ``softmax(z)_i`` is ``e^{z_i}`` over the sum of all of them."""

from __future__ import annotations

import re

from derive.core.expression import Add, Div, E, Expression, Pow, Role, SumOver, Variable
from derive.core.text import Text
from derive.reading.cursor import Grammar
from derive.reading.names import Script, Spelled, keys, spelled_at

_COMPONENT = re.compile(r"_\s*(?:\{\s*([A-Za-z0-9]+)\s*\}|([A-Za-z]|\d+))")


def softmax(reader: Grammar, stop: int) -> Expression:
    """Read ``softmax(z)_i`` or ``softmax(z_i)``; ``stop`` is where the word ends."""
    place = reader.start
    reader.go(stop)
    if not reader.accept("open", "("):
        reader.refuse_token()
    written = spelled_at(reader.text, reader.start, reader.end)
    if written is None:
        reader.refuse_token()
    reader.go(written.end)
    if not reader.accept("close", ")"):
        reader.refuse(_ARGUMENT, _WRITE, place)
    if component := _component(reader):
        vector, scripts = written, (*written.scripts, Script("_", component, 0))
    else:
        scripts, component = written.scripts, keys(written.stem, written.scripts)[1].sub
        others = tuple(script for script in scripts if script.mark != "_")
        vector = Spelled(written.stem, written.stop, others)
    member = reader.table.spellings.lookup(written.stem, scripts, reader.bindings)
    members = reader.table.spellings.members(vector)
    if member is None or not members:
        reader.refuse(_ARGUMENT, _WRITE, place)
    return Div(Pow(E, member), _all(reader, members, component))


def _component(reader: Grammar) -> str:
    found = _COMPONENT.match(reader.text, reader.start, reader.end)
    if found is None:
        return ""
    reader.go(found.end())
    return found[1] or found[2]


def _all(reader: Grammar, members: list[tuple[str, Variable]], component: str) -> Expression:
    """Return the sum over all components: written out, or over a letter other than this one's."""
    numbered = [variable for index, variable in members if index.isdigit()]
    if numbered:
        terms = tuple(Pow(E, variable) for variable in numbered)
        return terms[0] if len(terms) == 1 else Add(terms)
    other = next((pair for pair in members if pair[0] != component), members[0])
    upper = reader.table.count or Variable("n", "n", Role.CONSTANT)
    return SumOver(other[0], upper, Pow(E, other[1]))


_ARGUMENT = Text("The argument of softmax cannot be read.", "無法讀取 softmax 的引數。")
_WRITE = Text("Write softmax(z)_i.", "請寫成 softmax(z)_i。")
