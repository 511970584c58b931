"""What a formula is: a frozen tree that keeps the order and the form its author wrote.

SymPy sorts what it stores (``ŷ - y`` for ``-(y - ŷ)``), so a written form cannot live in it.  This
tree carries the form; ``derive.numeric.symbolic`` hands any expression to SymPy, which decides
equality and differentiates a second time for the certificate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derive.core.function import Function

Shape = tuple[int, ...]


class Role(StrEnum):
    """What a variable is for; decides what is differentiated and what is shown where."""

    DATA = "data"
    PARAMETER = "parameter"
    CONSTANT = "constant"
    INTERMEDIATE = "intermediate"
    LOSS = "loss"
    LOCAL_PARTIAL = "local_partial"
    ADJOINT = "adjoint"
    HYPERPARAMETER = "hyperparameter"
    STATE = "state"


class Expression:
    """Any formula; frozen.  ``==`` means *written the same way*, not equal in value."""

    __slots__ = ()

    @property
    def children(self) -> tuple[Expression, ...]:
        """The parts of the formula, in written order."""
        return ()

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        """Return the same kind of node over other parts."""
        return self


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """An exact rational, or a float that stands for a computed value.

    ``text`` keeps how it was typed (``0.10``); it plays no part in equality.
    """

    value: Fraction | float
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A number with a name: π or Euler's e."""

    key: str  # "pi" or "e"


@dataclass(frozen=True, eq=False)
class Variable(Expression):
    """A quantity with a name.  Two variables are the same when their names are.

    Parameters
    ----------
    name : the key users type in a lesson file and read in JSON (``w_{1,1}``)
    latex : how it is typeset; the printers in ``spelling/`` read base, hat, subscript, superscript
    shape : None for a scalar, ``(rows, columns)`` for a matrix; a column vector is ``(n, 1)``
    sampled : whether it has one value for every sample of the data
    """

    name: str
    latex: str
    role: Role = Role.INTERMEDIATE
    shape: Shape | None = None
    sampled: bool = False

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Variable) and self.name == other.name)

    def __hash__(self) -> int:
        return hash(self.name)


class Partial(Variable):
    """``∂of/∂wrt``: a variable like any other, assigned by the step that works it out.

    ``latex`` is empty unless it has a letter of its own (δ).
    """

    of: Variable
    wrt: Variable

    def __init__(
        self, of: Variable, wrt: Variable, role: Role = Role.LOCAL_PARTIAL, latex: str = ""
    ) -> None:
        # written out because a frozen dataclass pays object.__setattr__ for each field, and a
        # derivation makes two of these for every edge of the network
        self.__dict__.update(
            of=of,
            wrt=wrt,
            name=f"d{of.name}/d{wrt.name}",
            latex=latex,
            role=role,
            shape=wrt.shape,
            sampled=wrt.sampled or of.sampled,
        )


@dataclass(frozen=True, slots=True)
class Add(Expression):
    """A sum; a difference is a sum whose term is a ``Neg``."""

    terms: tuple[Expression, ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.terms

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Add(children)


@dataclass(frozen=True, slots=True)
class Neg(Expression):
    """``-operand``, as written: ``-(y - ŷ)`` is not ``ŷ - y``."""

    operand: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Neg(children[0])


@dataclass(frozen=True, slots=True)
class Mul(Expression):
    """A product.  ``dot`` writes ``h_1 · w``; without it the factors stand side by side."""

    factors: tuple[Expression, ...]
    dot: bool = False

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Mul(children, self.dot)


@dataclass(frozen=True, slots=True)
class Div(Expression):
    """A fraction."""

    numerator: Expression
    denominator: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.numerator, self.denominator)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Div(*children)


@dataclass(frozen=True, slots=True)
class Pow(Expression):
    """A power; ``e^{-z}`` is the power of ``Constant("e")``."""

    base: Expression
    exponent: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.base, self.exponent)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Pow(*children)


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A named function applied, ``σ(z)``; ``order`` counts its primes, ``σ'(z)`` being 1."""

    function: Function
    arguments: tuple[Expression, ...]
    order: int = 0

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.arguments

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Call(self.function, children, self.order)


@dataclass(frozen=True, slots=True)
class SumOver(Expression):
    """``Σ_{index=1}^{upper} body`` over the samples; ``upper`` is the variable n or a number."""

    index: str
    upper: Expression
    body: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.upper, self.body)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return SumOver(self.index, *children)


@dataclass(frozen=True, slots=True)
class Derivative(Expression):
    """``∂[body]/∂wrt``, not yet worked out: the left end of a line of small working."""

    body: Expression
    wrt: Variable

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.body,)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Derivative(children[0], self.wrt)


@dataclass(frozen=True, slots=True)
class Marked(Expression):
    """``body``, which is what ``variable`` was already found to be: the box on the slide.

    It changes neither value nor brackets; a printer may draw the box, the chip or the colour.
    """

    body: Expression
    variable: Variable

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.body,)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Marked(children[0], self.variable)


@dataclass(frozen=True, slots=True)
class MatMul(Expression):
    """A product of matrices, in order."""

    factors: tuple[Expression, ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return MatMul(children)


@dataclass(frozen=True, slots=True)
class Hadamard(Expression):
    """The product entry by entry, ``⊙``."""

    factors: tuple[Expression, ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Hadamard(children)


@dataclass(frozen=True, slots=True)
class Transpose(Expression):
    """``operand`` with rows and columns exchanged."""

    operand: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Transpose(children[0])


@dataclass(frozen=True, slots=True)
class Total(Expression):
    """The sum of all entries of a matrix.

    With ``axis=1`` it is the sum of each row, as a column; with ``axis=0`` that of each column, as
    a row.
    """

    operand: Expression
    axis: int | None = None

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def with_children(self, children: tuple[Expression, ...]) -> Expression:
        return Total(children[0], self.axis)


ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
TWO = Number(Fraction(2))
E = Constant("e")
# operators: they stand close to what they are taken of; no lesson can name a variable so
NABLA = Variable("operator nabla", r"\nabla")
DELTA = Variable("operator Delta", r"\Delta")
DIFFERENTIAL = Variable("operator d", "d")


def number(value: int | Fraction | float) -> Number:
    """Return an exact Number for an int or Fraction, a measured one for a float."""
    return Number(Fraction(value) if isinstance(value, int) else value)


def exp(power: Expression) -> Pow:
    """Return ``e^{power}``."""
    return Pow(E, power)


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all its parts, in written order.  Needs no recursion depth."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def variables(expression: Expression) -> tuple[Variable, ...]:
    """Return the variables that are read, each once, in the order in which they are written."""
    if isinstance(expression, Variable):  # two thirds of all results are a name or two of them
        return (expression,)
    parts = expression.children
    if all(isinstance(part, Variable) for part in parts):
        return tuple(dict.fromkeys(parts))  # type: ignore[arg-type]
    found: dict[Variable, None] = {}
    stack = [expression]  # as ``walk`` does, without its yield: this is asked for each edge
    while stack:
        node = stack.pop()
        if isinstance(node, Variable):
            found[node] = None
        else:
            stack.extend(node.children[::-1])
    return tuple(found)


def size(expression: Expression) -> int:
    """Return how many nodes the formula has: a measure of how long it is on paper."""
    return sum(1 for _ in walk(expression))


def rewrite(
    expression: Expression, change: Callable[[Expression], Expression | None]
) -> Expression:
    """Return the expression with every part for which ``change`` answers replaced, outermost first.

    Unchanged parts are shared, not copied.  Depth is that of one written formula, which the
    reader bounds, so recursion is safe here.
    """
    replacement = change(expression)
    if replacement is not None:
        return replacement
    parts = expression.children
    if not parts:
        return expression
    changed = tuple(rewrite(part, change) for part in parts)
    if all(new is old for new, old in zip(changed, parts, strict=True)):
        return expression
    return expression.with_children(changed)


def substitute(expression: Expression, values: Mapping[Variable, Expression]) -> Expression:
    """Put expressions in the place of variables."""

    def change(node: Expression) -> Expression | None:
        return values.get(node) if isinstance(node, Variable) else None

    return rewrite(expression, change)


def without_marks(expression: Expression) -> Expression:
    """Return the formula with every ``Marked`` box taken off."""

    def change(node: Expression) -> Expression | None:
        return without_marks(node.body) if isinstance(node, Marked) else None

    return rewrite(expression, change)
