"""The chain from the loss to a parameter, link by link, as a derivation worked it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from derive.core.derivation import Derivation, Step
from derive.core.expression import ONE, Call, Expression, Partial, Role, SumOver, Variable
from derive.core.graph import Graph, Node
from derive.core.notation import Notation
from derive.core.text import Text


@dataclass(frozen=True)
class Row:
    """One line on the blackboard: ``left = right``, or ``= right`` below another, and why.

    ``sign`` is what stands between the two, such as ``≤``.
    """

    right: Expression
    why: Text
    left: Expression | None = None
    sign: str = "="


@dataclass(frozen=True)
class Board:
    """Lines that belong together; each is equal to the one before until a new left side."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Link:
    """One factor of the chain rule: ``node.output`` differentiated by one of its inputs.

    Parameters
    ----------
    partial : the factor in Leibniz form
    written : what it comes to, as the lesson's notation puts it into a product
    short : the same with ``σ'(z)`` where it is the derivative of a function of one name
    """

    partial: Partial
    node: Node
    written: Expression
    short: Expression

    @property
    def is_one(self) -> bool:
        """Whether the factor changes nothing."""
        return self.written == ONE


@dataclass(frozen=True)
class Chains:
    """Every link that a derivation has found, and who feeds whom."""

    graph: Graph
    derivation: Derivation
    notation: Notation

    def links(self, name: Variable) -> tuple[Link, ...]:
        """Return one link for each equation that reads ``name`` on its way to the loss."""
        return tuple(
            self._link(Partial(node.output, name), node)
            for node in self.graph.consumers[name]
            if self._is_on_the_way(node)
        )

    def spine(self, name: Variable) -> tuple[Link, ...]:
        """Return the links from ``name`` towards the loss as long as there is a single way.

        Where the way forks the last link is the gradient that comes back to the fork, in one piece.
        """
        found: list[Link] = []
        current = name
        while current != self.graph.loss:
            links = self.links(current)
            if len(links) > 1:
                return (*found, self._adjoint(current))
            found.append(links[0])
            current = links[0].node.output
        return tuple(found)

    def over_samples(self, name: Variable, product: Expression) -> Expression:
        """Add a chain up over the samples where all of them share the parameter it begins with."""
        fed = [link.partial.of for link in self.links(name)]
        if name.sampled or not any(output.sampled for output in fed):
            return product
        (count,) = (leaf for leaf in self.graph.leaves if leaf.name == "n")
        return SumOver("i", count, product)

    def _is_on_the_way(self, node: Node) -> bool:
        return node.output == self.graph.loss or node.output in self._reached

    @cached_property
    def _reached(self) -> set[Variable]:
        steps = self.derivation.steps
        return {
            step.target.wrt
            for step in steps
            if isinstance(step.target, Partial) and step.target.role is Role.ADJOINT
        }

    def _link(self, partial: Partial, node: Node) -> Link:
        place = self.derivation.number_of.get(partial)
        if place is not None and is_factor(step := self.derivation.steps[place - 1]):
            written = _written(step, self.notation)
            return Link(partial, node, written, _short(step, written))
        lines = node.op.lines(node.output, partial.wrt)  # the loss, which a sum over paths reads
        return Link(partial, node, lines[-1].formula, lines[-1].formula)

    def _adjoint(self, name: Variable) -> Link:
        partial = Partial(self.graph.loss, name, Role.ADJOINT)
        node = self.graph.consumers[name][0]
        return Link(partial, node, partial, partial)


def is_factor(step: Step) -> bool:
    """Whether the step works out one factor of the chain rule and not a product of several."""
    return step.rule.key in ("local_partial", "from_the_loss")


def _written(step: Step, notation: Notation) -> Expression:
    """Return what a lecture puts into a product: ``σ(z)(1 - σ(z))``, or ``a(1 - a)``."""
    lines = step.working
    if not notation.through_output and len(lines) > 1 and lines[-1].rule.key == "through_output":
        return lines[-2].formula
    return step.formula


def _short(step: Step, written: Expression) -> Expression:
    for line in step.working:
        if isinstance(line.formula, Call) and line.formula.order == 1:
            return line.formula
    return written


def in_order(links: tuple[Link, ...], notation: Notation) -> tuple[Link, ...]:
    """Return links that begin at the parameter in the order in which the notation writes them."""
    return links if notation.local_first else links[::-1]


def without_ones(factors: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """Leave out factors of 1, but never all of them."""
    kept = tuple(factor for factor in factors if factor != ONE)
    return kept or factors[:1]


def gradient(chains: Chains, name: Variable) -> Partial:
    """Return ``∂loss/∂name``."""
    return Partial(chains.graph.loss, name, Role.ADJOINT)


def parameters(chains: Chains) -> Iterator[tuple[Variable, Link]]:
    """Yield every asked parameter that feeds one equation, with its link."""
    for name in chains.derivation.asked:
        links = chains.links(name)
        if len(links) == 1:
            yield name, links[0]
