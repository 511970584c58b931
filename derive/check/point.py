"""One random point: what every leaf is worth there, exactly and as a real number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from hashlib import blake2b

from derive.check.degree import Degrees
from derive.check.exact import Residues
from derive.check.field import Level, rational
from derive.check.precise import DIGITS, Reals
from derive.check.program import FREE, Program
from derive.check.values import Path, Samples, Scalar, Value, matrix
from derive.check.verdict import UNKNOWN_NAME, UnanswerableError
from derive.core.expression import Shape, Variable

Place = Callable[[Variable, Path], Fraction]
_SCALES = (Fraction(1), Fraction(1), Fraction(4), Fraction(1, 4))
_FAR = (Fraction(1), Fraction(10**2), Fraction(10**4), Fraction(10**8))


@dataclass(frozen=True)
class World:
    """What all points of one batch share: the secret, the tower of primes, the small sizes.

    ``sizes`` puts small numbers in the place of large dimensions of matrices.
    """

    seed: int
    levels: tuple[Level, ...]
    sizes: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def secret(self) -> bytes:
        """The key of everything that is drawn."""
        return blake2b(f"leaves {self.seed}".encode(), digest_size=32).digest()

    def digest(self, *key: object) -> int:
        """Return 512 random bits that belong to a key."""
        return int.from_bytes(blake2b(repr(key).encode(), key=self.secret).digest(), "big")


class Point:
    """Leaves drawn from the secret of the world and the number of the point.

    Its residues and its real numbers are drawn apart: the real ones only say on which side of a
    kink the point lies, and what lies there is then compared exactly.  ``place`` puts the real
    point somewhere else; ``base`` is the same point of a smaller programme.
    """

    def __init__(
        self,
        world: World,
        program: Program,
        index: int,
        samples: int | None = None,
        base: Point | None = None,
        place: Place | None = None,
    ) -> None:
        self.world = world
        self.program = program
        self.index = index
        self.samples = samples
        self.base = base
        self.levels = world.levels
        self.familiar: set[int] = base.familiar if base else set()
        self.fresh = False
        self._place = place
        self._learning = 0
        self._residues: dict[int, Residues] = {}
        self._reals: dict[int, Reals] = {}

    def extended(self, program: Program) -> Point:
        """Return the same point for a programme with more names."""
        return Point(self.world, program, self.index, self.samples, self, self._place)

    @cached_property
    def exact(self) -> Residues:
        """Residues on the top level of the tower."""
        return self.residues(len(self.levels) - 1)

    def residues(self, height: int) -> Residues:
        """Residues on one level of the tower."""
        found = self._residues.get(height)
        if found is None:
            base = self.base.residues(height) if self.base else None
            found = self._residues[height] = Residues(self, height, base)
        return found

    def real(self, digits: int = DIGITS) -> Reals:
        """Real numbers of so many digits."""
        found = self._reals.get(digits)
        if found is None:
            base = self.base.real(digits) if self.base else None
            found = self._reals[digits] = Reals(self, digits, base)
        return found

    @cached_property
    def degrees(self) -> Degrees:
        """The degrees of formulas."""
        return Degrees(self, self.base.degrees if self.base else None)

    # ---- leaves ---------------------------------------------------------------------------

    def leaf(
        self,
        name: Variable,
        draw: Callable[[Variable, Path], Scalar],
        number: Callable[[Fraction], Scalar],
    ) -> Value:
        """Return the value of a leaf in its shape, its entries drawn unless they are pinned."""
        if name not in self.program.leaves and name.role not in FREE:
            raise UnanswerableError(UNKNOWN_NAME.fill(name=name.name))
        if name in self.program.pins:
            return self._shaped(name, lambda path: number(self._pinned(name, path)))
        if self.samples is not None and name in self.program.counts:
            return number(Fraction(self.samples))
        return self._shaped(name, lambda path: draw(name, path))

    def _shaped(self, name: Variable, entry: Callable[[Path], Scalar]) -> Value:
        if not name.sampled or self.samples is None:
            return self._sized(name.shape, entry, ())
        return Samples(self._sized(name.shape, entry, (i,)) for i in range(self.samples))

    def _sized(self, shape: Shape | None, entry: Callable[[Path], Scalar], path: Path) -> Value:
        if shape is None:
            return entry(path)
        rows, columns = (self.world.sizes.get(size, size) for size in (*shape, 1)[:2])
        return matrix(tuple(entry((*path, i, j)) for j in range(columns)) for i in range(rows))

    def _pinned(self, name: Variable, path: Path) -> Fraction:
        value = self.program.pins[name]
        for place in path:
            value = value[place] if isinstance(value, list | tuple) else value
        # a float was typed as a decimal: 0.1 is a tenth, not the nearest binary fraction
        return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)

    def integer(self, name: Variable, path: Path) -> int:
        """Return a large random integer, whose residues are the exact values of a leaf."""
        return self.world.digest(self.index, name.name, path)

    def rational(self, name: Variable, path: Path) -> Fraction:
        """Return the real value of a leaf: between 0.1 and 2.1 times a scale, of either sign.

        At every fourth point all leaves are positive, as logarithms and roots may want it, and at
        every other fourth some of them are far out.
        """
        if self._place is not None:
            return self._place(name, path)
        bits = self.world.digest("real", self.index, name.name, path)
        size = Fraction(bits % 2**44, 2**43) + Fraction(1, 10)
        negative = self.index % 4 != 1 and (bits >> 50) & 1
        scales = _FAR if self.index % 4 == 3 else _SCALES
        return scales[(bits >> 60) % 4] * (-size if negative else size)

    def coefficient(self, key: str, index: int) -> Fraction:
        """Return a number of the real function that stands for an uninterpreted one."""
        return Fraction(self.world.digest("function", key, index) % 2**44, 2**43) + Fraction(1, 10)

    # ---- kinks ----------------------------------------------------------------------------

    @contextmanager
    def learning(self) -> Iterator[None]:
        """Take the kinks met meanwhile for the lesson's own, which the points are spread over."""
        self._learning += 1
        try:
            yield
        finally:
            self._learning -= 1

    def met(self, residue: int, prime: int) -> None:
        """Note a kink; ``fresh`` becomes true when it is at a place where the lesson has none."""
        if residue in self.familiar:
            return
        if self._learning or residue in (0, 1, prime - 1) or self._resembles(residue, prime):
            self.familiar.update((residue, prime - residue))
        else:
            self.fresh = True

    def _resembles(self, residue: int, prime: int) -> bool:
        """Whether a kink is that of the lesson's, with a factor such as 2 or 0.99 before it."""
        known = (other for other in self.familiar if other % prime)
        return any(rational(residue * pow(other, -1, prime), prime) for other in known)
