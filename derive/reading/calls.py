"""Functions and what they are applied to, and the commands that only dress a formula up."""

from __future__ import annotations

import re
from typing import NoReturn

from derive.core.expression import (
    Add,
    Call,
    E,
    Expression,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    Variable,
)
from derive.core.function import Function
from derive.core.text import Text
from derive.reading import sums
from derive.reading.bounds import check_exponent
from derive.reading.cursor import Grammar
from derive.reading.names import STYLE_COMMANDS, spelled_at
from derive.reading.softmax import softmax

_TRANSPARENT = frozenset(
    {"\\boxed", "\\fbox", "\\framebox", "\\cancel", "\\bcancel", "\\xcancel", "\\ensuremath"}
    | {"\\underline", "\\mathord", "\\mathop", "\\mathbin", "\\underbrace", "\\overbrace"}
    | {"\\smash", "\\sout"}
)
_LABELLED = frozenset({"\\overset", "\\underset", "\\stackrel", "\\textcolor", "\\colorbox"})
_BRACED_LABELS = frozenset({"\\underbrace", "\\overbrace"})
_LABEL = re.compile(r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,80}\}){0,80}\}){0,80}\}")
_ONE_SIGN = re.compile(r"\s*(?:\\[A-Za-z]+|[^\s{}\\])")
_WRAPPER = re.compile(rf"\\(?:{STYLE_COMMANDS})(?![A-Za-z])\s*(?=\{{)")
_INDICATOR = re.compile(
    r"\\(?:mathbb|mathbf|mathds|bm|boldsymbol)\s*\{\s*1\s*\}\s*_?\s*(?:\\left)?(?=\s*(?:[({\[]|\\\{)[^()]*[<>≤≥\\])"
)
_VALUES_IN_BRACKETS = re.compile(r"\([-+\d., ]{1,40}\)")
_NAMES_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,200})\)")
_MORE_SCRIPT = re.compile(r"[_^\d]\S{0,20}")


def call(reader: Grammar, function: Function, stop: int) -> Expression:
    """Read what stands behind a function's name: primes, a power, the argument."""
    place = reader.start
    reader.go(stop)
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
    if reader.kind == "mark" and reader.word == "_":
        refuse_name(reader, place)
    arguments = _arguments(reader)
    result = _applied(reader, function, arguments, order, place)
    return result if power is None else Pow(result, power)


def _primes(reader: Grammar) -> int:
    found = re.compile(r"\^\s*(?:\{\s*((?:\\prime|'|\s)+)\}|(\\prime(?![A-Za-z])))").match(
        reader.text, reader.start, reader.end
    )
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
    if reader.kind in ("end", "sign", "times", "relation", "close", "apart", "mark"):
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
    factors = [reader.factor()]
    more = _is_letter(reader)
    if more and not reader.doubt():
        while _is_letter(reader):
            factors.append(reader.factor())
    reader.leave()
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


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
        reader.refuse(_ARITY.fill(name=function.key, wanted=wanted, given=len(arguments)), None, at)
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
    """Read ``\\mathbb{1}_{z > 0}`` or ``\\mathbb{1}(z > 0)``."""
    found = _INDICATOR.match(reader.text, reader.start, reader.end)
    if found is None:
        return None
    reader.go(found.end())
    return reader.bracketed()


def variable(reader: Grammar, found: Variable, start: int) -> Expression:
    """Read what may stand directly behind a variable: ``f(w)``, ``f'(w)`` where f depends on w."""
    if reader.kind == "number" and reader.start == reader.behind:
        refuse_name(reader, start)
    if reader.kind == "mark":
        if reader.word == "_":
            refuse_name(reader, start)
        if reader.word == "'":
            return _prime(reader, found)
        return found
    if reader.kind != "open":
        return found
    function = reader.table.called.get(found)
    if function is not None and reader.word in "([":
        return call(reader, function, reader.start)
    applied = found == reader.table.loss and reader.start == reader.behind
    if reader.word == "(" and (applied or found.name in reader.table.arguments):
        _skip_applied(reader)
    return found


def _skip_applied(reader: Grammar) -> None:
    """Pass over the names in ``L(w)``; refuses ``L(-6)``, which is no product."""
    if stop := skipped_names(reader):
        reader.go(stop)
    elif _VALUES_IN_BRACKETS.match(reader.text, reader.start, reader.end):
        reader.refuse(_PUT_IN, _WITHOUT_BRACKETS)


def _prime(reader: Grammar, found: Variable) -> Expression:
    function = reader.table.called.get(found)
    if function is not None:
        return call(reader, function, reader.start)
    place = reader.start
    reader.next()
    within = _NAMES_IN_BRACKETS.match(reader.text, reader.start, reader.end)
    names = (within[1].strip(),) if within else reader.table.arguments.get(found.name, ())
    match = reader.table.match(names[0], 0, len(names[0])) if len(names) == 1 else None
    if match is None or match.stop != len(names[0]) or not isinstance(match.what, Variable):
        reader.refuse(_PRIME, _WRITE_PARTIAL, place)
    if within:
        reader.go(within.end())
    return Partial(found, match.what)


def skipped_names(reader: Grammar) -> int:
    """Return where ``(w_1, w_2)`` ends when it stands here and holds only names; else 0."""
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
        if reader.text[at] != ",":
            return 0
        at += 1


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


# -- names that are no variables --------------------------------------------------------------


def built_in(reader: Grammar) -> Expression | None:
    """Read ``exp(…)``, ``sqrt(…)``, ``sum_i`` and ``softmax(…)`` written as words."""
    spelled = spelled_at(reader.text, reader.start, reader.end)
    if spelled is None or spelled.stem.accent:
        return None
    return _by_word(reader, spelled.stem.base, spelled.stop)


def command(reader: Grammar, word: str) -> Expression | None:
    """Read ``\\tanh``, ``\\exp`` and the commands that only frame, colour or label."""
    function = reader.table.function(word[1:])
    if function is not None:
        return call(reader, function, reader.stop)
    if (found := _by_word(reader, word[1:], reader.stop)) is not None:
        return found
    if word in _LABELLED:
        return _behind_label(reader)
    if word not in _TRANSPARENT:
        return None
    reader.next()
    body = reader.argument()
    if word in _BRACED_LABELS and reader.kind == "mark" and reader.word in "_^":
        _skip_label(reader, reader.stop)
    return body


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
    return None


def _single(reader: Grammar) -> Expression:
    arguments = _arguments(reader)
    if len(arguments) != 1:
        reader.refuse(_ARITY.fill(name="exp", wanted=1, given=len(arguments)))
    return arguments[0]


def _behind_label(reader: Grammar) -> Expression:
    _skip_label(reader, reader.stop)
    return reader.argument()


def _skip_label(reader: Grammar, place: int) -> None:
    found = _LABEL.match(reader.text, place, reader.end) or _ONE_SIGN.match(
        reader.text, place, reader.end
    )
    if found is None:
        reader.refuse_token()
    reader.go(found.end())


def wrapped(reader: Grammar) -> Expression | None:
    """Read a font command around a whole formula, ``\\mathbf{W x}``."""
    if spelled_at(reader.text, reader.start, reader.end) is not None:
        return None
    found = _WRAPPER.match(reader.text, reader.start, reader.end)
    if found is None:
        return None
    reader.go(found.end())
    return reader.bracketed()


def is_prose(reader: Grammar) -> bool:
    """Say whether ``\\text{…}`` stands here with words that are no name."""
    return reader.kind == "text" and reader.match() is None


def is_aside(reader: Grammar) -> bool:
    """Say whether the words that stand here are prose for certain, and not a misspelt name."""
    if not is_prose(reader):
        return False
    content = reader.word[reader.word.index("{") + 1 : -1]
    if not (content.isascii() and content.isalpha()):
        return True
    between = reader.text[reader.behind : reader.start]
    return "quad" in between and reader.ends_after(reader.stop)


def refuse_name(reader: Grammar, at: int | None = None) -> NoReturn:
    """Refuse an unknown name and say which known ones look like it."""
    place = reader.start if at is None else at
    spelled = spelled_at(reader.text, place, reader.end)
    stop = reader.stop
    if spelled is not None:
        stop = spelled.end
        if rest := _MORE_SCRIPT.match(reader.text, stop, reader.end):
            stop = rest.end()
    typed = reader.source[place:stop].strip()
    if spelled is None and len(typed) == 1 and not typed.isascii():
        reader.refuse_character(typed, place)
    close = () if reader.trying else reader.table.similar(typed)
    remedy = _MEANT.fill(names=", ".join(close)) if close else _DECLARE
    reader.refuse(_UNKNOWN.fill(name=typed), remedy, place)


_INVERSE = Text(
    "A negative power behind a function's name is not read.", "不接受寫在函數名稱後面的負次方。"
)
_WRITE_ONE_OVER = Text("Write 1/f(z).", "請寫成 1/f(z)。")
_NO_ARGUMENT = Text("The function has no argument here.", "這裡的函數沒有引數。")
_WRITE_BRACKETS = Text("Write it in brackets, as in σ(z).", "請用括號寫出引數,例如 σ(z)。")
_ARITY = Text(
    "{name} takes {wanted} argument(s), not {given}.",
    "{name} 需要 {wanted} 個引數,而不是 {given} 個。",
)
_NO_FUNCTION = Text("The function {name} is not known here.", "這裡不認得函數 {name}。")
_PRIME = Text(
    "A prime means the derivative of a function; it is not clear with respect to what.",
    "撇號表示函數的導數,但不清楚是對什麼微分。",
)
_WRITE_PARTIAL = Text(
    "Write \\frac{\\partial L}{\\partial w}.", "請寫成 \\frac{\\partial L}{\\partial w}。"
)
_PUT_IN = Text(
    "Values put into a function of the lesson are not read.", "不接受把數值代入教材中的函數。"
)
_WITHOUT_BRACKETS = Text(
    "Write the name alone, or the formula with the numbers in it.",
    "請只寫名稱,或寫出代入數字的式子。",
)
_UNKNOWN = Text("The name {name} is not known.", "不認得名稱 {name}。")
_MEANT = Text("Did you mean {names}?", "您是指 {names} 嗎?")
_DECLARE = Text("Use the names of the lesson.", "請使用教材中的名稱。")
