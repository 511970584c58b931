"""The derivative of another activation: the sigmoid's for tanh, for example."""

from collections.abc import Iterator

from derive.activations import load
from derive.check.mistake import Mistake, Slip, Words, always
from derive.check.work import Work, put
from derive.core.expression import ONE, Add, Call, Expression, Mul, Neg, walk
from derive.core.function import Function
from derive.core.text import Text

_USUAL = ("sigmoid", "tanh", "relu")


def slips(work: Work) -> Iterator[Slip]:
    """Write g'(u) for f'(u), and g' as it is read off the output of f."""
    for step, line, call in work.primed():
        for key in _USUAL if call.function.definition else ():
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


MISTAKE = Mistake(
    key="wrong_function",
    title=Text("derivative of another activation", "用了別的激勵函數的微分"),
    comment=Text(
        "In {step} the derivative of another activation has been used. Which activation does this "
        "unit have?",
        "{step} 用了別的激勵函數的微分。這個神經元的激勵函數是哪一個？",
    ),
    reveal=Text(
        "This is the derivative for {other}; {step} is {right}.",
        "這是 {other} 的微分；{step} 應為 {right}。",
    ),
    slips=slips,
    rank=18,
)
