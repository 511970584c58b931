"""Boxes and braces: what is differentiated, the two passes, what two gradients share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from derive.blackboard.chain import (
    Board,
    Chains,
    Link,
    Row,
    gradient,
    in_order,
    parameters,
    without_ones,
)
from derive.core.expression import Derivative, Expression, Mul, Partial, Variable
from derive.core.text import Text
from derive.spelling.tags import boxed, braced

BACKWARD = Text("backward", "反向 backward")
FORWARD = Text("forward", "前向 forward")
CHAIN = Text("chain rule", "連鎖律")
FUNCTIONS = Text("each box holds what is differentiated", "框內是被微分的函數")
PUT_IN = Text("the functions put in", "代入各個函數")
RESULTS = Text("every factor worked out", "算出每個因子")
SHARED = Text("the box is the part already computed", "框起來的是已被計算過的部分")


def boxed_functions(chains: Chains, name: Variable) -> Board:
    """Write the chain rule, then the function under each factor in a box, then the results.

    The box carries the name of what it holds: ``∂/∂ŷ`` before a box ``L`` around the loss.
    """
    links = in_order(chains.spine(name), chains.notation)
    added = partial(_added, chains, name)
    return Board(
        (
            Row(added(_product([link.partial for link in links])), CHAIN, gradient(chains, name)),
            Row(added(Mul(tuple(map(_operation, links)), dot=False)), FUNCTIONS),
            Row(added(_results(links)), RESULTS),
        )
    )


def forward_and_backward(chains: Chains, name: Variable) -> Board:
    """Write the chain rule with a brace below what comes back and one below what went in."""
    links = in_order(chains.spine(name), chains.notation)
    last = links[0] if chains.notation.local_first else links[-1]
    back = tuple(link.partial for link in links if link is not last)
    parts: tuple[Expression, ...] = (braced((last.partial,), FORWARD),)
    if back:
        backward = braced(back, BACKWARD)
        parts = (*parts, backward) if chains.notation.local_first else (backward, *parts)
    return Board(
        (
            Row(_added(chains, name, _product(list(parts))), CHAIN, gradient(chains, name)),
            Row(_added(chains, name, _product([link.written for link in links])), RESULTS),
        )
    )


def side_by_side(chains: Chains, first: Variable, second: Variable) -> Board:
    """Write two gradients with the factors that they share in a box in both.

    The shared part ends where the way of one parameter leaves the other's.
    """
    shared = _shared(chains.spine(first), chains.spine(second))
    rows: list[Row] = []
    for name in (first, second):
        links = chains.spine(name)
        own = links[: len(links) - shared]
        leibniz = _added(chains, name, _framed(chains, own, links, _leibniz))
        rows.append(Row(leibniz, CHAIN, gradient(chains, name)))
        if name is second:
            rows.append(Row(_added(chains, name, _framed(chains, own, links, _under)), PUT_IN))
        rows.append(Row(_added(chains, name, _framed(chains, own, links, _result)), SHARED))
    return Board(tuple(rows))


def _added(chains: Chains, name: Variable, product: Expression) -> Expression:
    """Add up over the samples, unless the gradient stands there in one piece."""
    whole = isinstance(product, Partial) and product.of == chains.graph.loss
    return product if whole else chains.over_samples(name, product)


def shared_length(chains: Chains, first: Variable, second: Variable) -> int:
    """Return how many factors, counted from the loss, two gradients have in common."""
    return _shared(chains.spine(first), chains.spine(second))


@dataclass(frozen=True)
class Input:
    """A parameter, the equation it stands in, and the input that its partial turns out to be."""

    parameter: Variable
    output: Variable
    equation: Expression
    partial: Partial
    value: Expression


def inputs_table(chains: Chains) -> tuple[Input, ...]:
    """Return for each parameter the factor of the forward pass: the input that flows in."""
    return tuple(
        Input(name, link.node.output, link.node.formula, link.partial, link.written)
        for name, link in parameters(chains)
    )


def _shared(first: tuple[Link, ...], second: tuple[Link, ...]) -> int:
    """Count from the loss how many links are the same; each keeps at least one of its own."""
    most = min(len(first), len(second)) - 1
    count = 0
    while count < most and first[-1 - count].partial == second[-1 - count].partial:
        count += 1
    return count


def _framed(
    chains: Chains,
    own: tuple[Link, ...],
    links: tuple[Link, ...],
    write: Callable[[Link], Expression],
) -> Expression:
    dot = write is not _under  # ∂/∂x in front of each function keeps the factors apart
    mine = [write(link) for link in in_order(own, chains.notation)]
    if len(own) == len(links):
        return _product(mine)
    common = in_order(links[len(own) :], chains.notation)
    factors = without_ones(tuple(write(link) for link in common))
    box = boxed(factors[0] if len(factors) == 1 else Mul(factors, dot))
    return Mul((*mine, box) if chains.notation.local_first else (box, *mine), dot)


def _leibniz(link: Link) -> Expression:
    return link.partial


def _result(link: Link) -> Expression:
    return link.written


def _under(link: Link) -> Expression:
    if link.written == link.partial:
        return link.partial
    return Derivative(link.node.formula, link.partial.wrt)


def _operation(link: Link) -> Expression:
    """Return ``∂/∂x`` of a boxed function; a gradient in one piece stays as it is."""
    if link.written == link.partial:
        return link.partial
    return Derivative(boxed(link.node.formula, link.node.output), link.partial.wrt)


def _product(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors), dot=True)


def _results(links: tuple[Link, ...]) -> Expression:
    return _product(list(without_ones(tuple(link.written for link in links))))
