"""The derivative of one function in the place of another's: σ's, most of the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.activations import load
from derive.check.mistake import Slip, Words, always
from derive.check.work import Work, put
from derive.core.expression import ONE, Add, Call, Expression, Mul, Neg, walk
from derive.core.function import Function

_USUAL = ("sigmoid", "tanh", "relu")


def slopes_of_another(work: Work, wanted: Callable[[Function], bool]) -> Iterator[Slip]:
    """Write g'(u) for f'(u) of each wanted f, and g' as it is read off the output of f."""
    for step, line, call in work.primed():
        for key in _USUAL if wanted(call.function) else ():
            if key != call.function.key:
                words: Words = {"prime": call, "other": load(key).title}
                looks_so = _has_kink if load(key).kinks else always
                for place, wrong in enumerate(_confused(load(key), call)):
                    changes = {step.target: put(line, call, wrong)}
                    yield Slip(changes, words, f"{key} {place}", looks_so)


def _has_kink(formula: Expression) -> bool:
    """Whether a mask is written: ReLU' is often 1, and nobody writes that who forgets a factor."""
    return any(isinstance(part, Call) and part.function.kinks for part in walk(formula))


def _confused(other: Function, call: Call) -> Iterator[Expression]:
    yield Call(other, call.arguments, 1)
    value = Call(call.function, call.arguments)
    if other.key == "sigmoid":
        yield Mul((value, Add((ONE, Neg(value)))))
    elif other.key == "tanh":
        yield Add((ONE, Neg(Mul((value, value)))))
