"""Derivatives as they are written: ``∂L/∂w``, ``dL/dw11``, ``\\frac{d}{dw}(…)``, ``∇_W L``."""

from __future__ import annotations

from derive.core.expression import Call, Derivative, Expression, Partial, Role, Variable
from derive.core.function import Function
from derive.core.text import Text
from derive.reading import letter_d, variables
from derive.reading.cursor import Grammar
from derive.reading.put_in import put_in

_RAISED_ORDER = {"²": 2, "³": 3}


def derivative_of(body: Expression, wrt: list[Variable], loss: Variable | None) -> Expression:
    """Return ``∂body/∂wrt``: a named partial where the body is a variable."""
    for variable in reversed(wrt):
        if isinstance(body, Variable):
            role = Role.ADJOINT if body == loss else Role.LOCAL_PARTIAL
            body = Partial(body, variable, role)
        else:
            body = Derivative(body, variable)
    return body


# -- ∂ and d in a line -------------------------------------------------------------------------


def inline(reader: Grammar) -> Expression:
    """Read ``∂L/∂w``, ``∂[…]/∂w`` or ``∂/∂w (…)`` from its first ∂."""
    reader.next()
    order = _order(reader)
    if reader.kind == "mark" and reader.word == "_":
        return _with_index(reader)
    if reader.kind == "times" and reader.word == "/":
        reader.next()
        return _operator(reader, _wrt_inline(reader, order))
    function, place = _function_alone(reader, "/"), reader.start
    if function is not None:
        reader.go(function[1])
    else:
        body = reader.bracketed() if reader.kind == "open" else _of(reader)
    if not (reader.kind == "times" and reader.word == "/"):
        reader.refuse(_NO_WRT, _WRITE_WRT)
    reader.next()
    wrt = _wrt_inline(reader, order)
    if function is not None:
        return _slope(reader, function[0], wrt, place)
    return derivative_of(body, wrt, reader.table.loss)


def _function_alone(reader: Grammar, sign: str) -> tuple[Function, int] | None:
    """Return the f of ``∂f/∂z``, which stands without brackets before a sign, and where it ends."""
    if reader.kind not in ("name", "command"):
        return None
    match = reader.match()
    if match is None or not isinstance(match.what, Function):
        return None
    behind = reader.text[match.stop : reader.end].lstrip()
    return (match.what, match.stop) if behind.startswith(sign) else None


def _slope(reader: Grammar, function: Function, wrt: list[Variable], place: int) -> Expression:
    """Return ``f'(z)`` for ``∂f/∂z``; refuse where f is applied to other names than z."""
    (name, *others) = dict.fromkeys(wrt)
    if others or name not in reader.table.applied.get(function, ()):
        reader.refuse(_NOT_APPLIED.fill(name=function.name, wrt=name.name), _WRITE_VALUE, place)
    return Call(function, (name,), len(wrt))


def with_letter_d(reader: Grammar) -> Expression | None:
    """Read ``dL/dw11`` when that is what stands here; ``d`` is an ordinary letter otherwise."""
    if reader.word[0] not in "dδ\\":
        return None
    if letter_d.opens_quotient(reader):
        if letter_d.is_declared(reader) and reader.doubt():
            return None
        reader.stop = reader.start + letter_d.width(reader)
        return inline(reader)
    names = letter_d.underscored(reader)
    return names and _underscored(reader, *names)


def _underscored(reader: Grammar, start: int, stop: int) -> Expression:
    of = reader.match(start, stop)
    reader.go(stop + len("_d"))
    wrt = _name(reader)
    if of is None or not isinstance(of.what, Variable):
        reader.refuse_name(start)
    return derivative_of(of.what, [wrt], reader.table.loss)


def of_loss(reader: Grammar) -> Expression | None:
    """Read a bare ``dW``, the derivative of the loss with respect to W."""
    loss = reader.table.bare
    if loss is None or reader.word[0] != "d":
        return None
    match = reader.match(reader.start + 1)
    if match is None or not isinstance(match.what, Variable):
        return None
    reader.go(match.stop)
    return derivative_of(loss, [match.what], loss)


def _order(reader: Grammar) -> int:
    if reader.kind == "raised" and reader.word in _RAISED_ORDER:
        order = _RAISED_ORDER[reader.word]
        reader.next()
        return order
    found = letter_d.ORDER.match(reader.text, reader.start, reader.end)
    if found is None:
        return 1
    reader.go(found.end())
    return int(found[1] or found[2])


def _of(reader: Grammar) -> Variable:
    variable = _name(reader)
    if reader.kind == "open" and reader.word == "(" and (stop := variables.skipped_names(reader)):
        reader.go(stop)
    return variable


def _name(reader: Grammar) -> Variable:
    if reader.kind == "open" and reader.word == "{":
        reader.enter()
        reader.next()
        variable = _name(reader)
        reader.leave()
        _through(reader, "close", "}")
        return variable
    if reader.kind not in ("name", "text"):
        reader.refuse(_NO_NAME, _WRITE_WRT)
    match = reader.match() or reader.table.discover(reader.text, reader.start, reader.end)
    if match is None or not isinstance(match.what, Variable):
        reader.refuse_name()
    reader.go(match.stop)
    return match.what


def _wrt_inline(reader: Grammar, order: int) -> list[Variable]:
    if reader.kind == "open" and reader.word in "({":
        opened, place = reader.word, reader.start
        reader.next()
        found = _wrts(reader, order)
        reader.close(opened, place)
        return found
    return _one_wrt(reader, order) if order == 1 else _wrts(reader, order)


def _wrts(reader: Grammar, order: int) -> list[Variable]:
    found: list[Variable] = []
    while len(found) < order:
        found += _one_wrt(reader, order)
    if len(found) != order:
        reader.refuse(_ORDERS, _WRITE_WRT)
    return found


def _one_wrt(reader: Grammar, order: int) -> list[Variable]:
    if reader.kind == "partial":
        reader.next()
    elif reader.kind == "name" and (width := letter_d.width(reader)):
        reader.go(reader.start + width)
    else:
        reader.refuse(_NO_WRT, _WRITE_WRT)
    variable = _name(reader)
    times = _order(reader) if order > 1 else 1
    return [variable] * min(times, order + 1)


def _operator(reader: Grammar, wrt: list[Variable]) -> Expression:
    """Read what ``∂/∂w`` is applied to: one bracket, or else the factors up to the next sign."""
    reader.enter()
    if reader.kind == "open" or (reader.kind == "command" and reader.word in _FRAMES):
        body = reader.factor()
    else:
        body = reader.group()
    reader.leave()
    return derivative_of(body, wrt, reader.table.loss)


_FRAMES = frozenset({"\\boxed", "\\overset", "\\underset", "\\underbrace", "\\overbrace"})


def _with_index(reader: Grammar) -> Expression:
    reader.next()
    wrt = _name(reader)
    return derivative_of(_of(reader), [wrt], reader.table.loss)


def nabla(reader: Grammar) -> Expression:
    """Read ``∇_W L``, or ``∇L(W)`` where L is a function of one name."""
    place = reader.start
    reader.next()
    if reader.kind == "mark" and reader.word == "_":
        return _with_index(reader)
    of = _name(reader)
    if slope := put_in(reader, of, slope=True):
        return slope
    within = variables.skipped_names(reader) if reader.kind == "open" else 0
    names = reader.table.arguments.get(of.name, ())
    start = reader.stop
    if within:
        names = (reader.text[start : within - 1],)
        reader.go(within)
    match = (
        reader.table.match(names[0].strip(), 0, len(names[0].strip())) if len(names) == 1 else None
    )
    if match is None or not isinstance(match.what, Variable):
        reader.refuse(_NABLA, _WRITE_WRT, place)
    return derivative_of(of, [match.what], reader.table.loss)


# -- ∂ and d in a fraction ---------------------------------------------------------------------


def fraction(reader: Grammar) -> Expression | None:
    """Read ``\\frac{\\partial L}{\\partial w}`` from ``\\frac``; None for an ordinary fraction."""
    place = reader.start
    reader.next()
    if reader.kind == "open" and reader.word == "{":
        reader.next()
        if reader.kind == "partial":
            reader.next()
            return _fraction(reader)
        if reader.kind == "name" and letter_d.opens_fraction(reader):
            reader.go(reader.start + letter_d.width(reader))
            return _fraction(reader)
    reader.go(place)
    return None


def _fraction(reader: Grammar) -> Expression:
    order = _order(reader)
    function, place = _function_alone(reader, "}"), reader.start
    if function is not None:
        reader.go(function[1])
    body = None if reader.kind == "close" else _numerator(reader)
    _through(reader, "close", "}")
    _through(reader, "open", "{")
    wrt = _wrts(reader, order)
    _through(reader, "close", "}")
    if function is not None:
        return _slope(reader, function[0], wrt, place)
    if body is None:
        return _operator(reader, wrt)
    return derivative_of(body, wrt, reader.table.loss)


def _numerator(reader: Grammar) -> Expression:
    if reader.kind in ("name", "text"):
        place = reader.start
        match = reader.match()
        if match is not None and isinstance(match.what, Variable):
            variable = _of(reader)
            if reader.kind == "close":
                return variable
            reader.go(place)
    return reader.expression()


def _through(reader: Grammar, kind: str, word: str) -> None:
    if not reader.accept(kind, word):
        reader.refuse_token()


_NO_WRT = Text("It does not say with respect to what.", "沒有寫出對什麼微分。")
_WRITE_WRT = Text(
    "Write ∂L/∂w or \\frac{\\partial L}{\\partial w}.",
    "請寫成 ∂L/∂w 或 \\frac{\\partial L}{\\partial w}。",
)
_NOT_APPLIED = Text(
    "It is not clear where {name} is differentiated: it is not applied to {wrt} itself.",
    "不清楚 {name} 在哪裡微分：{name} 不是直接作用在 {wrt} 上。",
)
_WRITE_VALUE = Text(
    "Write f'(z), or the derivative of the value, as in ∂a/∂z.",
    "請寫成 f'(z)，或寫函數值的微分，例如 ∂a/∂z。",
)
_NO_NAME = Text("Here should stand a name.", "這裡應該是一個名稱。")
_ORDERS = Text("The orders above and below differ.", "上下的階數不同。")
_NABLA = Text(
    "It is not clear what the gradient is taken with respect to.", "不清楚梯度是對什麼取的。"
)
