"""What a formula is worth in an environment: to look it up among others, and to name a factor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.check.environment import DepthError, Environment, directly
from derive.check.field import rational
from derive.check.values import Samples, Scalar, Value, check_shapes, entries, spread
from derive.check.verdict import ShapeClashError, UnanswerableError
from derive.core.expression import Expression, Variable


@dataclass(frozen=True)
class Signature:
    """What a formula is worth at the points of an environment: equal formulas have equal ones."""

    values: tuple[Value, ...]


def signature(
    expression: Expression, environment: Environment, *, direct: bool = False
) -> Signature | None:
    """Return the signature of a formula, by which it can be looked up among others.

    None when it cannot be evaluated.  Where logarithms, roots and the like are written in
    different ways, equal formulas may have different signatures; never the other way round, but
    for kinks that are not the lesson's: let ``compare`` confirm what was found.  ``direct`` reads
    ∂f/∂x along the direct edge, where x reaches f by another path as well.
    """
    try:
        found = _values(expression, environment, direct)
    except (UnanswerableError, ShapeClashError, DepthError, RecursionError):
        return None
    return None if None in found else Signature(tuple(map(plain, found)))


def _values(expression: Expression, environment: Environment, direct: bool) -> list[Value | None]:
    known = environment.known(expression)
    if direct:
        return [directly(point, expression) for point in environment.points]
    return [known.exact(index) for index in range(len(environment.points))]


def plain(value: Value) -> Value:
    """Take a value that is the same for every sample for that one value."""
    if type(value) is Samples and all(part == value[0] for part in value):
        return value[0]
    return value


@dataclass(frozen=True)
class Ratio:
    """``left = constant · n^power · right`` where n is the number of samples."""

    constant: Fraction
    power: int = 0
    count: Variable | None = None


def ratio(
    left: Expression, right: Expression, environment: Environment, *, direct: bool = False
) -> Ratio | None:
    """Return the constant by which two formulas differ, recovered exactly: -1, 2, ½, 1/n …

    None when there is none, or when both are zero.  For ``direct`` see ``signature``.
    """
    try:
        sides = (_values(side, environment, direct) for side in (left, right))
        pairs = [
            (a, b, point.samples)
            for a, b, point in zip(*sides, environment.points, strict=True)
            if _both(a, b)
        ]
        prime = environment.points[0].exact.prime
        found = {(_quotient(a, b, prime), n) for a, b, n in pairs}
    except (UnanswerableError, ShapeClashError, DepthError, RecursionError):
        return None
    return _named(found, environment)


def _both(a: Value | None, b: Value | None) -> bool:
    return a is not None and b is not None and any(entries(a)) | any(entries(b))


def _quotient(a: Value, b: Value, prime: int) -> Fraction | None:
    """Return the one small fraction that all entries of a are of those of b."""
    found: set[int] = set()

    def look(x: Scalar, y: Scalar) -> Scalar:
        if x or y:
            found.add(x * pow(y, -1, prime) % prime if x and y else -1)
        return x

    check_shapes(a, b)
    spread(look, a, b)
    residue = found.pop() if len(found) == 1 else -1
    return rational(residue, prime) if residue >= 0 else None


def _named(
    found: set[tuple[Fraction | None, int | None]], environment: Environment
) -> Ratio | None:
    pairs = [(quotient, n) for quotient, n in found if quotient is not None]
    if not pairs or len(pairs) < len(found):
        return None
    for power in (0, -1, 1, -2, 2):
        constants = {quotient / Fraction(n or 1) ** power for quotient, n in pairs}
        if len(constants) == 1:
            count = next(iter(environment.program.counts), None) if power else None
            return Ratio(constants.pop(), power, count)
    return None
