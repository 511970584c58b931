"""The derivative of an activation, proved from its definition."""

from __future__ import annotations

from dataclasses import dataclass

from derive.calculus.differentiate import DEFINITION, KNOWN, rule_called
from derive.core.expression import Call, Derivative, Expression
from derive.core.function import Function
from derive.core.text import Text
from derive.render.block import Kind, ShownLine
from derive.render.words import PROOF
from derive.spelling.text import text


@dataclass(frozen=True)
class Proof:
    """``σ'(z)`` from the definition of σ, line by line."""

    title: Text
    target: Expression
    lines: tuple[ShownLine, ...]


def proof_of(function: Function) -> Proof:
    """Return the derivative of a function proved from its definition, line by line."""
    from derive.activations import definition, derivative, parameters, proof

    (argument,) = parameters(function)
    target = Call(function, (argument,), 1)
    start = Derivative(definition(function), argument)
    lines = [ShownLine(start, Kind.CHAIN, DEFINITION)]
    for formula, key in proof(function):
        lines.append(ShownLine(formula, Kind.WORKING, rule_called(key)))
    if lines[-1].expression != derivative(function):
        lines.append(ShownLine(derivative(function), Kind.FORMULA, KNOWN))
    return Proof(PROOF.fill(name=text(target)), target, tuple(lines))
