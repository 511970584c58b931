"""The worked solution as the makers of mistakes see it: which step is of which kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.activations import definition, load, parameters
from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import (
    Call,
    Derivative,
    Expression,
    Mul,
    Partial,
    Role,
    Variable,
    rewrite,
    substitute,
    walk,
)
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson

_DEFINED = tuple(map(load, ("sigmoid", "tanh")))  # what lessons write out


@dataclass(frozen=True)
class ShortForm:
    """``∂L/∂z = ŷ - y``: what students write at once for a loss that takes the logarithm of ŷ.

    Parameters
    ----------
    step : the step of ∂L/∂z
    output : ŷ; ``target`` is what its logarithm is multiplied by
    """

    step: Step
    output: Variable
    target: Variable


@dataclass(frozen=True)
class Work:
    """A derivation of a lesson, or of a smaller question in it, with the network it belongs to."""

    lesson: Lesson
    derivation: Derivation
    part: Graph | None = None

    @property
    def graph(self) -> Graph:
        """The network, or the part of it that matters."""
        return self.part or self.lesson.graph

    @cached_property
    def step_of(self) -> Mapping[Variable, Step]:
        """The step that assigns each variable."""
        return {step.target: step for step in self.derivation.steps}

    @cached_property
    def backward(self) -> tuple[Step, ...]:
        """The steps of the backward pass."""
        return self.derivation.phase(Phase.BACKWARD)

    @cached_property
    def local(self) -> tuple[Step, ...]:
        """The steps that differentiate one equation: local partials, and the loss itself."""
        return tuple(step for step in self.backward if not _adjoints(step.result))

    @cached_property
    def from_loss(self) -> tuple[Step, ...]:
        """The steps at which the backward pass starts: the loss differentiated directly."""
        return tuple(step for step in self.local if self.node(step).output == self.graph.loss)

    @cached_property
    def chained(self) -> tuple[Step, ...]:
        """The steps that multiply by what flows back: products, sums over paths and samples."""
        return tuple(step for step in self.backward if _adjoints(step.result))

    @cached_property
    def updates(self) -> tuple[Step, ...]:
        """The steps of gradient descent."""
        return self.derivation.phase(Phase.UPDATE)

    @cached_property
    def short_forms(self) -> tuple[ShortForm, ...]:
        """The steps for which there is a short form."""
        logarithms = dict(_logarithms(self.graph.nodes[-1].formula))
        outputs = [node.output for node in self.graph.nodes if node.output in logarithms]
        inputs = list(dict.fromkeys(z for a in outputs for z in self.graph.node_of[a].inputs))
        if len(outputs) != len(inputs):
            return ()
        steps = {step.target.wrt: step for step in self.chained if isinstance(step.target, Partial)}
        return tuple(
            ShortForm(steps[z], output, logarithms[output])
            for z, output in zip(inputs, outputs, strict=True)
            if z in steps
        )

    @cached_property
    def values(self) -> tuple[Variable, ...]:
        """The data, and what the forward pass computes from them."""
        data = [leaf for leaf in self.graph.leaves if leaf.role is Role.DATA]
        return (*data, *(node.output for node in self.graph.nodes))

    @cached_property
    def depth(self) -> Mapping[Variable, int]:
        """How many equations lead to each value: the units of a layer have the same."""
        found: dict[Variable, int] = {}
        for node in self.graph.nodes:
            found[node.output] = 1 + max((found.get(name, 0) for name in node.inputs), default=0)
        return found

    def depth_of(self, target: Variable) -> int:
        """Return the depth of the equation that a step is about."""
        about = target.of if isinstance(target, Partial) else target
        if isinstance(target, Partial) and target.role is Role.ADJOINT:
            about = target.wrt
        return self.depth.get(about, 0)

    def family(self, step: Step) -> str:
        """Return what a local step has in common with others of its kind; nothing for z = w x + b.

        Whoever differentiates the loss or an activation wrongly does so at each unit.
        """
        if step in self.from_loss:
            return "loss"
        return self._families.get(step.target, "")

    @cached_property
    def _families(self) -> Mapping[Variable, str]:
        return {step.target: call.function.key for step, _, call in self.primed()}

    def node(self, step: Step) -> Node:
        """Return the equation that a local step differentiates."""
        assert isinstance(step.target, Partial)
        return self.graph.node_of[step.target.of]

    def wrt(self, step: Step) -> Variable:
        """Return what a local step differentiates by."""
        assert isinstance(step.target, Partial)
        return step.target.wrt

    def primed(self) -> Iterator[tuple[Step, Expression, Call]]:
        """Yield where the derivative of a function comes in: the step, its line with f'(u), f'(u).

        The line is equal to the step's result.
        """
        for step in self.backward:
            line = _line_with_prime(step) or self._written_out(step)
            if line is not None:
                for call in _primes(line):
                    yield step, line, call

    def _written_out(self, step: Step) -> Call | None:
        """Return σ'(z) for a step by z of 1/(1 + e^{-z}), which is σ(z) without its name."""
        if not isinstance(step.target, Partial) or _adjoints(step.result):
            return None
        formula, wrt = self.node(step).formula, self.wrt(step)
        for function in _DEFINED:
            (letter,) = parameters(function)
            if substitute(definition(function), {letter: wrt}) == formula:
                return Call(function, (wrt,), 1)
        return None

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every activation of the network, applied to its argument."""
        return tuple(
            dict.fromkeys(
                part
                for node in self.graph.nodes
                for part in walk(node.formula)
                if isinstance(part, Call) and part.function.has_prime
            )
        )


def _logarithms(loss: Expression) -> Iterator[tuple[Variable, Variable]]:
    """Yield the values of which a loss takes the logarithm, and what each is multiplied by."""
    for part in walk(loss):
        if isinstance(part, Mul):
            calls = [factor for factor in part.factors if isinstance(factor, Call)]
            data = [name for name in part.factors if isinstance(name, Variable)]
            if len(calls) == len(data) == 1 and calls[0].function.key == "log":
                of = calls[0].arguments[0]
                if isinstance(of, Variable) and data[0].role is Role.DATA:
                    yield of, data[0]


def put(formula: Expression, part: Expression, new: Expression) -> Expression:
    """Return the formula with another part in the place of one of its parts."""
    return rewrite(formula, lambda node: new if node == part else None)


def _adjoints(result: Expression) -> bool:
    """Whether a formula reads a derivative of the loss."""
    return any(isinstance(part, Partial) and part.role is Role.ADJOINT for part in walk(result))


def _line_with_prime(step: Step) -> Expression | None:
    lines = (line.formula for line in step.working)
    whole = (line for line in lines if not any(isinstance(p, Derivative) for p in walk(line)))
    return next((line for line in whole if any(_primes(line))), None)


def _primes(line: Expression) -> Iterator[Call]:
    return (part for part in walk(line) if isinstance(part, Call) and part.order == 1)
