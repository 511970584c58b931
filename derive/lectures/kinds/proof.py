"""The derivative of a function, proved from its definition."""

from collections.abc import Iterator

from derive.activations import definition, derivative, load, parameters, proof
from derive.blackboard.chain import Row
from derive.calculus.differentiate import DEFINITION, KNOWN, rule_called
from derive.core.expression import Call, Derivative
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece
from derive.lectures.spec import Spec

SHOWS = Text("the derivative of a function from its definition", "由定義推導函數的微分")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield what the function is, and the lines from there to its derivative."""
    function = spec.reading(lambda: load(spec.word()))
    (argument,) = parameters(function)
    rows = [Row(definition(function), DEFINITION.title, Call(function, (argument,)))]
    target = Call(function, (argument,), 1)
    rows.append(Row(Derivative(definition(function), argument), DEFINITION.title, target))
    rows += [Row(formula, rule_called(key).title) for formula, key in proof(function)]
    if rows[-1].right != derivative(function):
        rows.append(Row(derivative(function), KNOWN.title))
    yield Derived(tuple(rows))
