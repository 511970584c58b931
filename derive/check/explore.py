"""Points on both sides of every kink: where ReLU, |.| and max show all their faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise

from derive.check.point import Place, Point
from derive.check.program import Program
from derive.check.values import Path, Scalar
from derive.check.verdict import TOO_LARGE, UnanswerableError, UndefinedError
from derive.core.expression import Expression, Role, Variable, size

Signs = tuple[int, ...]

MOST_POINTS = 24
_MOST_OF_MATRICES = 8
_IN_VAIN = 16
_MOST_CANDIDATES = 64
_FEW_KINKS = 4  # so few that all patterns are tried
_MOST_LOOKS = 200
_MOST_WORK = 12_000
_MOST_FOUND = 24
_MOST_SIZE = 400
_LINES = 3
# along a line the point goes far out, where the highest power of the distance decides every sign
_STEPS = tuple(
    sorted(sign * Fraction(10) ** power for sign in (-1, 1) for power in (-2, 0, 1, 2, 4, 8, 16))
)
_TRIES = 7


def rulers(point: Point, expressions: Sequence[Expression]) -> tuple[Scalar, ...] | None:
    """Return how far each kink is from a real point; None where something is undefined."""
    real = point.real()
    real.rulers.clear()
    try:
        for expression in expressions:
            real.value(expression)
    except UndefinedError:
        return None
    return tuple(real.rulers)


def signs(point: Point, found: tuple[Scalar, ...] | None) -> Signs | None:
    """Return on which side of each kink a point lies."""
    return None if found is None else tuple(map(point.real().sign, found))


def spread_over_kinks(
    make: Callable[[int, Place | None], Point], numbers: Callable[..., int], program: Program
) -> list[Point]:
    """Return points that differ in the sides of the lesson's kinks on which they lie.

    First one where, as a rule, every unit is alive, then one for each kink that lies there on the
    other side, for only there a mask taken from the wrong unit shows; then points at random.  A
    point is taken when it shows some pair of kinks in a way not yet seen, or with many kinks when
    its whole pattern is new.
    """
    names = tuple(program.formulas)
    places = [_leaning(numbers, ()), *(_leaning(numbers, own) for own in _turning(program))]
    candidates = max(8, min(_MOST_CANDIDATES, 8_000 // (len(names) + 1)))
    tried = [*places[:candidates], *[None] * max(4, candidates - len(places))]
    most = _MOST_OF_MATRICES if any(leaf.shape for leaf in program.leaves) else MOST_POINTS
    taken: list[Point] = []
    seen: set[object] = set()
    in_vain = 0
    for index, place in enumerate(tried):
        if len(taken) == most or in_vain > _IN_VAIN:
            break
        point = make(index, place)
        pattern = signs(point, rulers(point, names))
        new = _aspects(pattern) - seen if pattern and 0 not in pattern else set()
        seen |= new
        taken += [point] if new else []
        in_vain = 0 if new or place else in_vain + 1
    return taken


def _turning(program: Program) -> Iterator[frozenset[Variable]]:
    """Yield for each kink the leaves on which it alone depends at once: their sign turns it."""
    readers: dict[Variable, set[Variable]] = {}
    for name, read in program.reads.items():
        for leaf in program.leaves.intersection(read):
            readers.setdefault(leaf, set()).add(name)
    for name in program.names_with_kinks():
        near = {name, *program.reads[name]}
        own = {leaf for leaf, by in readers.items() if by <= near}
        learnt = {leaf for leaf in own if leaf.role is Role.PARAMETER}
        yield frozenset(learnt or own)


def _leaning(numbers: Callable[..., int], negative: Iterable[Variable]) -> Place:
    """Return a place where all leaves are positive but these."""

    def place(name: Variable, path: Path) -> Fraction:
        bits = numbers("leaning", sorted(leaf.name for leaf in negative), name.name, path)
        size = Fraction(bits % 2**40, 2**39) + Fraction(1, 10)
        return -size if name in negative else size

    return place


def _aspects(pattern: Signs) -> set[object]:
    singles = [(kink, sign) for kink, sign in enumerate(pattern)]
    few = len(pattern) <= _FEW_KINKS or len(pattern) > MOST_POINTS
    return {pattern} if few else {*singles, *combinations(singles, 2)}


def along_lines(
    make: Callable[[int, Place], Point],
    numbers: Callable[..., int],
    expressions: Sequence[Expression],
) -> Iterator[Point]:
    """Yield points that show the kinks of these formulas in as many ways as are found.

    On a few random lines the places where a kink turns are closed in, and one point is taken
    between each two of them: so a strip that no random point would meet is found as well.
    """
    seen: set[Signs] = set()
    work = sum(map(size, expressions))
    if work > _MOST_SIZE:
        raise UnanswerableError(TOO_LARGE)
    looks = min(_MOST_LOOKS, _MOST_WORK // work)
    most = min(_MOST_FOUND, max(4, _MOST_WORK // 3 // work))
    for number in range(_LINES):
        line = _Line(number, looks, make, numbers, expressions)
        middles = [(left + right) / 2 for left, right in pairwise(line.turns())]
        for distance in (*_STEPS, *middles):
            point, found = line.look(distance)
            pattern = signs(point, found)
            if pattern is not None and pattern not in seen and len(seen) < most:
                seen.add(pattern)
                yield point


class _Line:
    """A random line through the space of the leaves."""

    def __init__(
        self,
        number: int,
        looks: int,
        make: Callable[[int, Place], Point],
        numbers: Callable[..., int],
        expressions: Sequence[Expression],
    ) -> None:
        self.number = number
        self.most = looks
        self.make = make
        self.expressions = expressions
        self._looks: dict[Fraction, tuple[Point, tuple[Scalar, ...] | None]] = {}

        @cache
        def course(name: Variable, path: Path) -> tuple[Fraction, Fraction]:
            bits = numbers("line", number, name.name, path)
            start, slope = bits % 2**40, (bits >> 50) % 2**40
            return Fraction(start, 2**39) - 1, Fraction(slope, 2**39) - 1

        self._course = course

    def look(self, distance: Fraction) -> tuple[Point, tuple[Scalar, ...] | None]:
        """Return the point at a distance, and how far the kinks are from there."""
        found = self._looks.get(distance)
        if found is None:

            def place(name: Variable, path: Path) -> Fraction:
                start, slope = self._course(name, path)
                return start + distance * slope

            point = self.make(1_000 * (10 + self.number) + len(self._looks), place)
            found = self._looks[distance] = point, rulers(point, self.expressions)
        return found

    def turns(self) -> list[Fraction]:
        """Return the distances at which some kink turns, in order."""
        found: set[Fraction] = set()
        for left, right in pairwise(_STEPS):
            before, after = self.look(left)[1], self.look(right)[1]
            for kink in range(min(len(before or ()), len(after or ()))):
                if len(self._looks) > self.most:
                    return sorted(found)
                if before and after and before[kink] * after[kink] < 0:
                    found.add(self._closed_in(kink, left, right))
        return sorted(found)

    def _closed_in(self, kink: int, left: Fraction, right: Fraction) -> Fraction:
        """Return about where a kink turns, by regula falsi: at once where it is a plane."""
        below, above = self._ruler(left, kink), self._ruler(right, kink)
        middle, near = left, abs(below - above) / 10**9
        for _ in range(_TRIES):
            middle = left + (right - left) * _share(below, above)
            value = self._ruler(middle, kink)
            if abs(value) <= near or len(self._looks) > self.most:
                break
            if (value > 0) == (below > 0):
                left, below, above = middle, value, above / 2
            else:
                right, above, below = middle, value, below / 2
        return middle

    def _ruler(self, distance: Fraction, kink: int) -> Scalar:
        found = self.look(distance)[1]
        return found[kink] if found is not None and kink < len(found) else 0


def _share(below: Scalar, above: Scalar) -> Fraction:
    """Return where between its ends a straight line crosses zero, to some forty digits."""
    return Fraction(int(below / (below - above) * 2**140), 2**140)
