"""Functions and what they are applied to: ``σ'(z)``, ``\\tanh^2 z``, ``max(0, z)``, ``(z > 0)``."""

from __future__ import annotations

import re

from derive.core.expression import (
    Add,
    Call,
    Div,
    E,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
)
from derive.core.function import Function
from derive.core.text import Text
from derive.reading import sums
from derive.reading.bounds import check_exponent, check_tree
from derive.reading.cursor import Grammar
from derive.reading.names import spelled_at
from derive.reading.softmax import softmax
from derive.reading.written_out import writing

_INDICATOR = re.compile(
    r"(?:\\(?:mathbb|mathbf|mathds|mathbbm|mathrm|textbf|text|boldsymbol|bm)"
    r"\s*(?:\{\s*[1I]\s*\}|[1I](?![A-Za-z\d]))|1|I(?![A-Za-z\d]))"
    r"\s*_?\s*(?:\\left\s*)?(?=[({\[]|\\(?:\{|lbrace|lbrack))"
)
_INSIDE = re.compile(
    r"(?P<open>[({\[]|\\l(?:brace|brack)(?![A-Za-z]))|(?P<close>[)}\]]|\\r(?:brace|brack)(?![A-Za-z]))"
    r"|(?P<compare>[<>≤≥]|\\[gl](?:t|e|eq|eqslant)(?![A-Za-z]))"
)
_PRIMES = re.compile(r"\^\s*(?:\{\s*((?:\\prime|'|\s)+)\}|(\\prime(?![A-Za-z])))")

_LOG = re.compile(r"\\?log")
_NO_ARGUMENT_STARTS = frozenset({"end", "sign", "times", "relation", "close", "apart"})


def call(reader: Grammar, function: Function, stop: int) -> Expression:
    """Read what stands behind a function's name: primes, a power, the argument."""
    place = reader.start
    reader.go(stop)
    if reader.text[place:stop].endswith("log") and _glued_number(reader):
        reader.refuse(_BASE, _WRITE_LN, place)  # log10 x is no ln(10x)
    order, power = 0, None
    while True:
        if reader.kind == "mark" and reader.word == "'":
            order += 1
            reader.next()
        elif reader.kind == "mark" and reader.word == "^" and power is None:
            primes = _primes(reader)
            order += primes
            if not primes:
                power = _call_power(reader)
        elif reader.kind == "raised" and power is None:
            power = reader.raised()
        else:
            break
    base = None
    if reader.kind == "mark" and reader.word == "_":
        base = _base(reader, function, place)
    arguments = _arguments(reader)
    result = _applied(reader, function, arguments, order, place)
    if base is not None:  # log_2 x is ln(x)/ln(2)
        result = Div(result, _applied(reader, function, (base,), 0, place))
    return result if power is None else Pow(result, power)


def _base(reader: Grammar, function: Function, place: int) -> Expression:
    """Read the 2 of ``\\log_2``; no other function has a number below it."""
    if function.key != "log" or not _LOG.fullmatch(reader.text[place : reader.start].strip()):
        reader.refuse_name(place)
    reader.next()
    return reader.argument()


def _primes(reader: Grammar) -> int:
    found = _PRIMES.match(reader.text, reader.start, reader.end)
    if found is None:
        return 0
    reader.go(found.end())
    written = found[1] or found[2]
    return written.count("prime") + written.count("'")


def _call_power(reader: Grammar) -> Expression:
    place = reader.start
    reader.next()
    power = reader.argument() if reader.kind != "sign" else reader.refuse(_INVERSE, _WRITE_ONE_OVER)
    if isinstance(power, Neg):
        reader.refuse(_INVERSE, _WRITE_ONE_OVER, place)
    check_exponent(reader, power, power, place)
    return power


def _arguments(reader: Grammar) -> tuple[Expression, ...]:
    if reader.kind == "open":
        return _in_brackets(reader)
    if reader.kind in _NO_ARGUMENT_STARTS or (reader.kind == "mark" and reader.word != "√"):
        reader.refuse(_NO_ARGUMENT, _WRITE_BRACKETS)
    return (_without_brackets(reader),)


def _in_brackets(reader: Grammar) -> tuple[Expression, ...]:
    opened, place = reader.word, reader.start
    reader.enter()
    reader.next()
    bars, reader.bars = reader.bars, 0
    arguments = [reader.expression()]
    while reader.accept("mark", ","):
        arguments.append(reader.expression())
    reader.bars = bars
    reader.leave()
    reader.close(opened, place)
    return tuple(arguments)


def _without_brackets(reader: Grammar) -> Expression:
    """Read ``\\ln 2 x y``: the letters that follow belong to the argument, a bracket does not."""
    reader.enter()
    glued, place = _glued_number(reader), reader.start
    factors = [reader.factor()]
    if glued and reader.kind == "open" and reader.start == reader.behind:
        reader.refuse(_BASE, _WRITE_LN, place)
    more = _is_letter(reader)
    if more and not reader.doubt():
        while _is_letter(reader):
            factors.append(reader.factor())
    reader.leave()
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _glued_number(reader: Grammar) -> bool:
    return reader.kind == "number" and reader.start == reader.behind


def _is_letter(reader: Grammar) -> bool:
    if reader.kind != "name":
        return False
    match = reader.match()
    return match is not None and not isinstance(match.what, Function)


def _applied(
    reader: Grammar, function: Function, arguments: tuple[Expression, ...], order: int, at: int
) -> Expression:
    wanted = len(function.arguments)
    if function.key in ("max", "min") and wanted == 2 and len(arguments) > 2 and not order:
        rest = _applied(reader, function, arguments[1:], 0, at)
        return Call(function, (arguments[0], rest))
    if function.key == "exp" and len(arguments) == 1:
        return Pow(E, arguments[0])  # whichever derivative was asked for
    if len(arguments) != wanted:
        message = _ARITY.fill(name=function.name, wanted=wanted, given=len(arguments))
        reader.refuse(message, _COMMAS, at)
    return Call(function, arguments, order)


def apply(
    reader: Grammar, key: str, arguments: tuple[Expression, ...], at: int | None = None
) -> Expression:
    """Return a call of a function that has a sign of its own: ``|x|`` or a root."""
    function = reader.table.function(key)
    if function is None:
        reader.refuse(_NO_FUNCTION.fill(name=key), None, at)
    return _applied(reader, function, arguments, 0, reader.start if at is None else at)


def indicator(reader: Grammar, left: Expression) -> Expression:
    """Read ``(z > 0)`` as the step, 1 where it is true and 0 where not; at z = 0 it is 0."""
    greater = reader.word.startswith((">", "≥", "\\g"))
    place = reader.start
    reader.next()
    right = reader.expression()
    above, below = (left, right) if greater else (right, left)
    zero = isinstance(below, Number) and below.value == 0
    return apply(reader, "step", (above if zero else Add((above, Neg(below))),), place)


def indicated(reader: Grammar) -> Expression | None:
    """Read ``\\mathbb{1}_{z > 0}``, ``1_{z > 0}`` or ``I(z > 0)``; None for any other 1."""
    place = opens_indicator(reader)
    if not place:
        return None
    reader.go(place)
    return reader.bracketed()


def opens_indicator(reader: Grammar) -> int:
    """Return where the bracket with the condition of an indicator begins; 0 where there is none."""
    found = _INDICATOR.match(reader.text, reader.start, reader.end)
    if found is None:
        return 0
    depth = 0
    for sign in _INSIDE.finditer(reader.text, found.end(), reader.end):
        if sign.lastgroup == "compare":
            return found.end()
        depth += 1 if sign.lastgroup == "open" else -1
        if depth == 0:
            break
    return 0


def built_in(reader: Grammar) -> Expression | None:
    """Read ``exp(…)``, ``sqrt(…)``, ``sum_i`` and ``softmax(…)`` written as words."""
    spelled = spelled_at(reader.text, reader.start, reader.end)
    if spelled is None or spelled.stem.accent:
        return None
    return _by_word(reader, spelled.stem.base, spelled.stop)


def command(reader: Grammar, word: str) -> Expression | None:
    """Read ``\\tanh`` and ``\\exp``; None for a command that calls nothing."""
    function = reader.table.function(word[1:])
    if function is not None:
        return call(reader, function, reader.stop)
    return _by_word(reader, word[1:], reader.stop)


def _by_word(reader: Grammar, word: str, stop: int) -> Expression | None:
    if word == "exp":
        reader.go(stop)
        return Pow(E, _single(reader))
    if word == "sqrt":
        reader.go(stop)
        return apply(reader, "sqrt", (_single(reader),))
    if word in ("sum", "Sum"):
        return sums.summed(reader, stop)
    if word == "softmax":
        return softmax(reader, stop)
    return _written_out(reader, word, stop) if reader.table.symbols else None


def _written_out(reader: Grammar, word: str, stop: int) -> Expression | None:
    """Read ``\\cosh z`` or ``sech^2 z`` in an answer; a lesson writes such functions out itself."""
    write, place = writing(word, reader.table.function), reader.start
    if write is None:
        return None
    reader.go(stop)
    power = None
    if reader.kind == "mark" and reader.word == "^":
        power = _call_power(reader)
    elif reader.kind == "raised":
        power = reader.raised()
    result = write(_single(reader))
    check_tree(reader, result, place)  # one in another doubles it each time
    return result if power is None else Pow(result, power)


def _single(reader: Grammar) -> Expression:
    arguments = _arguments(reader)
    if len(arguments) != 1:
        reader.refuse(_ARITY.fill(name="exp", wanted=1, given=len(arguments)), _COMMAS)
    return arguments[0]


_INVERSE = Text(
    "A negative power behind a function's name is not read.", "不接受寫在函數名稱後面的負次方。"
)
_WRITE_ONE_OVER = Text("Write 1/f(z).", "請寫成 1/f(z)。")
_NO_ARGUMENT = Text("The function has no argument here.", "這裡的函數沒有引數。")
_WRITE_BRACKETS = Text("Write it in brackets, as in σ(z).", "請用括號寫出引數，例如 σ(z)。")
_BASE = Text(
    "A number directly behind a function's name is not read here.",
    "這裡不接受緊接在函數名稱後面的數字。",
)
_WRITE_LN = Text(
    "Write ln(x)/ln(10) for a logarithm to base 10, f(10) · x for a product.",
    "以 10 為底的對數請寫成 ln(x)/ln(10)，相乘請寫成 f(10) · x。",
)
_ARITY = Text(
    "{name} takes {wanted} argument(s), not {given}.",
    "{name} 需要 {wanted} 個引數，而不是 {given} 個。",
)
_COMMAS = Text(
    "Put the arguments in brackets, with commas between.", "請把引數寫在括號裡，用逗號分開。"
)
_NO_FUNCTION = Text("The function {name} is not known here.", "這裡不認得函數 {name}。")
