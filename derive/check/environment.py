"""The world in which a batch of answers is judged: one secret seed, and every name has a value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from random import SystemRandom
from typing import Any

from derive.check.evaluate import Evaluator
from derive.check.explore import along_lines, spread_over_kinks
from derive.check.field import tower
from derive.check.point import Place, Point, World
from derive.check.program import Definition, Program, measured
from derive.check.scope import Scope
from derive.check.values import Value
from derive.check.verdict import TOO_DEEP, UnanswerableError, UndefinedError
from derive.core.expression import Expression, Number, Variable, walk
from derive.core.graph import Graph

_MOST_LEVELS = 8
_DEEPEST = 12
_MOST_KEPT = 4_000
_SMALL_SIZE = 4


class Known:
    """A formula's values at the points of an environment, found as far as they are asked for.

    None stands for a point at which it is undefined.  ``fresh`` says that it has a kink of its
    own, at a place where the lesson has none.
    """

    __slots__ = ("_environment", "_exact", "_real", "expression", "fresh")

    def __init__(self, expression: Expression, environment: Environment) -> None:
        self.expression = expression
        self.fresh = False
        self._environment = environment
        self._exact: list[Value | None] = []
        self._real: dict[int, Value | None] = {}

    def exact(self, index: int) -> Value | None:
        """Return the exact value at a point of the environment."""
        while len(self._exact) <= index:
            point = self._environment.points[len(self._exact)]
            point.fresh = False
            self._exact.append(_or_none(point.exact, self.expression))
            self.fresh = self.fresh or point.fresh
        return self._exact[index]

    def real(self, number: int) -> Value | None:
        """Return the real value at a point of the environment, or at a spare one after them."""
        if number not in self._real:
            evaluator = self._environment.any_point(number).real()
            self._real[number] = _or_none(evaluator, self.expression)
        return self._real[number]


class Environment:
    """Random points at which everything a student may write about one lesson can be evaluated.

    ``counts`` are the numbers of samples that are tried in turn, None where there are no samples;
    ``smaller`` is the environment that this one adds names to.
    Made once for a batch of answers by ``Environment.of``; the same seed gives the same verdicts.
    """

    def __init__(
        self,
        world: World,
        program: Program,
        counts: tuple[int | None, ...],
        smaller: Environment | None = None,
    ) -> None:
        self.world = world
        self.program = program
        self.counts = counts
        self.smaller = smaller
        self.points = self._drawn()
        self._known: dict[Expression, Known] = {}
        self._deeper: dict[int, Environment] = {}
        self._spares: dict[int, Point] = {}

    @classmethod
    def of(
        cls,
        graph: Graph,
        *,
        seed: int | None = None,
        definitions: Mapping[Variable, Expression] | None = None,
        values: Mapping[Variable, Any] | None = None,
        samples: int | None = None,
        definition: Definition | None = None,
        levels: int = 0,
    ) -> Environment:
        """Draw an environment for a graph.

        Parameters
        ----------
        seed : drawn from the system's secret source when not given
        definitions : more names, each with its formula in the names before it
        values : leaves that keep a given value (nested sequences for samples and matrices)
        samples : how many samples there are; without it sums are tried with several numbers
        definition : the formula of a function, by default from ``derive.activations``
        levels : at least how many exponentials may be nested
        """
        seed = SystemRandom().getrandbits(62) if seed is None else seed
        program = Program.of(graph, definition or _definition(), pins=values)
        needed = max(levels, min(program.depth_of_names() + 2, _MOST_LEVELS))
        world = World(seed, tower(needed, seed), _small_sizes(graph, program))
        made = cls(world, program, _counts(world, program, samples))
        return made.define(definitions) if definitions else made

    @property
    def seed(self) -> int:
        """What all was drawn from; a verdict can be reproduced with it."""
        return self.world.seed

    @property
    def height(self) -> int:
        """How many exponentials may be nested."""
        return len(self.world.levels) - 1

    def define(self, definitions: Mapping[Variable, Expression]) -> Environment:
        """Return the environment with more names, such as a student's δ.

        Raises UnanswerableError when a definition changes the meaning of a name, or reads what is
        unknown: it can read neither itself nor what comes later.
        """
        return Environment(self.world, self.program.extended(definitions), self.counts, self)

    def deeper(self, height: int) -> Environment:
        """Return an environment, of the same seed, in which more exponentials may be nested."""
        if height > _DEEPEST:
            raise UnanswerableError(TOO_DEEP)
        if height not in self._deeper:
            smaller = self.smaller and self.smaller.deeper(height)
            levels = smaller.world.levels if smaller else tower(height, self.seed)
            world = World(self.seed, levels, self.world.sizes)
            self._deeper[height] = Environment(world, self.program, self.counts, smaller)
        return self._deeper[height]

    # ---- points ---------------------------------------------------------------------------

    @cached_property
    def has_kinks(self) -> bool:
        """Whether names are computed with max, |.| or the like."""
        return bool(self.program.names_with_kinks())

    def point(self, index: int, place: Place | None = None) -> Point:
        """Return a point by its number."""
        count = self.counts[index % len(self.counts)]
        return Point(self.world, self.program, index, count, place=place)

    def _drawn(self) -> list[Point]:
        if self.smaller is not None:
            return [point.extended(self.program) for point in self.smaller.points]
        if self.has_kinks:
            found = spread_over_kinks(self.point, self.world.digest, self.program)
            if len(found) > 1:
                return found
        return [self.point(index) for index in range(max(2, len(self.counts)))]

    def spare(self, number: int) -> Point:
        """Return a point that is used when others turn out to be undefined."""
        if number not in self._spares:
            self._spares[number] = (
                self.point(1_000 + number)
                if self.smaller is None
                else self.smaller.spare(number).extended(self.program)
            )
        return self._spares[number]

    def any_point(self, number: int) -> Point:
        """Return a point of the environment, or a spare one after the last of them."""
        count = len(self.points)
        return self.points[number] if number < count else self.spare(number - count)

    def explored(self, *expressions: Expression) -> list[Point]:
        """Return points on the sides of kinks that are not the lesson's own."""
        return list(along_lines(self.point, self.world.digest, expressions))

    # ---- values ---------------------------------------------------------------------------

    def known(self, expression: Expression) -> Known:
        """Return what is known of a formula; UnanswerableError when it is too large to look at."""
        found = self._known.get(expression)
        if found is None:
            measured(expression)
            if (depth := self.program.depth(expression)) > self.height:
                raise DepthError(depth)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[expression] = Known(expression, self)
        return found


class DepthError(Exception):
    """More exponentials are nested than the tower has levels; a deeper environment will do."""

    def __init__(self, height: int) -> None:
        super().__init__(height)
        self.height = height


def directly(point: Point, expression: Expression) -> Value | None:
    """Return the exact value with every ∂f/∂x read along the direct edge; None where undefined."""
    return _or_none(point.exact, expression, point.exact.directly)


def _or_none(
    evaluator: Evaluator, expression: Expression, scope: Scope | None = None
) -> Value | None:
    try:
        return evaluator.value(expression, scope)
    except UndefinedError:
        return None


def _counts(world: World, program: Program, samples: int | None) -> tuple[int | None, ...]:
    """Return the numbers of samples to try: 2, 3, 4 and one more where n is a letter."""
    lengths = [len(value) for name, value in program.pins.items() if name.sampled]
    pinned = [int(program.pins[name]) for name in program.counts & program.pins.keys()]
    fixed = [samples] if samples else [*lengths, *pinned, *program.fixed_counts]
    if fixed or not program.counts:
        return (max(fixed, default=None),)
    return (3, 2, 4, 5 + world.digest("samples") % 2)


def _small_sizes(graph: Graph, program: Program) -> dict[int, int]:
    """Put small sizes in the place of large ones; equal ones stay equal, others different.

    A size that some formula writes as a number, as in 1/32, or that given values have, is kept.
    """
    sizes = sorted({size for leaf in graph.leaves for size in leaf.shape or ()})
    if not sizes or sizes[-1] <= _SMALL_SIZE or any(name.shape for name in program.pins):
        return {}
    parts = (part for formula in program.formulas.values() for part in walk(formula))
    numbers = [Fraction(part.value) for part in parts if isinstance(part, Number)]
    written = {each for number in numbers for each in (number.numerator, number.denominator)}
    movable = [size for size in sizes if size > 1 and size not in written]
    kept = set(sizes) - set(movable)
    free = (size for size in range(2, len(sizes) + len(kept) + 3) if size not in kept)
    return dict(zip(movable, free, strict=False))


def _definition() -> Definition:
    from derive.activations import definition

    return definition
