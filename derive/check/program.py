"""The forward equations as a programme: what is computed from what, and of which kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from derive.check.verdict import EXPONENT, REDEFINED, TOO_LARGE, UNKNOWN_NAME, UnanswerableError
from derive.core.expression import (
    Add,
    Call,
    Constant,
    Derivative,
    Div,
    E,
    Expression,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    Role,
    SumOver,
    Variable,
    walk,
)
from derive.core.function import Function
from derive.core.graph import Graph

MOST_NODES = 4_000
MOST_EXPONENT = 64
MOST_DEGREE = 10**6
KINKS = frozenset({"abs", "max", "min", "sign"})
# neither rational nor exponential, so that residues can prove equality but not difference
TRANSCENDENTAL = frozenset({"log", "sqrt", "sin", "cos", "erf"})
# a name of these roles may be drawn at random even where the lesson does not list it
FREE = frozenset({Role.DATA, Role.PARAMETER, Role.CONSTANT, Role.HYPERPARAMETER, Role.STATE})

Definition = Callable[[Function], Expression]
Test = Callable[[Expression], bool]


class Program:
    """Formulas in computable order, and what can be said of them without a single number.

    ``definition`` gives the formula of a function (a primitive stands for itself); unknown
    functions have none, they are "an activation f".  ``counts`` are the names of the number of
    samples; ``pins`` gives leaves their values.
    """

    def __init__(
        self,
        leaves: Iterable[Variable],
        formulas: Mapping[Variable, Expression],
        definition: Definition,
        pins: Mapping[Variable, Any] | None = None,
    ) -> None:
        self.leaves = frozenset(leaves)
        self.formulas = dict(formulas)
        self.definition = definition
        self.pins = dict(pins or {})
        self.own: frozenset[Variable] = frozenset()
        self.reads = {name: reads(formula) for name, formula in self.formulas.items()}
        uppers = [part.upper for part in self._parts() if isinstance(part, SumOver)]
        counted = {upper for upper in uppers if isinstance(upper, Variable)}
        self.counts = frozenset(counted | self._letters_for_counts())
        self.fixed_counts = frozenset(
            int(upper.value) for upper in uppers if isinstance(upper, Number)
        )
        self._ancestors: dict[Variable, tuple[Variable, ...]] = {}
        self._between: dict[tuple[Variable, Variable], tuple[Variable, ...]] = {}
        self._with: dict[Test, frozenset[Variable]] = {}
        self._made_with: dict[tuple[Function, Test], bool] = {}

    @classmethod
    def of(cls, graph: Graph, definition: Definition, **options: Any) -> Program:
        """Return the programme of a graph."""
        formulas = {node.output: node.formula for node in graph.nodes}
        return cls(graph.leaves, formulas, definition, **options)

    def extended(self, definitions: Mapping[Variable, Expression]) -> Program:
        """Return the programme with more names, each defined by those before it.

        Raises UnanswerableError when a definition changes a name's meaning or reads the unknown.
        """
        known = self.leaves | self.formulas.keys()
        for name, formula in definitions.items():
            if name in known or isinstance(name, Partial):
                raise UnanswerableError(REDEFINED.fill(name=name.name))
            measured(formula)
            for read in reads(formula):
                if read not in known and read.role not in FREE:
                    raise UnanswerableError(UNKNOWN_NAME.fill(name=read.name))
            known = known | {name}
        made = Program(self.leaves, {**self.formulas, **definitions}, self.definition, self.pins)
        made.own = self.own | definitions.keys()
        return made

    def _parts(self) -> Iterable[Expression]:
        return (part for formula in self.formulas.values() for part in walk(formula))

    def _letters_for_counts(self) -> set[Variable]:
        sampled = any(leaf.sampled for leaf in self.leaves)
        return {leaf for leaf in self.leaves if sampled and leaf.name == "n"}

    def ancestors(self, name: Variable) -> tuple[Variable, ...]:
        """Return the computed names that a name depends on, itself included, in order."""
        found = self._ancestors.get(name)
        if found is None:
            needed, stack = set(), [name]
            while stack:
                read = stack.pop()
                if read in self.formulas and read not in needed:
                    needed.add(read)
                    stack.extend(self.reads[read])
            found = tuple(each for each in self.formulas if each in needed)
            self._ancestors[name] = found
        return found

    def between(self, wrt: Variable, name: Variable) -> tuple[Variable, ...]:
        """Return the names on the ways from ``wrt`` to ``name``, in order, without ``wrt``."""
        found = self._between.get((wrt, name))
        if found is None:
            moved = {wrt}
            for each in self.ancestors(name):
                if not moved.isdisjoint(self.reads[each]):
                    moved.add(each)
            found = tuple(each for each in self.ancestors(name) if each in moved and each != wrt)
            self._between[wrt, name] = found
        return found

    def two_ways(self, partial: Partial) -> bool:
        """Whether x reaches f both directly and through other names, so that ∂f/∂x is two things.

        Of the last name, the loss, it never is: there everybody means the sum over all paths.
        """
        of, wrt = partial.of, partial.wrt
        if of not in self.formulas or of == self.loss or wrt not in self.reads[of]:
            return False
        return len(self.between(wrt, of)) > 1

    def has_two_ways(self, body: Expression, wrt: Variable) -> bool:
        """Whether a formula reads x, and also names that are computed from it."""
        read = reads(body)
        return wrt in read and any(
            self.between(wrt, name) for name in read if name != wrt and name in self.formulas
        )

    @property
    def loss(self) -> Variable | None:
        """The last of the lesson's own names."""
        return next((name for name in reversed(self.formulas) if name not in self.own), None)

    def names_with_kinks(self) -> tuple[Variable, ...]:
        """Return the names whose own formulas have max, |.| or the like, in order."""
        return tuple(
            name
            for name, formula in self.formulas.items()
            if self._has(formula, _is_kink, frozenset())
        )

    def transcendental(self, expression: Expression) -> bool:
        """Whether a logarithm, a root, sine … stands in the formula or in what it names."""
        return self._has(expression, _is_transcendental, self._names_with(_is_transcendental))

    def _names_with(self, test: Test) -> frozenset[Variable]:
        found = self._with.get(test)
        if found is None:
            names: frozenset[Variable] = frozenset()
            for name, formula in self.formulas.items():
                if self._has(formula, test, names):
                    names |= {name}
            found = self._with[test] = names
        return found

    def _has(self, expression: Expression, test: Test, names: frozenset[Variable]) -> bool:
        for part in walk(expression):
            if isinstance(part, Variable):
                while isinstance(part, Partial):
                    part = part.of
                if part in names:
                    return True
            elif test(part) or (isinstance(part, Call) and self._is_made_with(part.function, test)):
                return True
        return False

    def _is_made_with(self, function: Function, test: Test) -> bool:
        if not function.definition:
            return False
        found = self._made_with.get((function, test))
        if found is None:
            found = self._has(self.definition(function), test, frozenset())
            self._made_with[function, test] = found
        return found

    def depth(self, expression: Expression) -> int:
        """How many exponentials are nested in the formula itself, names counting nothing."""
        inner = max(map(self.depth, expression.children), default=0)
        if isinstance(expression, Pow) and expression.base == E:
            return inner + 1
        if isinstance(expression, Call):
            function = expression.function
            if function.key == "exp":
                return inner + 1
            if function.definition:
                return inner + self.depth(self.definition(function))
        return inner

    def depth_of_names(self) -> int:
        """How many exponentials are nested in the deepest name, all names written out."""
        depths: dict[Variable, int] = {}
        for name, formula in self.formulas.items():
            read = max((depths.get(each, 0) for each in self.reads[name]), default=0)
            depths[name] = read + self.depth(formula)
        return max(depths.values(), default=0)


def reads(expression: Expression) -> tuple[Variable, ...]:
    """Return the names a formula depends on; ∂f/∂x depends on f and x."""
    found: dict[Variable, None] = {}
    stack: list[Expression] = [expression]
    while stack:
        for part in walk(stack.pop()):
            if isinstance(part, Partial):
                stack += [part.of, part.wrt]
            elif isinstance(part, Variable):
                found[part] = None
            elif isinstance(part, Derivative):
                stack.append(part.wrt)
    return tuple(found)


def _is_kink(part: Expression) -> bool:
    return isinstance(part, Call) and part.function.key in KINKS


def _is_transcendental(part: Expression) -> bool:
    if isinstance(part, Call):
        return part.function.key in TRANSCENDENTAL
    if isinstance(part, Pow) and part.base != E:
        exponent = constant(part.exponent)
        return exponent is None or exponent.denominator != 1
    return isinstance(part, Constant) and part.key == "pi"


def constant(expression: Expression) -> Fraction | None:
    """Return the rational number that an exponent such as ``-1`` or ``2/3`` is, if it is one.

    Raises UnanswerableError when it is beyond all use: nothing is computed that could grow.
    """
    if isinstance(expression, Number):
        value = Fraction(expression.value)
    elif isinstance(expression, Neg | Add | Mul | Div | Pow):
        parts = [constant(part) for part in expression.children]
        if any(part is None for part in parts):
            return None
        value = _folded(expression, [part for part in parts if part is not None])
    else:
        return None
    if max(abs(value.numerator), value.denominator) > 10**9:
        raise UnanswerableError(EXPONENT)
    return value


def _folded(expression: Expression, parts: list[Fraction]) -> Fraction:
    if isinstance(expression, Neg):
        return -parts[0]
    if isinstance(expression, Add):
        return sum(parts, Fraction(0))
    if isinstance(expression, Mul):
        product = Fraction(1)
        for part in parts:
            product *= part
        return product
    if isinstance(expression, Div) and parts[1]:
        return parts[0] / parts[1]
    if isinstance(expression, Pow) and parts[1].denominator == 1 and 0 <= parts[1] <= 9:
        return Fraction(parts[0] ** int(parts[1]))
    raise UnanswerableError(EXPONENT)


def measured(expression: Expression) -> int:
    """Return how often a formula multiplies its names, their own formulas not counted.

    Raises UnanswerableError for what is too large to be looked at.
    """
    for count, _ in enumerate(walk(expression)):
        if count > MOST_NODES:
            raise UnanswerableError(TOO_LARGE)
    degree = _degree(expression)
    if degree > MOST_DEGREE:
        raise UnanswerableError(TOO_LARGE)
    return degree


def _degree(expression: Expression) -> int:
    if isinstance(expression, Variable):
        return 1
    degrees = map(_degree, expression.children)
    if isinstance(expression, Pow) and expression.base != E:
        exponent = constant(expression.exponent)
        if exponent is not None:
            if abs(exponent) > MOST_EXPONENT:
                raise UnanswerableError(EXPONENT)
            return int(abs(exponent) + 1) * _degree(expression.base)
    return max(degrees, default=0) if isinstance(expression, Add) else sum(degrees)
