"""Whether two formulas are equal: decided by exact evaluation at secret random points.

"Different" by exact means is a proof: an evaluation told them apart.  "Equal" is wrong with a
probability that is stated (Schwartz 1980, Zippel 1979; for exponentials Gonnet 1986).
"""

from __future__ import annotations

from fractions import Fraction

from derive.check.degree import largest
from derive.check.environment import DepthError, Environment, directly
from derive.check.point import Point
from derive.check.precise import DIGITS, difference
from derive.check.values import Scalar, Value, check_shapes, spread
from derive.check.verdict import (
    DOMAIN,
    NOWHERE,
    SHAPES,
    TOO_CLOSE,
    TOO_DEEP,
    TOO_LARGE,
    Judgement,
    Method,
    ShapeClashError,
    UnanswerableError,
    UndefinedError,
    Verdict,
)
from derive.core.expression import Add, Derivative, Expression, Neg, Partial, size, walk

_MOST_SPARES = 6
_REAL_POINTS = 16  # as many as it takes to meet all signs of what stands under a root
_MOST_REAL_POINTS = 40
_LONELY = 8
_MOST_REAL_NODES = 1_000


def compare(left: Expression, right: Expression, environment: Environment) -> Judgement:
    """Decide whether two formulas are equal wherever both are defined.

    Where x reaches f directly and also by another path, ∂f/∂x may mean the sum over all paths or
    the direct edge; both are tried, and ``direct`` says that only the second makes them equal.
    """
    try:
        return _compared(left, right, environment)
    except DepthError as deep:
        return _deeper(left, right, environment, deep.height)
    except ShapeClashError:
        return Judgement(Verdict.DIFFERENT, Method.EXACT, SHAPES)
    except UnanswerableError as problem:
        return Judgement(Verdict.UNDECIDED, reason=problem.reason)
    except RecursionError:
        return Judgement(Verdict.UNDECIDED, reason=TOO_DEEP)


def _deeper(
    left: Expression, right: Expression, environment: Environment, height: int
) -> Judgement:
    try:
        return compare(left, right, environment.deeper(height))
    except UnanswerableError as problem:
        return Judgement(Verdict.UNDECIDED, reason=problem.reason)


def _compared(left: Expression, right: Expression, environment: Environment) -> Judgement:
    agreed = _agree(left, right, environment)
    if agreed is None:
        return Judgement(Verdict.UNDECIDED, reason=NOWHERE)
    if agreed:
        return _equal(left, right, environment)
    if environment.program.transcendental(left) or environment.program.transcendental(right):
        judgement = settled(left, right, environment)
    else:
        judgement = Judgement(Verdict.DIFFERENT, Method.EXACT)
    if judgement.equal or not _two_ways(left, right, environment):
        return judgement
    if _agree_directly(left, right, environment):
        return _equal(left, right, environment, direct=True)
    if judgement.method is Method.PRECISE and _close_directly(left, right, environment):
        return Judgement(Verdict.EQUAL, Method.PRECISE, direct=True)
    return judgement


def _equal(
    left: Expression, right: Expression, environment: Environment, direct: bool = False
) -> Judgement:
    def bound() -> float:
        return error_bound(left, right, environment)

    return Judgement(Verdict.EQUAL, Method.EXACT, None, direct, bound)


def _agree(left: Expression, right: Expression, environment: Environment) -> bool | None:
    """Return whether both are the same at every point; None when there were too few points."""
    count = len(environment.points)
    one, other = environment.known(left), environment.known(right)
    agreed = 0
    for index in range(count):
        a, b = one.exact(index), other.exact(index)
        if a is None or b is None:
            continue
        if not same(a, b):
            return False
        agreed += 1
    if 2 * agreed <= count and not (found := _agree_at_spares(left, right, environment)):
        return found
    if one.fresh or other.fresh:
        points = environment.explored(left, right)
        return all(_same_at(point, left, right) is not False for point in points)
    return True


def _agree_at_spares(left: Expression, right: Expression, environment: Environment) -> bool | None:
    found = [_same_at(environment.spare(i), left, right) for i in range(_MOST_SPARES)]
    if False in found:
        return False
    return True if found.count(True) >= 2 else None


def _same_at(point: Point, left: Expression, right: Expression) -> bool | None:
    try:
        return same(point.exact.value(left), point.exact.value(right))
    except UndefinedError:
        return None


def same(a: Value, b: Value) -> bool:
    """Whether two values are one; raises ShapeClashError for matrices of different shape."""
    if type(a) is int and type(b) is int:
        return a == b
    equal = True

    def look(x: Scalar, y: Scalar) -> Scalar:
        nonlocal equal
        equal = equal and x == y
        return x

    check_shapes(a, b)
    spread(look, a, b)
    return equal


# ---- two readings of ∂f/∂x ------------------------------------------------------------------


def _two_ways(left: Expression, right: Expression, environment: Environment) -> bool:
    program = environment.program
    parts = [part for side in (left, right) for part in walk(side)]
    return any(
        program.two_ways(part)
        if isinstance(part, Partial)
        else isinstance(part, Derivative) and program.has_two_ways(part.body, part.wrt)
        for part in parts
    )


def _agree_directly(left: Expression, right: Expression, environment: Environment) -> bool:
    one, other = environment.known(left), environment.known(right)
    points = list(environment.points)
    if one.fresh or other.fresh:
        points += environment.explored(left, right)
    pairs = ((directly(p, left), directly(p, right)) for p in points)
    found = [same(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(found) and all(found)


def _close_directly(left: Expression, right: Expression, environment: Environment) -> bool:
    """Whether real values agree where ∂f/∂x is read along the direct edge."""
    agreed = 0
    for number in range(_REAL_POINTS):
        real = environment.any_point(number).real()
        try:
            a, b = (real.value(side, real.directly) for side in (left, right))
        except UndefinedError:
            continue
        gap, scale = difference(a, b)
        if gap > scale * _tiny(DIGITS):
            return False
        agreed += 1
    return agreed >= 2


# ---- what residues cannot decide ------------------------------------------------------------


def settled(left: Expression, right: Expression, environment: Environment) -> Judgement:
    """Compare real values of sixty digits at points where both sides are defined.

    These are first the points of the environment, which lie on all sides of its kinks: where
    residues differ on one of them, no agreement on others counts.
    """
    if size(left) + size(right) > _MOST_REAL_NODES:
        return Judgement(Verdict.UNDECIDED, reason=TOO_LARGE)
    one, other = environment.known(left), environment.known(right)
    agreed, lonely = 0, {0: 0, 1: 0}
    for number in range(_MOST_REAL_POINTS):
        a, b = one.real(number), other.real(number)
        if a is None or b is None:
            if (a is None) != (b is None):
                lonely[int(a is None)] += 1
            continue
        close = _close(left, right, environment.any_point(number), a, b)
        if close is None:
            return Judgement(Verdict.UNDECIDED, reason=TOO_CLOSE)
        if not close:
            return Judgement(Verdict.DIFFERENT, Method.PRECISE)
        agreed += 1
        if agreed >= _REAL_POINTS and number >= len(environment.points):
            break
    hidden = environment.has_kinks and _hidden(left, right, environment)
    if agreed >= 2 and not hidden:
        return Judgement(Verdict.EQUAL, Method.PRECISE)
    if agreed == 0 and min(lonely.values()) == 0 and max(lonely.values()) >= _LONELY:
        return Judgement(Verdict.DIFFERENT, Method.PRECISE, DOMAIN)
    return Judgement(Verdict.UNDECIDED, reason=NOWHERE)


def _hidden(left: Expression, right: Expression, environment: Environment) -> bool:
    """Whether residues differ on a side of a kink on which no real values could be compared."""
    one, other = environment.known(left), environment.known(right)
    return any(
        (one.real(i) is None or other.real(i) is None)
        and (a := one.exact(i)) is not None
        and (b := other.exact(i)) is not None
        and not same(a, b)
        for i in range(len(environment.points))
    )


def _close(left: Expression, right: Expression, point: Point, a: Value, b: Value) -> bool | None:
    check_shapes(a, b)
    gap, scale = difference(a, b)
    if gap <= scale * _tiny(DIGITS):
        return True
    # what is left may be a number, or all that rounding left of zero: more digits tell
    for digits in (2 * DIGITS, 4 * DIGITS):
        real = point.real(digits)
        finer, _ = difference(real.value(left), real.value(right))
        if finer <= gap * _tiny(DIGITS):
            return True
        if finer > gap / 2:
            return False
    return None


def _tiny(digits: int) -> Fraction:
    return Fraction(1, 10 ** (digits // 2))


# ---- how sure "equal" is --------------------------------------------------------------------


def error_bound(left: Expression, right: Expression, environment: Environment) -> float:
    """Return a bound on the probability that formulas found equal are not.

    The difference is a fraction whose numerator has at most degree D; at a random point it
    vanishes with a probability of at most D/p₀.  Points count as independent where they test the
    same thing: not where each has its own number of samples or its own side of a kink.  That
    exponents which differ do not coincide modulo p₀ is part of the same order of magnitude; for
    nested exponentials independence of the levels is Gonnet's assumption, not a theorem.
    """
    point = max(environment.points, key=lambda point: point.samples or 0)
    degree = largest(point.degrees.value(Add((left, Neg(right)))))
    alike = not environment.has_kinks and len(environment.counts) == 1
    chance = min(1.0, (degree + 1) / environment.world.levels[0].prime)
    return chance ** (len(environment.points) if alike else 1)
