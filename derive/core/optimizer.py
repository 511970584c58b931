"""What an optimiser is to the project: equations for one parameter, which are printed and run."""

from __future__ import annotations

import math
from dataclasses import dataclass

from derive.core.text import Text


@dataclass(frozen=True)
class Hyperparameter:
    """A number that is chosen and not learnt.

    Parameters
    ----------
    name : what stands after ``--set`` (``beta``)
    latex : how the equations write it
    default : its value unless somebody sets it; None where it depends on the run (a period)
    low, high : the range it must lie in; ``open`` says that the ends do not belong to it
    whole : it counts something
    """

    name: str
    latex: str
    default: float | None
    title: Text
    low: float = 0.0
    high: float = math.inf
    open: bool = False
    whole: bool = False

    def complaint(self, value: float) -> Text | None:
        """Return what is wrong with a value; None when nothing is."""
        inside = self.low < value < self.high if self.open else self.low <= value <= self.high
        names = {"name": self.name, "low": f"{self.low:g}", "high": f"{self.high:g}"}
        if not (inside and math.isfinite(value)):
            above = _ABOVE if self.open else _AT_LEAST
            words = (_INSIDE if self.open else _RANGE) if math.isfinite(self.high) else above
            return words.fill(**names, value=f"{value:g}")
        return _WHOLE.fill(**names, value=f"{value:g}") if self.whole and value % 1 else None


@dataclass(frozen=True)
class Quantity:
    """A letter of the equations and what it means; ``start`` is its value before the first update.

    A quantity with a start is state: it is kept from one update to the next.
    """

    latex: str
    title: Text
    start: float | None = None


@dataclass(frozen=True)
class Optimizer:
    r"""A way to go from gradients to new parameters.

    All equations are LaTeX for one parameter ``\theta``, read by the same reader as a user's.  The
    time stands in brackets: ``\theta^{(t-1)}`` is read and ``\theta^{(t)}`` assigned, or
    ``\theta^{(t)}`` read and ``\theta^{(t+1)}`` assigned when the first update has t = 0.
    ``\frac{\partial L}{\partial \theta^{(t-1)}}`` is the gradient and ``t`` alone the number of
    the update.  What does not depend on the parameter is computed once for all of them.

    Parameters
    ----------
    key : name of its file; what stands after ``--optimizer``
    recurrences : the equations in computable order; the last one assigns the parameter
    first : equations that take the place of those with the same target in the first update
    look_ahead : the point ``\tilde{\theta}`` where the gradient is taken, if not at the parameter
    quantities : what the letters mean; those with a start are the state
    convention : what authors and frameworks do differently
    reference : paper, with the number of the equation or algorithm
    """

    key: str
    title: Text
    about: Text
    hyperparameters: tuple[Hyperparameter, ...]
    recurrences: tuple[str, ...]
    reference: str
    quantities: tuple[Quantity, ...] = ()
    first: tuple[str, ...] = ()
    look_ahead: str = ""
    convention: Text | None = None

    @property
    def state(self) -> tuple[Quantity, ...]:
        """The quantities that are kept from one update to the next."""
        return tuple(quantity for quantity in self.quantities if quantity.start is not None)


@dataclass(frozen=True)
class Schedule:
    r"""How the learning rate changes from update to update.

    ``formula`` is LaTeX in ``\eta`` (the rate one starts from), ``s`` (how many updates have been
    made), ``d`` (how many whole spans of ``every`` updates that is) and its own hyperparameters.
    """

    key: str
    title: Text
    about: Text
    hyperparameters: tuple[Hyperparameter, ...]
    formula: str
    reference: str = ""


RATE = "learning_rate"  # the hyperparameter that --learning-rate, lessons and schedules set


def rate(default: float, latex: str = r"\eta") -> Hyperparameter:
    """Return the learning rate of an optimiser."""
    return Hyperparameter(RATE, latex, default, Text("learning rate", "學習率"), open=True)


_RANGE = Text(
    "{name} has to lie between {low} and {high}, not {value}.",
    "{name} 必須介於 {low} 與 {high} 之間，不能是 {value}。",
)
_INSIDE = Text(
    "{name} has to be greater than {low} and less than {high}, not {value}.",
    "{name} 必須大於 {low} 且小於 {high}，不能是 {value}。",
)
_ABOVE = Text(
    "{name} has to be a number greater than {low}, not {value}.",
    "{name} 必須是大於 {low} 的數，不能是 {value}。",
)
_AT_LEAST = Text(
    "{name} has to be a number of at least {low}, not {value}.",
    "{name} 必須是不小於 {low} 的數，不能是 {value}。",
)
_WHOLE = Text(
    "{name} has to be a whole number, not {value}.", "{name} 必須是整數，不能是 {value}。"
)
