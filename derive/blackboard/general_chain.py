r"""The chain rule for functions nobody has named yet: ``y = f(x)``, ``z = g(y)``.

The equations make a graph as those of a lesson do; the rule is read off its paths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from derive.blackboard.chain import Board, Row
from derive.core.errors import LessonError
from derive.core.expression import (
    Add,
    Call,
    Expression,
    Mul,
    Partial,
    Role,
    Variable,
    substitute,
)
from derive.core.function import Function, lettered
from derive.core.graph import Graph, Node
from derive.core.text import Text
from derive.operations.equation import equation
from derive.reading import read_target
from derive.spelling.name import split_name

Path = tuple[Node, ...]  # from the last variable down to the first


@dataclass(frozen=True)
class GeneralChain:
    """Equations between variables, each a call of an unknown function."""

    graph: Graph

    @property
    def start(self) -> Variable:
        """The one variable that nothing gives."""
        return self.graph.leaves[0]

    @property
    def slope(self) -> Partial:
        """What is asked for: the derivative of the last variable by the first."""
        return Partial(self.graph.loss, self.start, Role.ADJOINT)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Every way from the last variable back to the first."""
        return tuple(self._paths(self.graph.loss))

    def _paths(self, name: Variable) -> Iterator[Path]:
        if name == self.start:
            yield ()
            return
        node = self.graph.node_of[name]
        for given in node.inputs:
            for rest in self._paths(given):
                yield (node, *rest)

    @property
    def is_one_way(self) -> bool:
        """Whether every function has a single argument."""
        return all(len(node.inputs) == 1 for node in self.graph.nodes)

    def board(self, *, nabla: bool = False) -> Board:
        """Write the equations, the composed function and the chain rule.

        ``nabla`` adds the derivative's other name, ``∇_x z``; with one way the same is written with
        primes, too.
        """
        rows = [Row(node.formula, GIVEN, node.output) for node in self.graph.nodes]
        rows.append(Row(self._composed(self.graph.loss), PUT_IN, self.graph.loss))
        if self.is_one_way:
            rows.append(Row(self._called(), COMPOSED))
        if nabla:
            operator = Variable("nabla", rf"\nabla_{{{self.start.latex}}}")
            rows.append(Row(self.slope, GRADIENT, Mul((operator, self.graph.loss))))
            rows.append(Row(self._leibniz(), self._why))
        else:
            rows.append(Row(self._leibniz(), self._why, self.slope))
        if self.is_one_way:
            rows.append(Row(self._primes(), PRIMES, self._called(1)))
        return Board(tuple(rows))

    @property
    def _why(self) -> Text:
        return ONE_WAY if len(self.paths) == 1 else WAYS

    def _leibniz(self) -> Expression:
        terms = tuple(self._term(path) for path in self.paths)
        return terms[0] if len(terms) == 1 else Add(terms)

    def _term(self, path: Path) -> Expression:
        reached = (*(node.output for node in path[1:]), self.start)
        links = tuple(
            Partial(node.output, given) for node, given in zip(path, reached, strict=True)
        )
        return links[0] if len(links) == 1 else Mul(links, dot=True)

    def _composed(self, name: Variable) -> Expression:
        """Return a variable as nested calls in the first one: ``g(f(x))``."""
        node = self.graph.node_of.get(name)
        if node is None:
            return name
        return substitute(node.formula, {given: self._composed(given) for given in node.inputs})

    def _called(self, order: int = 0) -> Expression:
        """Return ``(g ∘ f)(x)``, or with ``order=1`` its derivative."""
        names = [_function_of(node).latex for node in reversed(self.graph.nodes)]
        joined = r" \circ ".join(names)
        return Call(lettered(f"({joined})"), (self.start,), order)

    def _primes(self) -> Expression:
        """Return ``g'(f(x)) · f'(x)``."""
        factors = []
        for node in reversed(self.graph.nodes):
            inside = tuple(self._composed(given) for given in node.inputs)
            factors.append(Call(_function_of(node), inside, 1))
        return Mul(tuple(factors), dot=True)


def general_chain(equations: Sequence[str]) -> GeneralChain:
    """Return the chain that equations such as ``z = f(s, t)`` make.

    Raises LessonError or ReadError for anything but one function of known variables on the right.
    """
    if len(equations) < 2:
        raise LessonError(_TWO)
    nodes: list[Node] = []
    known: dict[str, Variable] = {}
    targets = [_parts(line)[0] for line in equations]
    for line in equations:
        target, function, arguments = _parts(line)
        for name in arguments:
            known.setdefault(name, Variable(name, split_name(name).latex, Role.PARAMETER))
        inputs = tuple(known[name] for name in arguments)
        output = Variable(target, split_name(target).latex)
        known[target] = output
        nodes.append(equation(output, Call(lettered(function, len(inputs)), inputs)))
    leaves = tuple(name for key, name in known.items() if key not in targets)
    if len(leaves) != 1:
        raise LessonError(_ONE_START.fill(names=", ".join(leaf.name for leaf in leaves)))
    graph = Graph(leaves, tuple(nodes))
    for node in nodes[:-1]:
        if not graph.consumers[node.output]:
            raise LessonError(_UNUSED.fill(name=node.output.name))
    return GeneralChain(graph)


def _parts(line: str) -> tuple[str, str, tuple[str, ...]]:
    """Return target, function and arguments of ``z = f(s, t)``."""
    left, sign, right = line.partition("=")
    if not sign:
        raise LessonError(_SHAPE.fill(line=line))
    target, none = read_target(left)
    function, arguments = read_target(right)
    if none or not arguments:
        raise LessonError(_SHAPE.fill(line=line))
    return target, function, arguments


def _function_of(node: Node) -> Function:
    assert isinstance(node.formula, Call)
    return node.formula.function


GIVEN = Text("any differentiable function", "任意可微分的函數")
PUT_IN = Text("put in", "代入")
COMPOSED = Text("the composed function", "合成函數")
GRADIENT = Text("what is asked for", "要求的微分")
ONE_WAY = Text("chain rule: one way, so one product", "連鎖律：只有一條路徑，各段相乘")
WAYS = Text("chain rule: one product for each way, added", "連鎖律：每條路徑各段相乘，再相加")
PRIMES = Text("the same written with primes", "改用 ′ 的寫法")
_SHAPE = Text(
    "Each equation is one function of names, as in “z = f(s, t)”, not “{line}”.",
    "每個式子要寫成一個函數，例如「z = f(s, t)」，不能是「{line}」。",
)
_TWO = Text(
    "A chain needs two equations or more, as in “y = f(x)” and “z = g(y)”.",
    "連鎖律至少要有兩個式子，例如「y = f(x)」與「z = g(y)」。",
)
_ONE_START = Text(
    "All of it has to come from one variable; here these are given by nothing: {names}.",
    "所有變數要由同一個變數算出；這裡沒有式子的變數有：{names}。",
)
_UNUSED = Text("{name} is used by no later equation.", "{name} 沒有被後面的式子用到。")
