"""Clipping: gradients or parameters that are too large are cut back, in lines of their own."""

from __future__ import annotations

from dataclasses import dataclass

from derive.activations import load
from derive.core.derivation import Phase, Rule, Step
from derive.core.expression import (
    TWO,
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Pow,
    Role,
    Total,
    Variable,
)
from derive.core.text import Text
from derive.descent.recurrence import Recurrence, parameter_at

LIMIT = Variable("c", "c", Role.HYPERPARAMETER)
WEIGHT_LIMIT = Variable("c_{w}", "c_{w}", Role.HYPERPARAMETER)


@dataclass(frozen=True)
class Clipping:
    """What is cut back, and to what; None leaves it alone.

    ``value`` cuts each entry of the gradient into ``[-c, c]``, ``norm`` shortens the gradient to
    the length c without turning it (Pascanu, Mikolov & Bengio 2013, ICML, algorithm 1), ``weights``
    cuts each parameter after its update.
    """

    value: float | None = None
    norm: float | None = None
    weights: float | None = None

    @property
    def limits(self) -> dict[Variable, float]:
        """The limits in use, as the lines call them."""
        gradient = self.value if self.value is not None else self.norm
        pairs = ((LIMIT, gradient), (WEIGHT_LIMIT, self.weights))
        return {name: limit for name, limit in pairs if limit is not None}

    def steps(self, recurrence: Recurrence) -> tuple[Step, ...]:
        """Return one update: the gradients cut, the recurrences, the parameters cut."""
        if self.value is not None:
            before, gradients = by_value(recurrence)
        elif self.norm is not None:
            before, gradients = by_norm(recurrence)
        else:
            before, gradients = (), dict(recurrence.gradients)
        steps = (*before, *recurrence.steps(gradients))
        return steps if self.weights is None else _weights_cut(recurrence, steps)


def by_value(recurrence: Recurrence) -> tuple[tuple[Step, ...], dict[Variable, Variable]]:
    """Return ``ḡ = max(-c, min(c, ∂L/∂w))`` for every parameter."""
    gradients = _clipped(recurrence)
    return tuple(
        Step(Phase.UPDATE, BY_VALUE, target, _between(recurrence.gradients[name], LIMIT))
        for name, target in gradients.items()
    ), gradients


def by_norm(recurrence: Recurrence) -> tuple[tuple[Step, ...], dict[Variable, Variable]]:
    """Return the length of the gradient, and ``ḡ = c / max(‖g‖, c) · ∂L/∂w`` for every parameter.

    PyTorch divides by ‖g‖ + 10⁻⁶ instead of ‖g‖.
    """
    length = recurrence.quantity(r"\mathrm{norm}", None)
    gradients = _clipped(recurrence)
    factor = Div(LIMIT, Call(load("max"), (length, LIMIT)))
    first = Step(Phase.UPDATE, LENGTH, length, _length(tuple(recurrence.gradients.values())))
    return (
        first,
        *(
            Step(
                Phase.UPDATE,
                BY_NORM,
                target,
                Mul((factor, recurrence.gradients[name]), dot=True),
            )
            for name, target in gradients.items()
        ),
    ), gradients


def _weights_cut(recurrence: Recurrence, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    uncut = {
        after: parameter_at(name, recurrence.later, "bar")
        for name, after in recurrence.after.items()
    }
    moved = tuple(
        Step(Phase.UPDATE, step.rule, uncut.get(step.target, step.target), step.result)
        for step in steps
    )
    return moved + tuple(
        Step(Phase.UPDATE, WEIGHTS, after, _between(free, WEIGHT_LIMIT))
        for after, free in uncut.items()
    )


def _clipped(recurrence: Recurrence) -> dict[Variable, Variable]:
    return {name: recurrence.quantity(r"\bar{g}", name) for name in recurrence.gradients}


def _between(body: Expression, limit: Variable) -> Expression:
    return Call(load("max"), (Neg(limit), Call(load("min"), (limit, body))))


def _length(gradients: tuple[Variable, ...]) -> Expression:
    squares = tuple(_square(gradient) for gradient in gradients)
    return Call(load("sqrt"), (squares[0] if len(squares) == 1 else Add(squares),))


def _square(gradient: Variable) -> Expression:
    square = Pow(gradient, TWO)
    return square if gradient.shape is None else Total(square)


BY_VALUE = Rule(
    "clip_value",
    Text("clipped by value", "依數值裁剪"),
    Text("no entry of the gradient may be larger than c", "梯度的每個分量大小都不超過 c"),
)
LENGTH = Rule(
    "gradient_length",
    Text("length of the gradient", "梯度的長度"),
    Text("the root of the sum of all squared entries", "所有分量平方和的平方根"),
)
BY_NORM = Rule(
    "clip_norm",
    Text("clipped by norm", "依長度裁剪"),
    Text(
        "a longer gradient is shortened to c; its direction stays", "太長的梯度縮短成 c，方向不變"
    ),
)
WEIGHTS = Rule(
    "clip_weights",
    Text("weight clipped", "權重裁剪"),
    Text("no parameter may be larger than c", "每個參數的大小都不超過 c"),
)
