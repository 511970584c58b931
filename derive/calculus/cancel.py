"""Cancelling what stands above and below the bar once factors are put in: ``-y/a · a(1 - a)``.

That is how a lecture comes from a long chain to ``a - y``.  A formula in which nothing cancels is
left exactly as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from derive.calculus.tidy import tidy
from derive.core.derivation import Line, Rule
from derive.core.expression import (
    ONE,
    Add,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    Role,
    SumOver,
    Variable,
    size,
    without_marks,
)
from derive.core.text import Text

CANCEL = Rule(
    "cancel",
    Text("cancel", "約分"),
    Text(
        "what stands above the bar and below it drops out",
        "分子與分母相同的因子互相消去",
    ),
)
COLLECT = Rule(
    "collect",
    Text("multiply out and collect", "展開後合併"),
    Text(
        "brackets are multiplied out; equal terms cancel or are taken together",
        "把括號乘開，相同的項互相消去或合併",
    ),
)
_MOST_TERMS = 40  # that are still multiplied out


def cancelling(formula: Expression) -> tuple[Line, ...]:
    """Return the lines that lead from a formula to what is left of it; none if nothing cancels."""
    plain = without_marks(formula)
    terms = plain.terms if isinstance(plain, Add) else (plain,)
    shorter = [_cancelled(term) for term in terms]
    if not any(shorter):
        return ()
    left = tidy(_sum(new or old for new, old in zip(shorter, terms, strict=True)))
    if size(left) >= size(plain):  # one fraction less is not worth several products more
        return ()
    collected = _collected(left)
    if size(collected) >= size(left):
        return (Line(left, CANCEL),)
    return (Line(left, CANCEL), Line(collected, COLLECT))


@dataclass(frozen=True)
class _Term:
    """``number · above / below``, the factors in written order."""

    number: Fraction = Fraction(1)
    above: tuple[Expression, ...] = ()
    below: tuple[Expression, ...] = ()

    def times(self, other: _Term) -> _Term:
        """Return the product."""
        number = self.number * other.number
        return _Term(number, self.above + other.above, self.below + other.below)

    def reduced(self) -> _Term:
        """Return the same value without the factors that stand above and below."""
        above, below = list(self.above), []
        for factor in self.below:
            if factor in above:
                above.remove(factor)
            else:
                below.append(factor)
        return replace(self, above=tuple(above), below=tuple(below))

    def written(self) -> Expression:
        """Return it as a formula."""
        top = _product(self.above)
        if abs(self.number) != 1:
            top = Mul((Number(abs(self.number)), top)) if self.above else Number(abs(self.number))
        whole = Div(top, _product(self.below)) if self.below else top
        return Neg(whole) if self.number < 0 else whole


def _cancelled(formula: Expression) -> Expression | None:
    """Return one term of a formula with what cancels left out; None if nothing does."""
    term = _term(formula)
    reduced = _into_the_sum(term.reduced())
    return None if reduced == term else reduced.written()


def _term(formula: Expression) -> _Term:
    match formula:
        case Neg(operand=operand):
            inner = _term(operand)
            return replace(inner, number=-inner.number)
        case Number(value=Fraction() as value):
            return _Term(value)
        case Pow(base=base, exponent=Number(value=Fraction() as power)) if power in (2, 3):
            return _Term(above=(base,) * int(power))  # a² cancels against a
        case Mul(factors=factors):
            found = _Term()
            for factor in factors:
                found = found.times(_term(factor))
            return found
        case Div(numerator=top, denominator=bottom) if not _is_a_count(bottom):
            over, under = _term(top), _term(bottom)
            if under.number and not under.below:
                return _Term(over.number / under.number, over.above, over.below + under.above)
    return _Term(above=(formula,))


def _is_a_count(bottom: Expression) -> bool:
    """Whether only numbers and constants such as n stand below: 1/n stays in front."""
    parts = bottom.factors if isinstance(bottom, Mul) else (bottom,)
    return all(
        isinstance(part, Number) or (isinstance(part, Variable) and part.role is Role.CONSTANT)
        for part in parts
    )


def _into_the_sum(term: _Term) -> _Term:
    """Let factors cancel against the fractions in a sum: ``(y/a - c/(1 - a)) · a(1 - a)``."""
    for place, factor in enumerate(term.above):
        inner = factor.operand if isinstance(factor, Neg) else factor
        if not isinstance(inner, Add):
            continue
        parts = [_term(part) for part in inner.terms]
        others = (*term.above[:place], *term.above[place + 1 :])
        moving = [other for other in others if any(other in part.below for part in parts)]
        if not moving:
            continue
        staying = [other for other in others if other not in moving]
        summed = [part.times(_Term(above=tuple(moving))).reduced() for part in parts]
        left = Add(tuple(part.written() for part in summed))
        sign = -1 if isinstance(factor, Neg) else 1
        return replace(term, number=sign * term.number, above=(*staying, left))
    return term


def _product(factors: tuple[Expression, ...]) -> Expression:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Mul(factors)


def _sum(terms: Iterable[Expression]) -> Expression:
    found = tuple(terms)
    return found[0] if len(found) == 1 else Add(found)


# -- multiplying out ---------------------------------------------------------------------------


def _collected(formula: Expression) -> Expression:
    """Return the shortest of: the formula, it multiplied out, and that with a factor put outside.

    Of a product only the sum in it is worked on; what stands before it stays there.
    """
    if isinstance(formula, Neg):
        return tidy(Neg(_collected(formula.operand)))
    if isinstance(formula, Mul):
        sums = [place for place, factor in enumerate(formula.factors) if isinstance(factor, Add)]
        if len(sums) == 1:
            inside = _collected(formula.factors[sums[0]])
            factors = (*formula.factors[: sums[0]], inside, *formula.factors[sums[0] + 1 :])
            return tidy(Mul(factors, formula.dot))
        return formula
    if not isinstance(formula, Add) or any(isinstance(term, SumOver) for term in formula.terms):
        return formula
    monomials = _multiplied(formula)
    if monomials is None:
        return formula
    out = tidy(_sum(term.written() for term in monomials)) if monomials else Number(Fraction(0))
    return min((formula, out, *_outside(monomials)), key=size)


def _multiplied(formula: Add) -> list[_Term] | None:
    """Return the terms of the formula multiplied out, equal ones counted together."""
    found: dict[tuple[frozenset[tuple[Expression, int]], ...], _Term] = {}
    for term in formula.terms:
        for each in _expanded(term):
            key = (frozenset(Counter(each.above).items()), frozenset(Counter(each.below).items()))
            old = found.get(key)
            found[key] = replace(old, number=old.number + each.number) if old else each
            if len(found) > _MOST_TERMS:
                return None
    return [term for term in found.values() if term.number]


def _expanded(formula: Expression) -> Iterator[_Term]:
    whole = _term(formula)
    choices = [
        [_term(part) for part in factor.terms] if isinstance(factor, Add) else [_term(factor)]
        for factor in whole.above
    ]
    for chosen in product(*choices):
        term = _Term(whole.number, (), whole.below)
        for part in chosen:
            term = term.times(part)
        yield term.reduced()


def _outside(monomials: list[_Term]) -> Iterator[Expression]:
    """Yield the sum with one factor that several terms share put before a bracket."""
    shared = Counter(factor for term in monomials for factor in dict.fromkeys(term.above))
    for factor, times in shared.items():
        if times < 2:
            continue
        inside = [term for term in monomials if factor in term.above]
        beside = [term for term in monomials if factor not in term.above]
        bracket = _sum(replace(t, above=_without(t.above, factor)).written() for t in inside)
        yield tidy(_sum((Mul((factor, bracket)), *(term.written() for term in beside))))


def _without(factors: tuple[Expression, ...], one: Expression) -> tuple[Expression, ...]:
    place = factors.index(one)
    return factors[:place] + factors[place + 1 :]
