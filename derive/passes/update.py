"""The update: every parameter takes one step against its gradient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derive.core.derivation import Phase, Rule, Step
from derive.core.expression import Add, Expression, Mul, Neg, Partial, Role, Variable
from derive.core.notation import Notation
from derive.core.text import Text
from derive.spelling.name import split_name

UPDATE = Rule(
    "update",
    Text("gradient descent", "梯度下降"),
    Text(
        "the gradient points uphill, so the parameter moves the other way, by the learning rate",
        "梯度指向上升最快的方向，所以參數往反方向移動，步伐由學習率決定",
    ),
)
LEARNING_RATE = Variable("\\eta", "\\eta", Role.HYPERPARAMETER)


def update(
    parameters: Iterable[Variable], gradients: dict[Variable, Partial], notation: Notation
) -> tuple[Step, ...]:
    """Return ``w' = w - η ∂L/∂w`` for each parameter."""
    return tuple(
        Step(Phase.UPDATE, UPDATE, updated(name, notation), _moved(name, gradients[name]))
        for name in parameters
    )


def updated(parameter: Variable, notation: Notation) -> Variable:
    """Return the parameter after the update: a variable of its own, never an overwritten one."""
    name = split_name(parameter.latex)
    if notation.updated == "hat" and not name.accent:
        name = replace(name, accent="hat")
    else:
        name = replace(name, primes=name.primes + 1)
    return Variable(f"{parameter.name}'", name.latex, Role.STATE, parameter.shape)


def _moved(parameter: Variable, gradient: Expression) -> Expression:
    return Add((parameter, Neg(Mul((LEARNING_RATE, gradient), dot=True))))
