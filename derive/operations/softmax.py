"""A share of a softmax, ``ŷ_k = e^{z_k} / Σ_j e^{z_j}``; its slopes are products of the shares."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from derive.calculus.differentiate import working
from derive.core.derivation import Line, Rule
from derive.core.expression import (
    ONE,
    Add,
    Div,
    E,
    Expression,
    Mul,
    Neg,
    Pow,
    Variable,
    exp,
    variables,
)
from derive.core.graph import Node
from derive.core.text import Text
from derive.operations.equation import THROUGH_OUTPUT, Equation

SHARES = Rule(
    "through_shares",
    THROUGH_OUTPUT.title,
    Text(
        "each fraction is a share that the forward pass has already computed",
        "每個分式都是前向傳遞已經算過的 softmax 輸出",
    ),
)
ASIDE = Text(
    "With targets that add up to 1, as one-hot targets do, what is left is ŷ - y.",
    "目標值加總為 1（例如 one-hot）時，剩下的就是 ŷ - y。",
)
SPLIT = Rule(
    "split_the_fraction",
    Text("split the fraction", "拆成兩個分式相乘"),
    Text(
        "the denominator squared is shared out, so that each fraction is a share again",
        "把分母的平方分給兩個分式，每一個又是 softmax 的輸出",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Share(Equation):
    """The share of one class: ``∂ŷ_k/∂z_k = ŷ_k(1 - ŷ_k)`` and ``∂ŷ_k/∂z_j = -ŷ_k ŷ_j``.

    Bridle 1990, “Probabilistic interpretation of feedforward classification network outputs”.
    ``shares`` and ``logits`` are those of all classes, in one order; ``aside`` is said where the
    gradient comes back through them.
    """

    logits: tuple[Variable, ...]
    shares: tuple[Variable, ...]
    aside: Text | None = ASIDE

    def partials(
        self, output: Variable, wanted: Container[Variable]
    ) -> Mapping[Variable, Expression]:
        """Return the slopes by the wanted logits; they read the shares that are kept."""
        pairs = zip(self.logits, self.shares, strict=True)
        return {z: _slope(output, share) for z, share in pairs if z in wanted}

    def rule(self, wrt: Variable) -> Rule:
        """Return the rule that the local partial goes by."""
        return SHARES

    def lines(self, output: Variable, wrt: Variable) -> tuple[Line, ...]:
        """Return the quotient rule, the fraction split in two, and the shares put in."""
        whole, own = _sum(self.logits), exp(self._logit_of(output))
        if wrt == self._logit_of(output):
            split: Expression = Mul((Div(own, whole), Div(Add((whole, Neg(own))), whole)), dot=True)
        else:
            split = Neg(Mul((Div(own, whole), Div(exp(wrt), whole)), dot=True))
        *quotient, _ = working(self.body, wrt)  # the last line only tidies, as the split does
        result = self.partials(output, {wrt})[wrt]
        return (*quotient, Line(split, SPLIT), Line(result, SHARES))

    def _logit_of(self, output: Variable) -> Variable:
        return self.logits[self.shares.index(output)]


def softmax(logits: Sequence[Variable], shares: Sequence[Variable]) -> tuple[Node, ...]:
    """Return one node for each class: its share of the whole."""
    found = []
    for z, share in zip(logits, shares, strict=True):
        body = Div(exp(z), _sum(logits))
        op = Share(body, "softmax", logits=tuple(logits), shares=tuple(shares))
        found.append(Node(share, op, variables(body)))
    return tuple(found)


def recognised(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return an author's equations with those that are together a softmax known as its shares."""
    groups: dict[tuple[Variable, ...], dict[Variable, Variable]] = {}
    for node in nodes:
        if (found := _as_share(node.formula)) is not None:
            logit, logits = found
            groups.setdefault(logits, {}).setdefault(logit, node.output)
    whole = {logits: found for logits, found in groups.items() if set(found) == set(logits)}
    return tuple(_known(node, whole) for node in nodes)


def _known(node: Node, whole: Mapping[tuple[Variable, ...], Mapping[Variable, Variable]]) -> Node:
    share = _as_share(node.formula)
    if share is None or share[1] not in whole:
        return node
    logit, logits = share
    outputs = tuple(whole[logits][each] for each in logits)
    if whole[logits][logit] != node.output:  # the same share a second time, under another name
        return node
    # what the aside says is said of ŷ and y, which an author's equations may not have
    op = Share(node.formula, "softmax", logits=logits, shares=outputs, aside=None)
    return Node(node.output, op, node.inputs, node.note)


def _as_share(body: Expression) -> tuple[Variable, tuple[Variable, ...]] | None:
    """Return the logit and all logits of ``e^{z_k} / (e^{z_1} + e^{z_2} + …)``."""
    if not isinstance(body, Div) or not isinstance(body.denominator, Add):
        return None
    above, below = _logit(body.numerator), [_logit(term) for term in body.denominator.terms]
    logits = tuple(z for z in below if z is not None)
    if above is None or len(logits) < len(below) or len(set(logits)) < len(logits):
        return None
    return (above, logits) if above in logits else None


def _logit(power: Expression) -> Variable | None:
    if isinstance(power, Pow) and power.base == E and isinstance(power.exponent, Variable):
        return power.exponent
    return None


def _sum(logits: Sequence[Variable]) -> Expression:
    return Add(tuple(exp(z) for z in logits))


def _slope(output: Variable, share: Variable) -> Expression:
    if share == output:
        return Mul((output, Add((ONE, Neg(output)))))
    return Neg(Mul((output, share)))
