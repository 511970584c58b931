"""A loss or an activation as its own file defines it: ``MSE = 1/n Σ (y_i - ŷ_i)²``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive import activations, losses
from derive.blackboard.chain import Row
from derive.core.expression import Call, Expression, Mul, SumOver, Variable, substitute
from derive.core.function import lettered
from derive.core.loss import Loss
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece
from derive.lectures.spec import Spec
from derive.spelling.name import split_name

SHOWS = Text("a loss or an activation as it is defined", "損失函數或激勵函數的定義")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield one line; ``samples: yes`` writes a loss for n samples.

    ``name`` is what it is called, ``of`` what a loss depends on: ``L(θ)``.
    """
    checked = spec.checked("loss", "activation", "name", "of", "samples")
    loss, activation = checked.at("loss"), checked.at("activation")
    if (loss.value is None) == (activation.value is None):
        raise checked.error(_ONE)
    name = checked.at("name")
    if activation.value is not None:
        function = activation.reading(lambda: activations.load(activation.word()))
        called: Expression = Call(function, activations.parameters(function))
        if name.value is not None:
            called = Variable(name.name(), name.name())
        yield Derived((Row(activations.definition(function), function.title, called),))
        return
    chosen = loss.reading(lambda: losses.load(loss.word()))
    written = name.name() if name.value is not None else checked.studio.letters.get("L", "L")
    body = _of_samples(chosen) if checked.at("samples").yes() else losses.term(chosen)[0]
    left: Expression = Variable(written, written)
    if checked.at("of").value is not None:
        given = checked.at("of").name()
        left = Call(lettered(written), (Variable(given, given),))
    yield Derived((Row(body, chosen.title, left),))


def _of_samples(loss: Loss) -> Expression:
    """Return the loss of n samples, each with its index i."""
    term, names = losses.term(loss)
    total = SumOver("i", losses.SAMPLES, substitute(term, {name: _sample(name) for name in names}))
    scale = losses.scale(loss)
    return total if scale is None else Mul((scale, total))


def _sample(name: Variable) -> Variable:
    latex = replace(split_name(name.latex), subscript="i").latex
    return Variable(latex, latex, sampled=True)


_ONE = Text("Name one loss or one activation.", "請指定一個損失函數或一個激勵函數。")
