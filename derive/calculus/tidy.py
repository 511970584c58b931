"""Cleaning up a derivative the way one does on paper, and no further.

Numbers are multiplied out, zeros and ones vanish, a minus sign comes to the front, equal factors
become a power and cancel across a bar.  Nothing is sorted, expanded or factored: what is left
stands in the order in which it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from derive.core.expression import (
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Div,
    E,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    Role,
    SumOver,
    Variable,
    variables,
)


def tidy(expression: Expression) -> Expression:
    """Return the formula cleaned up; it is equal in value and never longer."""
    clean = _once(expression)
    while clean != expression:  # what one round brings together may be cleaned up in the next
        expression, clean = clean, _once(clean)
    return clean


def _once(expression: Expression) -> Expression:
    match expression:
        case Number(value=value) if value < 0:
            return Neg(Number(-value))
        case Neg(operand=operand):
            return _negated(_once(operand))
        case Add(terms=terms):
            return _sum(_once(term) for term in terms)
        case Mul(factors=factors):
            return _product(_once(factor) for factor in factors)
        case Div(numerator=top, denominator=bottom):
            return _fraction(_once(top), _once(bottom))
        case Pow(base=base, exponent=exponent):
            return _power(_once(base), _once(exponent))
        case SumOver():
            return _summed(expression, _once(expression.body))
    return expression


def _negated(operand: Expression) -> Expression:
    if operand == ZERO:
        return ZERO
    return operand.operand if isinstance(operand, Neg) else Neg(operand)


def _sum(terms: Iterable[Expression]) -> Expression:
    """Add the numbers, count equal terms, drop zeros; keep each at its first place."""
    counts: dict[Expression, Fraction] = {}
    decimal = False
    for term in _flat_terms(terms):
        count, body, is_decimal = _counted(term)
        counts[body] = counts.get(body, Fraction(0)) + count
        decimal = decimal or is_decimal
    kept = [_times(count, body, decimal) for body, count in counts.items() if count]
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Add(tuple(kept))


def _flat_terms(terms: Iterable[Expression]) -> Iterable[Expression]:
    for term in terms:
        if isinstance(term, Add):
            yield from term.terms
        else:
            yield term


def _counted(term: Expression) -> tuple[Fraction, Expression, bool]:
    """Split ``-2x`` into the count -2 and the body x; a plain number counts the body 1."""
    if isinstance(term, Neg):
        count, body, decimal = _counted(term.operand)
        return -count, body, decimal
    if isinstance(term, Number) and isinstance(term.value, Fraction):
        return term.value, ONE, "." in term.text
    if isinstance(term, Mul) and isinstance(term.factors[0], Number):
        value, rest = term.factors[0].value, term.factors[1:]
        if isinstance(value, Fraction):
            body = rest[0] if len(rest) == 1 else Mul(rest, term.dot)
            return value, body, "." in term.factors[0].text
    return Fraction(1), term, False


def _times(count: Fraction, body: Expression, decimal: bool) -> Expression:
    if count < 0:
        return _negated(_times(-count, body, decimal))
    if body == ONE:
        return literal(count, decimal)
    if count == 1:
        return body
    return _product((literal(count, decimal), body))


@dataclass
class _Gathered:
    """The parts of a product: sign and number, what divides the number, and the rest in order."""

    number: Fraction = Fraction(1)
    decimal: bool = False
    below: list[Expression] = field(default_factory=list)
    rest: list[Expression] = field(default_factory=list)

    @property
    def over_constants(self) -> bool:
        """Whether only constants such as n stand below: then they belong to the number in front."""
        return all(isinstance(x, Variable) and x.role is Role.CONSTANT for x in self.below)

    def take(self, factor: Expression) -> None:
        match factor:
            case Neg(operand=operand):
                self.number = -self.number
                self.take(operand)
            case Mul(factors=factors):
                before = len(self.rest)
                for part in factors:
                    self.take(part)
                if _is_monomial(factor) and all(map(_is_function, self.rest[:before])):
                    self.rest = self.rest[before:] + self.rest[:before]  # 2x e^{x²}
            case Number(value=Fraction() as value, text=text):
                self.number *= value
                self.decimal = self.decimal or "." in text
            case Div(numerator=Number(value=Fraction()) as top, denominator=bottom) if _plain(
                bottom
            ):
                self.take(top)
                self._divide(bottom)
            case Div(numerator=top, denominator=Number(value=Fraction() as value)) if value:
                self.number /= value  # λ/2 · 2w is λw
                self.take(top)
            case _:
                self.rest.append(factor)

    def _divide(self, bottom: Expression) -> None:
        for part in bottom.factors if isinstance(bottom, Mul) else (bottom,):
            if isinstance(part, Number) and isinstance(part.value, Fraction):
                self.number /= part.value
            else:
                self.below.append(part)


def _plain(bottom: Expression) -> bool:
    # 1/n and 1/(2n) belong to the number in front; 1/(1 + e^{-z}) is a factor in its own right
    parts = bottom.factors if isinstance(bottom, Mul) else (bottom,)
    return all(not part.children for part in parts)


def _product(factors: Iterable[Expression]) -> Expression:
    gathered = _Gathered()
    for factor in factors:
        gathered.take(factor)
    if gathered.number == 0:
        return ZERO
    gathered.rest, gathered.below = _reduced(gathered.rest, gathered.below)
    parts = [*_front(abs(gathered.number), gathered), *gathered.rest]
    body = _over_one_bar(parts) if len(parts) > 1 else parts[0]
    if gathered.below and not gathered.over_constants:
        body = _fraction(body, _row(gathered.below))
    return _negated(body) if gathered.number < 0 else body


def _reduced(
    above: list[Expression], below: list[Expression]
) -> tuple[list[Expression], list[Expression]]:
    """Let x · x be x², and cancel what stands above the bar and below it."""
    powers: dict[Expression, Fraction] = {}
    for sign, factors in ((1, above), (-1, below)):
        for base, exponent in map(_powered, factors):
            powers[base] = powers.get(base, Fraction(0)) + sign * exponent
    if len(powers) == len(above) + len(below):
        return above, below
    return (
        [_power(base, Number(power)) for base, power in powers.items() if power > 0],
        [_power(base, Number(-power)) for base, power in powers.items() if power < 0],
    )


def _powered(factor: Expression) -> tuple[Expression, Fraction]:
    """Split ``x³`` into x and 3; anything else is its own first power."""
    if isinstance(factor, Pow) and isinstance(factor.exponent, Number):
        value = factor.exponent.value
        if isinstance(value, Fraction) and value > 0 and value.denominator == 1:
            return factor.base, value
    return factor, Fraction(1)


def _over_one_bar(factors: list[Expression]) -> Expression:
    """Let ``1/(1 + e^{-z})² · e^{-z}`` and ``x/(1 + x²) · w`` be one fraction."""
    for place, factor in enumerate(factors):
        if not isinstance(factor, Div) or _plain(factor.denominator):
            continue
        others = factors[:place] + factors[place + 1 :]
        if factor.numerator == ONE:
            return _fraction(_row(others), factor.denominator)
        if all(map(_is_short, (factor.numerator, *others))):
            row = [*factors[:place], *_factors(factor.numerator), *factors[place + 1 :]]
            return _fraction(_product(row), factor.denominator)
    return Mul(tuple(factors))


def _is_short(factor: Expression) -> bool:
    """Whether it is a name or a number, or a power or a product of such."""
    if isinstance(factor, Pow):
        return not (factor.base.children or factor.exponent.children)
    return all(not part.children or _is_power(part) for part in _factors(factor))


def _is_monomial(product: Mul) -> bool:
    """Whether it is a number and names, the 2x that comes out of the power rule."""
    number, *names = product.factors
    return isinstance(number, Number) and all(map(_is_short, names))


def _is_function(factor: Expression) -> bool:
    return isinstance(factor, Call) or (isinstance(factor, Pow) and factor.base == E)


def _is_power(factor: Expression) -> bool:
    return isinstance(factor, Pow) and _is_short(factor)


def _factors(product: Expression) -> tuple[Expression, ...]:
    return product.factors if isinstance(product, Mul) else (product,)


def _row(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _front(size: Fraction, gathered: _Gathered) -> list[Expression]:
    """Return the number in front, over n where the author divided by n."""
    if gathered.below and gathered.over_constants:
        bottom = ([literal(size.denominator)] if size.denominator != 1 else []) + gathered.below
        return [Div(literal(size.numerator), _row(bottom))]
    return [] if size == 1 and gathered.rest else [literal(size, gathered.decimal)]


def _fraction(top: Expression, bottom: Expression) -> Expression:
    if top == ZERO or bottom == ONE:
        return top
    if isinstance(top, Neg):
        return _negated(_fraction(top.operand, bottom))
    over, body, decimal = _counted(top)
    under, below, _ = _counted(bottom)
    if body == ONE and below == ONE and under != 0:
        return literal(over / under, decimal)
    if under in (0, 1) or over == 1:
        return _stacked(top, bottom)
    return _over(over / under, body, below)


def _stacked(top: Expression, bottom: Expression) -> Expression:
    """Return ``top/bottom`` under one bar: ``(a/b)/c`` is ``a/(b c)``."""
    if isinstance(top, Div) and not _plain(top.denominator):
        return Div(top.numerator, _product((top.denominator, bottom)))
    above, below = _reduced([*_factors(top)], [*_factors(bottom)])
    if len(above) + len(below) == len(_factors(top)) + len(_factors(bottom)):
        return Div(top, bottom)
    over = _row(above) if above else ONE
    return Div(over, _row(below)) if below else over


def _over(ratio: Fraction, body: Expression, below: Expression) -> Expression:
    if ratio < 0:
        return _negated(_over(-ratio, body, below))
    top = _times(Fraction(ratio.numerator), body, False)
    bottom = _times(Fraction(ratio.denominator), below, False)
    if isinstance(top, Number) and isinstance(bottom, Number):
        return literal(ratio)
    return top if bottom == ONE else Div(top, bottom)


def _power(base: Expression, exponent: Expression) -> Expression:
    if exponent == ONE:
        return base
    if exponent == ZERO:
        return ONE
    if exponent == TWO and isinstance(base, Call) and (base.function.key, base.order) == _ROOT:
        return base.arguments[0]
    if isinstance(exponent, Number) and isinstance(exponent.value, Fraction):
        inner, power = _powered(base)  # (x³)² is x⁶
        if power != 1 and exponent.value.denominator == 1:
            return Pow(inner, Number(power * exponent.value))
    return Pow(base, exponent)


def _summed(outer: SumOver, body: Expression) -> Expression:
    """Bring signs, numbers and whatever does not change from sample to sample before the Σ."""
    if body == ZERO:
        return ZERO
    if isinstance(body, Neg):
        return _negated(_summed(outer, body.operand))
    factors = body.factors if isinstance(body, Mul) else (body,)
    fixed = tuple(factor for factor in factors if not _varies(factor))
    moving = tuple(factor for factor in factors if _varies(factor))
    if not fixed or not moving:
        return SumOver(outer.index, outer.upper, body)
    inner = moving[0] if len(moving) == 1 else Mul(moving)
    return _product((*fixed, SumOver(outer.index, outer.upper, inner)))


def _varies(factor: Expression) -> bool:
    return any(name.sampled for name in variables(factor))


_ROOT = ("sqrt", 0)


def literal(value: Fraction | int, decimal: bool = False) -> Number:
    """Return a number, spelled as a decimal when it came from decimals and ends."""
    return Number(Fraction(value), _decimal(Fraction(value)) if decimal else "")


def _decimal(value: Fraction) -> str:
    below, places = value.denominator, 0
    while below % 10 == 0 or below % 5 == 0 or below % 2 == 0:
        below = below // 10 if below % 10 == 0 else below // 5 if below % 5 == 0 else below // 2
        places += 1
    if below != 1 or places == 0:
        return ""
    digits = f"{value.numerator * 10**places // value.denominator:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
