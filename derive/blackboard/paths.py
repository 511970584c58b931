"""The sum over paths: what all ways have in common stands outside, the rest becomes one Σ.

``w_{11}^3 σ'(z_1^2) w_{11}^2 + w_{12}^3 σ'(z_2^2) w_{21}^2`` is written
``Σ_{i=1}^{2} w_{1i}^3 σ'(z_i^2) w_{i1}^2``: the terms differ in one index only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from derive.blackboard.chain import Board, Chains, Link, Row, gradient, without_ones
from derive.blackboard.forms import CHAIN, RESULTS
from derive.core.errors import DeriveError
from derive.core.expression import (
    Add,
    Expression,
    Mul,
    Number,
    SumOver,
    Variable,
    number,
    rewrite,
)
from derive.core.text import Text
from derive.spelling.name import split_name
from derive.spelling.text import text_name

PATHS = Text("chain rule, one term for each path", "連鎖律，每條路徑一項")
BRACKET = Text("chain rule, one bracket term for each path", "連鎖律，括號內每條路徑一項")
FACTORED = Text("what all paths share stands in front and behind", "各路徑共同的因子提到前後")
FOLDED = Text("the paths differ in one index only", "各路徑只差一個下標，寫成 Σ")

Factors = tuple[Expression, ...]


def over_paths(chains: Chains, name: Variable) -> Board:
    """Write a gradient as a sum over its paths: in Leibniz form, worked out, and as Σ."""
    _refuse_sums_on_the_way(chains, name)
    leibniz = Paths(chains, lambda link: link.partial).factors(name)
    plain = without_ones(Paths(chains, lambda link: link.short).factors(name))
    folded = without_ones(Paths(chains, lambda link: link.short, fold=True).factors(name))
    first, then = _words(leibniz)
    rows = [Row(_row(chains, name, leibniz), first, gradient(chains, name))]
    rows.append(Row(_row(chains, name, plain), then))
    if folded != plain:
        rows.append(Row(_row(chains, name, folded), FOLDED))
    return Board(tuple(rows))


def _refuse_sums_on_the_way(chains: Chains, name: Variable) -> None:
    """Refuse a gradient whose paths cross from one sample to others, as through a batch's mean."""
    reached = {name}
    for node in chains.graph.nodes[:-1]:
        if reached.intersection(node.inputs):
            reached.add(node.output)
            mixed = any(read.sampled and read in reached for read in node.inputs)
            if mixed and not node.output.sampled:
                raise DeriveError(_MIXED.fill(name=text_name(node.output)), _STEPS)
    fed = [link.partial.of.sampled for link in chains.links(name)]
    if any(fed) and not all(fed):
        raise DeriveError(_MIXED.fill(name=text_name(name)), _STEPS)


def _words(factors: Factors) -> tuple[Text, Text]:
    if not any(isinstance(factor, Add) for factor in factors):
        return CHAIN, RESULTS
    return (BRACKET, FACTORED) if len(factors) > 1 else (PATHS, RESULTS)


@dataclass(frozen=True)
class Paths:
    """The factors of a gradient, from the loss inwards; ``write`` says how one link is written."""

    chains: Chains
    write: Callable[[Link], Expression]
    fold: bool = False

    def factors(self, name: Variable, depth: int = 0) -> Factors:
        """Return the factors of ``∂loss/∂name``; where the way forks one of them is a sum."""
        if name == self.chains.graph.loss:
            return ()
        links = self.chains.links(name)
        ways = [
            (*self.factors(link.node.output, depth + (len(links) > 1)), self.write(link))
            for link in links
        ]
        if len(ways) == 1:
            return ways[0]
        ways = [without_ones(way) for way in ways]
        front = _common(ways)
        back = _common([way[len(front) :][::-1] for way in ways])[::-1]
        middles = [way[len(front) : len(way) - len(back)] for way in ways]
        return (*front, self._sum([self._term(middle) for middle in middles], depth), *back)

    def _term(self, middle: Factors) -> Expression:
        ordered = middle[::-1] if self.chains.notation.local_first else middle
        if not ordered:
            return number(1)
        return ordered[0] if len(ordered) == 1 else Mul(ordered)

    def _sum(self, terms: list[Expression], depth: int) -> Expression:
        if self.fold:
            folded = fold(terms, self._letters(depth))
            if folded is not None:
                return folded
        return Add(tuple(terms))

    def _letters(self, depth: int) -> str:
        sampled = any(leaf.sampled for leaf in self.chains.graph.leaves)
        return _INDICES[depth + sampled]  # i counts the samples where there are any


def fold(terms: Sequence[Expression], letter: str) -> Expression | None:
    """Return ``Σ_{letter=1}^{m}`` of the pattern that all terms follow, if they follow one."""
    named = [tuple(_occurrences(term)) for term in terms]
    if len({len(names) for names in named}) != 1:
        return None
    pattern: list[Variable] = []
    for column in zip(*named, strict=True):
        name = _pattern(column, letter)
        if name is None:
            return None
        pattern.append(name)
    written = [_renamed(term, pattern) for term in terms]
    if any(one != other for one, other in pairwise(written)) or pattern == list(named[0]):
        return None
    return SumOver(letter, number(len(terms)), written[0])


def unfolded(total: SumOver) -> Expression:
    """Write a folded sum out again, each index in its place."""
    assert isinstance(total.upper, Number)
    count = int(total.upper.value)
    return Add(tuple(_at(total.body, total.index, place) for place in range(1, count + 1)))


def _row(chains: Chains, name: Variable, factors: Factors) -> Expression:
    ordered = factors[::-1] if chains.notation.local_first else factors
    product = ordered[0] if len(ordered) == 1 else Mul(ordered, dot=True)
    return chains.over_samples(name, product)


def _common(ways: Sequence[Factors]) -> Factors:
    """Return what all rows of factors begin with."""
    found = []
    for column in zip(*ways, strict=False):
        if any(factor != column[0] for factor in column):
            break
        found.append(column[0])
    return tuple(found)


def _occurrences(term: Expression) -> Iterator[Variable]:
    if isinstance(term, Variable):
        yield term
    for part in term.children:
        yield from _occurrences(part)


def _pattern(column: Sequence[Variable], letter: str) -> Variable | None:
    """Return the name with a letter where the names count 1, 2, 3 …; None if they do not."""
    if all(name == column[0] for name in column):
        return column[0]
    names = [split_name(name.latex or name.name) for name in column]
    first = names[0]
    if len({replace(name, subscript="", superscript="") for name in names}) > 1:
        return None
    sub = _script([name.subscript for name in names], letter)
    sup = _script([name.superscript for name in names], letter)
    if sub is None or sup is None:
        return None
    latex = replace(first, subscript=sub, superscript=sup).latex
    return replace(column[0], name=latex, latex=latex)


def _script(scripts: Sequence[str], letter: str) -> str | None:
    pieces = [re.findall(r"\d+|\D", script) for script in scripts]
    # w_{11}, w_{12}: two indices of one digit each, unless a comma keeps longer numbers apart
    pieces = [_digits(piece) if "," not in piece else piece for piece in pieces]
    if len({len(piece) for piece in pieces}) != 1:
        return None
    counted = [str(place) for place in range(1, len(scripts) + 1)]
    written = []
    for column in zip(*pieces, strict=True):
        if len(set(column)) == 1:
            written.append(column[0])
        elif list(column) == counted:
            written.append(letter)
        else:
            return None
    return "".join(written)


def _digits(pieces: Sequence[str]) -> list[str]:
    return [letter for piece in pieces for letter in piece]


def _renamed(term: Expression, names: Sequence[Variable]) -> Expression:
    left = iter(names)

    def change(node: Expression) -> Expression | None:
        return next(left) if isinstance(node, Variable) else None

    return rewrite(term, change)


def _at(body: Expression, index: str, place: int) -> Expression:
    def change(node: Expression) -> Expression | None:
        if not isinstance(node, Variable):
            return None
        name = split_name(node.latex or node.name)
        sub, sup = (part.replace(index, str(place)) for part in (name.subscript, name.superscript))
        latex = replace(name, subscript=sub, superscript=sup).latex
        return node if latex == name.latex else replace(node, name=latex, latex=latex)

    return rewrite(body, change)


_INDICES = "ijkpqrstuv"
_MIXED = Text(
    "The paths through {name} lead from each sample to all others, and are not written as one sum.",
    "經過 {name} 的路徑會從一筆樣本連到其他所有樣本，無法寫成單一總和。",
)
_STEPS = Text(
    "Show the steps with “gradient”, or the chain as far as it is one with “form=boxes”.",
    "請用「gradient」顯示各步驟，或用「form=boxes」寫出單一路徑的部分。",
)
