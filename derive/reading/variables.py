"""What may stand directly behind a variable: ``L(w)``, ``f'(w)``; never a silent product."""

from __future__ import annotations

import re

from derive.core.expression import Expression, Partial, Variable
from derive.core.text import Text
from derive.reading import calls
from derive.reading.cursor import Grammar
from derive.reading.put_in import put_in

_VALUES_IN_BRACKETS = re.compile(r"\([-+\d., ]{1,40}\)")
_NAMES_IN_BRACKETS = re.compile(r"\s*\(((?:[^()]|\([^()]{0,40}\)){1,200})\)")


def behind(reader: Grammar, found: Variable, start: int) -> Expression:
    """Read what may stand directly behind a variable: ``f(w)``, ``f'(w)`` where f depends on w."""
    if reader.kind == "number" and reader.start == reader.behind:
        reader.refuse_name(start)
    if reader.kind == "mark":
        if reader.word == "_":
            reader.refuse_name(start)
        if reader.word == "'":
            return _prime(reader, found)
        return found
    if reader.kind != "open":
        return found
    function = reader.table.called.get(found)
    if function is not None and reader.word in "([":
        return calls.call(reader, function, reader.start)
    is_function = found == reader.table.loss or found in reader.table.of_one
    applied = is_function and reader.start == reader.behind
    if reader.word == "(" and (applied or found.name in reader.table.arguments):
        if reader.start == reader.behind and (value := put_in(reader, found, slope=False)):
            return value
        _skip_applied(reader, found)
    return found


def _skip_applied(reader: Grammar, found: Variable) -> None:
    """Pass over the names in ``L(w)``; refuses ``L(-6)``, which is no product.

    Where the lesson itself wrote ``f(x) = …``, ``f(x + 1)`` is no product either.
    """
    glued = reader.start == reader.behind and found.name in reader.table.arguments
    if stop := skipped_names(reader):
        reader.go(stop)
    elif glued or _VALUES_IN_BRACKETS.match(reader.text, reader.start, reader.end):
        reader.refuse(_PUT_IN, _WITHOUT_BRACKETS)


def _prime(reader: Grammar, found: Variable) -> Expression:
    function = reader.table.called.get(found)
    if function is not None:
        return calls.call(reader, function, reader.start)
    place = reader.start
    reader.next()
    if slope := put_in(reader, found, slope=True):
        return slope
    within = _NAMES_IN_BRACKETS.match(reader.text, reader.start, reader.end)
    names = (within[1].strip(),) if within else reader.table.arguments.get(found.name, ())
    match = reader.table.match(names[0], 0, len(names[0])) if len(names) == 1 else None
    if match is None or match.stop != len(names[0]) or not isinstance(match.what, Variable):
        reader.refuse(_PRIME, _WRITE_PARTIAL, place)
    if within:
        reader.go(within.end())
    return Partial(found, match.what)


def skipped_names(reader: Grammar) -> int:
    """Return where ``(w_1, w_2)`` or ``(x^{(i)}; w)`` ends when it holds only names; else 0."""
    within = _NAMES_IN_BRACKETS.match(reader.text, reader.start, reader.end)
    if within is None:
        return 0
    at = within.start(1)
    while True:
        at = _skip_space(reader.text, at)
        match = reader.match(at, within.end(1))
        if match is None:
            return 0
        at = _skip_space(reader.text, match.stop)
        if at >= within.end(1):
            return within.end()
        if reader.text[at] not in ",;":
            return 0
        at += 1


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


_PRIME = Text(
    "A prime means the derivative of a function; it is not clear with respect to what.",
    "撇號表示函數的導數，但不清楚是對什麼微分。",
)
_WRITE_PARTIAL = Text(
    "Write \\frac{\\partial L}{\\partial w}.", "請寫成 \\frac{\\partial L}{\\partial w}。"
)
_PUT_IN = Text(
    "Values put into a function of the lesson are not read.", "不接受把數值代入教材中的函數。"
)
_WITHOUT_BRACKETS = Text(
    "Write the name alone, or the whole formula with the values in it; · for a product.",
    "請只寫名稱，或寫出代入後的式子；若是相乘請寫 ·。",
)
