"""One line of mathematics: formulas with ``=``, ``≈`` or ``←`` between them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from derive.core.errors import ReadError
from derive.core.expression import Constant, Expression, Variable
from derive.core.text import Text
from derive.reading import calls, derivatives, dress, sums, variables
from derive.reading.bounds import check_tree
from derive.reading.characters import plain
from derive.reading.limits import ANSWER, LESSON, Limits
from derive.reading.names import spelled_at
from derive.reading.parser import Reader
from derive.reading.table import NameTable

_ASSIGNS = frozenset(
    {
        ":=",
        "←",
        "<-",
        "\\leftarrow",
        "\\gets",
        "\\longleftarrow",
        "\\Leftarrow",
        "\\coloneqq",
        "\\coloneq",
    }
)
_ABOUT = ("≈", "~=", "\\approx", "\\simeq", "\\doteq")


@dataclass(frozen=True)
class Side:
    """One formula of a line, and where it stands in it.

    ``other`` is the second reading where there are two (``1/2x``), and then ``ambiguous`` is true.
    """

    expression: Expression
    text: str
    start: int
    end: int
    ambiguous: bool = False
    other: Expression | None = None


@dataclass(frozen=True)
class Statement:
    """Formulas and the relations between them: ``=``, ``≈`` or ``←``.

    ``continued`` says that the line began with a relation (``opening``) and so goes on from the
    line before; ``line`` is its number in the text it comes from.  ``worded`` says that words stand
    before that relation which may be what the claim is about: ``the gradient of b = -1.62``.
    """

    sides: tuple[Side, ...]
    relations: tuple[str, ...]
    continued: bool
    source: str
    opening: str = ""
    line: int = 1
    worded: bool = False


def read_expression(text: str, table: NameTable, limits: Limits = LESSON) -> Expression:
    """Read one formula, the usual way where there are two; raises ReadError."""
    return read_formula(text, table, limits).expression


def read_formula(
    text: str,
    table: NameTable,
    limits: Limits = LESSON,
    bindings: Mapping[str, str] | None = None,
) -> Side:
    """Read one formula, and its second reading where it has one; raises ReadError.

    ``bindings`` says what an index in it stands for, so that ``z_j`` is read as ``z_1``.
    """
    reader = _begin(text, table, limits)
    reader.bindings = dict(bindings or {})
    start = reader.start
    try:
        expression = reader.expression()
        end = reader.behind
        _end(reader)
        check_tree(reader, expression, 0)
    except RecursionError:  # the caller had used up the interpreter's stack before
        reader.refuse_depth()
    side = Side(expression, text[start:end], start, end)
    return _with_second_reading(reader, side) if reader.doubts else side


def index_values(text: str, index: str, table: NameTable) -> tuple[str, ...]:
    """Return the numbers that a letter index can stand for in a formula: 1, 2 for ``σ(z_j)``."""
    try:
        values = sums.values_of(_begin(text, table, LESSON), index)
    except ReadError:
        return ()
    return tuple(value for value in values if value.isdigit())


def read_equation(
    text: str, table: NameTable, limits: Limits = LESSON
) -> tuple[Expression, Expression]:
    """Read ``left = right``; raises ReadError when there is not exactly one ``=``."""
    statement = read_statement(text, table, limits)
    if statement.continued or len(statement.sides) != 2 or statement.relations != ("=",):
        raise ReadError(_ONE_EQUALS, _WRITE_EQUATION, source=text, column=0)
    left, right = statement.sides
    return left.expression, right.expression


def read_name(text: str, table: NameTable, limits: Limits = ANSWER) -> Variable:
    """Read the name of a variable, ``w11``, or of a derivative, ``∂L/∂w₁``."""
    found = read_expression(text, table, limits)
    if not isinstance(found, Variable):
        raise ReadError(_NOT_A_NAME, _WRITE_NAME, source=text, column=0)
    return found


def read_statement(text: str, table: NameTable, limits: Limits = ANSWER) -> Statement:
    """Read one line with any number of relations; raises ReadError."""
    found = read_statements(text, table.defining(), limits)
    if len(found) != 1:
        at = found[1].sides[0].start if len(found) > 1 else 0
        raise ReadError(_ONE_STATEMENT, _ONE_LINE, source=text, column=at)
    return found[0]


def read_statements(text: str, table: NameTable, limits: Limits = ANSWER) -> tuple[Statement, ...]:
    """Read a line that may hold several statements, with commas, ⇒ or words between them.

    A table that may learn names learns them here.
    """
    reader = _begin(text, table, limits)
    found: list[Statement] = []
    try:
        while not _is_over(reader):
            found.append(_boxed(reader) or _statement(reader))
            if not _may_follow(reader):
                reader.refuse_token()
    except RecursionError:  # the caller had used up the interpreter's stack before
        reader.refuse_depth()
    if not found:
        reader.refuse_token()
    return _paired(tuple(found))


def _paired(found: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return ``a, b = 1, 2`` as ``a = 1`` and ``b = 2``; anything else as it is."""
    count = (len(found) + 1) // 2
    *before, middle = found[:count]
    behind = found[count:]
    bare = (each for each in (*before, *behind) if each.relations or each.continued)
    if count < 2 or len(behind) != count - 1 or any(bare) or middle.continued:
        return found
    if len(middle.sides) != 2 or not all(_is_name(each) for each in (*before, middle)):
        return found
    if any(map(_is_name, behind)):
        return found
    names = [each.sides[0] for each in (*before, middle)]
    formulas = [middle.sides[1], *(each.sides[0] for each in behind)]
    return tuple(replace(middle, sides=pair) for pair in zip(names, formulas, strict=True))


def _is_name(statement: Statement) -> bool:
    return isinstance(statement.sides[0].expression, Variable)


def _begin(text: str, table: NameTable, limits: Limits) -> Reader:
    if len(text) > limits.line_length:
        raise ReadError(
            LINE_TOO_LONG.fill(most=limits.line_length), SPLIT_IT, source=text[:200], column=199
        )
    start, end = _inside(plain(text))
    return Reader(text, table, limits, start=start, end=end)


def _inside(text: str) -> tuple[int, int]:
    """Return where the formula stands between ``$…$``, ``\\(…\\)`` or ``\\[…\\]`` around it."""
    start, end = 0, len(text)
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    for opening, closing in (("\\[", "\\]"), ("\\(", "\\)")):
        if text.startswith(opening, start) and text.endswith(closing, start + 2, end):
            return start + 2, end - 2
    return min(start, len(text)), max(start, end)


def _end(reader: Reader) -> None:
    while reader.kind == "done" or (reader.kind in ("mark", "apart") and reader.word in ".,;"):
        reader.next()
    if reader.kind != "end":
        reader.refuse_token()


def _is_over(reader: Reader) -> bool:
    """Pass over what may stand between statements and say whether none is left."""
    while (
        reader.kind in ("apart", "done")
        or (reader.kind == "mark" and reader.word in ".,:")
        or dress.is_prose(reader)
    ):
        _refuse_comma_in_number(reader)
        reader.next()
    return reader.kind == "end"


def _refuse_comma_in_number(reader: Reader) -> None:
    before, behind = reader.text[: reader.start][-1:], reader.text[reader.stop : reader.stop + 1]
    if reader.word == "," and before.isdigit() and behind.isdigit():
        reader.refuse(_COMMA, _POINT)


def _may_follow(reader: Reader) -> bool:
    if reader.kind in ("end", "apart", "done"):
        return True
    if reader.kind == "mark":
        return reader.word in ".,:"
    return reader.kind == "text" and dress.is_aside(reader)


def _boxed(reader: Reader) -> Statement | None:
    """Read a frame around a whole equation, ``\\boxed{a = b}``."""
    if reader.kind != "command" or reader.word not in _FRAMES:
        return None
    begin = reader.text.find("{", reader.stop, reader.end)
    end = _closing_brace(reader.text, begin, reader.end) if begin >= 0 else -1
    if end < 0 or not reader.ends_after(end + 1):
        return None
    inner = reader.slice(begin + 1, end)
    if inner.kind == "relation":
        return None
    statement = _statement(inner)
    if not statement.relations or inner.kind != "end":
        return None
    reader.go(end + 1)
    return statement


_FRAMES = frozenset({"\\boxed", "\\fbox", "\\framebox", "\\underline"})
_BRACE = re.compile(r"\\.|[{}]")


def _closing_brace(text: str, begin: int, end: int) -> int:
    depth = 0
    for found in _BRACE.finditer(text, begin, end):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if depth == 0:
            return found.start()
    return -1


def _statement(reader: Reader) -> Statement:
    opening = ""
    if reader.kind == "relation":
        opening = _relation(reader)
        reader.next()
    sides, relations = [_side(reader, first=not opening)], []
    while reader.kind == "relation":
        relations.append(_relation(reader))
        reader.next()
        sides.append(_side(reader, first=False))
    return Statement(tuple(sides), tuple(relations), bool(opening), reader.source, opening)


def _relation(reader: Reader) -> str:
    word = reader.word
    if word in _ASSIGNS:
        return "←"
    return "≈" if any(sign in word for sign in _ABOUT) else "="


def _side(reader: Reader, first: bool) -> Side:
    start, doubts = reader.start, reader.doubts
    named = _applied_name(reader) if first else _named_between(reader)
    expression = named or reader.expression()
    check_tree(reader, expression, start)
    end = reader.behind
    side = Side(expression, reader.source[start:end], start, end)
    return side if reader.doubts == doubts else _with_second_reading(reader, side)


def _applied_name(reader: Reader) -> Expression | None:
    """Read ``f(w)`` on the left of ``=`` as f: there it says what f depends on."""
    if reader.kind != "name":
        return None
    match = reader.match()
    if match is None or not isinstance(match.what, Variable):
        return _defined(reader)
    place = reader.start
    reader.go(match.stop)
    stop = variables.skipped_names(reader) if reader.kind == "open" and reader.word == "(" else 0
    if stop:
        reader.go(stop)
        if reader.kind == "relation":
            return match.what
    reader.go(place)
    return _defined(reader) if _goes_on(reader, match.stop) else None


def _named_between(reader: Reader) -> Expression | None:
    """Read the new name in ``∂L/∂z = δ = ŷ - y``; at the end of a line it would define nothing."""
    if reader.kind != "name":
        return None
    match = reader.match()
    return _defined(reader) if match is None or _goes_on(reader, match.stop) else None


def _goes_on(reader: Reader, stop: int) -> bool:
    """Say whether a known name has more to it: ``E_1`` is another name than ``E``; ``E²`` not."""
    spelled = spelled_at(reader.text, reader.start, reader.end)
    return spelled is not None and any(
        script.stop > stop and not (script.mark == "^" and script.content.isdigit())
        for script in spelled.scripts
    )


# what may stand above a name without being an exponent: (1), [l], l-1, t+1, new
_INDEX = re.compile(
    r"[(\[]?\s*(?:[A-Za-z0-9]+(?:\s*,\s*[A-Za-z0-9]+)*|[A-Za-z]\s*[-+]\s*\d+|[+*]"
    r"|\\(?:text|mathrm|mathit|rm)\s*\{?\s*[A-Za-z ]+\}?|\\(?:ast|star|prime|dagger|ell))\s*[)\]]?"
)


def _defined(reader: Reader) -> Expression | None:
    spelled = spelled_at(reader.text, reader.start, reader.end)
    if spelled is None or not reader.table.symbols or calls.opens_indicator(reader):
        return None
    known = reader.match()
    if not spelled.scripts and known is not None and not isinstance(known.what, Constant):
        return None  # a function's own name; e is the error for whoever writes e = y - ŷ
    raised = [script.content.strip() for script in spelled.scripts if script.mark == "^"]
    if raised and known is not None and isinstance(known.what, Constant):
        return None  # e^z is a power
    if not all(map(_INDEX.fullmatch, raised)):
        return None
    place = reader.start
    if derivatives.of_loss(reader) is not None:  # dW means the derivative by W
        reader.go(place)
        return None
    reader.go(spelled.end)
    if reader.kind == "relation":
        match = reader.table.define(reader.text, place, reader.end)
        if match is not None and isinstance(match.what, Variable):
            return match.what
    reader.go(place)
    return None


def _with_second_reading(reader: Reader, side: Side) -> Side:
    again = Reader(
        reader.source, reader.table, reader.limits, start=side.start, end=side.end, second=True
    )
    again.bindings = reader.bindings
    try:
        other = again.whole()
    except ReadError:
        return side
    if other == side.expression:
        return side
    return replace(side, ambiguous=True, other=other)


_ONE_EQUALS = Text("An equation has exactly one =.", "一個方程式只能有一個 =。")
_WRITE_EQUATION = Text("Write name = formula.", "請寫成 名稱 = 式子。")
_NOT_A_NAME = Text("This is not a name.", "這不是一個名稱。")
_WRITE_NAME = Text(
    "Write a name such as w_{1,1} or ∂L/∂w_1.", "請寫名稱，例如 w_{1,1} 或 ∂L/∂w_1。"
)
_COMMA = Text("A number is written without commas here.", "這裡的數字不要用逗號。")
_POINT = Text(
    "Write 0.5, not 0,5, and 1000, not 1,000.", "請寫 0.5 而不是 0,5；寫 1000 而不是 1,000。"
)
_ONE_STATEMENT = Text("Here one formula is expected.", "這裡應該只有一個式子。")
_ONE_LINE = Text("Write each on a line of its own.", "請將每個式子各寫一行。")
LINE_TOO_LONG = Text("A line has at most {most} characters.", "一行最多 {most} 個字元。")
SPLIT_IT = Text("Split it.", "請拆成幾行。")
