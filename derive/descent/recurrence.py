"""An optimiser's equations for one parameter, written out for all parameters of a lesson."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from derive.core.derivation import Phase, Rule, Step
from derive.core.expression import (
    Expression,
    Partial,
    Role,
    Variable,
    number,
    rewrite,
    variables,
)
from derive.core.optimizer import RATE, Optimizer
from derive.core.text import Text
from derive.optimizers import AHEAD, THETA, TIME, at, equations, look_ahead, timed
from derive.spelling.name import split_name

StateKey = tuple[str, Variable | None]  # the letter, and whose it is; None when all share it


@dataclass(frozen=True)
class Recurrence:
    """What an optimiser computes in one update of certain parameters.

    Parameters
    ----------
    update : the number of the update, from 1; None for the general form with ``t`` in it
    loss : what the gradients are of
    rate : the learning rate that a schedule gives, in the place of the constant one
    """

    optimizer: Optimizer
    parameters: tuple[Variable, ...]
    loss: Variable
    update: int | None = None
    first: bool = False
    rate: Variable | None = None

    # -- names ---------------------------------------------------------------------------

    @cached_property
    def before(self) -> dict[Variable, Variable]:
        """Every parameter as it is read."""
        return {name: parameter_at(name, self.now) for name in self.parameters}

    @cached_property
    def after(self) -> dict[Variable, Variable]:
        """Every parameter as it is assigned."""
        return {name: parameter_at(name, self.later) for name in self.parameters}

    @cached_property
    def points(self) -> dict[Variable, Variable]:
        """Where the gradient by each parameter is taken: at the parameter, or ahead of it."""
        ahead = look_ahead(self.optimizer)
        if ahead is None:
            return self.before
        return {name: self._renamed(ahead[0], name) for name in self.parameters}

    @cached_property
    def gradients(self) -> dict[Variable, Partial]:
        """The gradient by each parameter, at its point."""
        return {
            name: Partial(self.loss, point, Role.ADJOINT) for name, point in self.points.items()
        }

    @cached_property
    def state_keys(self) -> tuple[StateKey, ...]:
        """The state, letter by letter, and in each letter parameter by parameter."""
        return tuple(
            (quantity.latex, owner)
            for quantity in self.optimizer.state
            for owner in (self.parameters if quantity.latex in self._own else (None,))
        )

    @cached_property
    def state_before(self) -> dict[StateKey, Variable]:
        """The variables of the state as they are read."""
        return {key: self._quantity(*key, self._time(-1)) for key in self.state_keys}

    @cached_property
    def state_after(self) -> dict[StateKey, Variable]:
        """The variables of the state as they are assigned."""
        return {key: self._quantity(*key, self._time(0)) for key in self.state_keys}

    @property
    def start(self) -> tuple[float, ...]:
        """The state before the first update, in the order of ``state_keys``."""
        starts = {quantity.latex: quantity.start or 0.0 for quantity in self.optimizer.state}
        return tuple(starts[letter] for letter, _ in self.state_keys)

    def quantity(self, letter: str, owner: Variable | None) -> Variable:
        """Return a letter of the equations at this time, for one parameter or for all."""
        return self._quantity(letter, owner, self._time(0))

    # -- equations -----------------------------------------------------------------------

    def ahead(self) -> tuple[Step, ...]:
        """Return the steps to the points at which gradients are taken, if they are others."""
        equation = look_ahead(self.optimizer)
        if equation is None:
            return ()
        return tuple(self._step(*equation, name, {}) for name in self.parameters)

    def steps(self, gradients: Mapping[Variable, Variable] | None = None) -> tuple[Step, ...]:
        """Return one step for every equation and parameter.

        ``gradients`` are variables to be read in the place of the plain gradients.
        """
        found = gradients or self.gradients
        return tuple(
            self._step(target, body, owner, found)
            for group in self._groups
            for owner in (self.parameters if group[0][0] else (None,))
            for _, target, body in group
        )

    @cached_property
    def _groups(self) -> list[list[tuple[bool, Variable, Expression]]]:
        """The equations in runs that belong to each parameter, or to all of them."""
        groups: list[list[tuple[bool, Variable, Expression]]] = []
        for target, body in equations(self.optimizer, first=self.first):
            line = (stem(target) in self._own, target, body)
            if groups and groups[-1][-1][0] == line[0]:
                groups[-1].append(line)
            else:
                groups.append([line])
        return groups

    @cached_property
    def _own(self) -> frozenset[str]:
        """The letters that each parameter has of its own: what depends on it or its gradient."""
        own = {THETA, AHEAD}
        lines = equations(self.optimizer)
        while True:
            more = {stem(target) for target, body in lines if self._depends(body, own)} - own
            if not more:
                return frozenset(own)
            own |= more

    def _depends(self, body: Expression, own: set[str]) -> bool:
        return any(isinstance(name, Partial) or stem(name) in own for name in variables(body))

    def _step(
        self,
        target: Variable,
        body: Expression,
        owner: Variable | None,
        gradients: Mapping[Variable, Variable],
    ) -> Step:
        def change(node: Expression) -> Expression | None:
            if isinstance(node, Partial) and owner is not None:
                return gradients[owner]
            return self._replaced(node, owner) if isinstance(node, Variable) else None

        return Step(
            Phase.UPDATE,
            self._rule(stem(target)),
            self._renamed(target, owner),
            rewrite(body, change),
        )

    def _replaced(self, node: Variable, owner: Variable | None) -> Expression:
        if node == TIME and self.update is not None:
            return number(self.update - self._late)
        if self.rate is not None and node.name == _rate(self.optimizer):
            return self.rate
        return self._renamed(node, owner)

    def _renamed(self, node: Variable, owner: Variable | None) -> Variable:
        timed_name = at(node)
        if timed_name is None:
            return node
        letter, delta = timed_name
        if letter == THETA and owner is not None:
            return parameter_at(owner, self._time(delta))
        if letter == AHEAD and owner is not None:
            return parameter_at(owner, self._time(delta), "tilde")
        return self._quantity(letter, owner if letter in self._own else None, self._time(delta))

    def _quantity(self, letter: str, owner: Variable | None, time: str) -> Variable:
        latex = letter
        if owner is not None and len(self.parameters) > 1:
            name = split_name(letter)
            below = f"{name.subscript},{owner.latex}" if name.subscript else owner.latex
            latex = replace(name, subscript=below).latex
        whose = f"[{owner.name}]" if owner is not None else ""
        state = any(quantity.latex == letter for quantity in self.optimizer.state)
        return Variable(
            f"{letter}{whose} {time}",
            timed(latex, time),
            Role.STATE if state else Role.INTERMEDIATE,
            owner.shape if owner is not None else None,
        )

    def _rule(self, letter: str) -> Rule:
        for quantity in self.optimizer.quantities:
            if quantity.latex == letter:
                return Rule(letter, quantity.title, quantity.title)
        if letter == THETA:
            return Rule(self.optimizer.key, self.optimizer.title, self.optimizer.about)
        return Rule(letter, HELPER, HELPER)

    # -- time ----------------------------------------------------------------------------

    @cached_property
    def _late(self) -> int:
        """1 when the equations assign ``θ^{(t+1)}``, so that the first update has t = 0."""
        return max(at(target)[1] for target in _targets(self.optimizer))  # type: ignore[index]

    @property
    def now(self) -> str:
        """The time at which the parameters are read, as it stands in their names."""
        return self._time(-1 + self._late)

    @property
    def later(self) -> str:
        """The time at which the parameters are assigned."""
        return self._time(self._late)

    @property
    def time(self) -> int | None:
        """The t of this update."""
        return None if self.update is None else self.update - self._late

    def _time(self, delta: int) -> str:
        if self.update is None:
            return f"(t{delta:+d})" if delta else "(t)"
        return f"({self.update - self._late + delta})"


def parameter_at(parameter: Variable, time: str, accent: str = "") -> Variable:
    """Return a parameter at a time: a variable of its own, never an overwritten one."""
    latex = parameter.latex
    if accent:
        latex = replace(split_name(latex), accent=accent).latex
    return Variable(
        f"{parameter.name}{' ' + accent if accent else ''} {time}",
        timed(latex, time),
        Role.PARAMETER,
        parameter.shape,
    )


def stem(variable: Variable) -> str:
    """Return a variable's letter without its time."""
    found = at(variable)
    return found[0] if found else variable.latex


def _targets(optimizer: Optimizer) -> Iterator[Variable]:
    return (target for target, _ in equations(optimizer))


def _rate(optimizer: Optimizer) -> str:
    return next(h.latex for h in optimizer.hyperparameters if h.name == RATE)


HELPER = Text("helper", "輔助量")
