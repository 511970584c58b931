"""Small networks written as equations, and formulas in their names, for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from derive.activations import spellings
from derive.check.environment import Environment
from derive.check.equality import compare
from derive.check.verdict import Judgement, Verdict
from derive.core.expression import Expression, Role, SumOver, Variable, variables, walk
from derive.core.function import lettered
from derive.core.graph import Graph, Node
from derive.operations.equation import equation
from derive.reading import NameTable, read_expression

F = lettered("f")


class Network:
    """Equations, one a line; ``x_i`` and other names with an index i have a value a sample."""

    def __init__(
        self,
        equations: str,
        data: str = "",
        parameters: str = "",
        constants: str = "",
    ) -> None:
        leaves = [
            *(self._leaf(name, Role.DATA) for name in data.split()),
            *(self._leaf(name, Role.PARAMETER) for name in parameters.split()),
            *(self._leaf(name, Role.CONSTANT) for name in constants.split()),
        ]
        self.functions = {**spellings(), "f": F}
        self.names = {leaf.name: leaf for leaf in leaves}
        self.graph = Graph(tuple(leaves), tuple(self._nodes(equations)))
        self.table = self._table(self.graph.loss)

    @staticmethod
    def _leaf(name: str, role: Role) -> Variable:
        return Variable(name, name, role, sampled=name.endswith("_i"))

    def _table(self, loss: Variable | None = None) -> NameTable:
        count = self.names.get("n")
        return NameTable(self.names.values(), self.functions, count=count, loss=loss)

    def _nodes(self, equations: str) -> Iterable[Node]:
        for line in filter(None, map(str.strip, equations.splitlines())):
            name, _, right = line.partition(" = ")
            body = read_expression(right, self._table())
            summed = any(isinstance(part, SumOver) for part in walk(body))
            sampled = not summed and any(part.sampled for part in variables(body))
            output = self.names[name] = Variable(name, name, sampled=sampled)
            yield equation(output, body)

    def read(self, text: str) -> Expression:
        """Read a formula in the names of this network."""
        return read_expression(text, self.table)

    @cache  # noqa: B019 - a handful of networks that live as long as the tests
    def environment(self, seed: int = 20) -> Environment:
        """Return the environment drawn from a seed."""
        return Environment.of(self.graph, seed=seed)

    def judge(self, left: str, right: str, seed: int = 20) -> Judgement:
        """Compare two formulas."""
        return compare(self.read(left), self.read(right), self.environment(seed))

    def verdict(self, left: str, right: str, seed: int = 20) -> Verdict:
        """Return the bare verdict."""
        return self.judge(left, right, seed).verdict


LINEAR = Network(
    r"""
    h_1 = w_{1,1} x_1 + w_{2,1} x_2 + b_1
    h_2 = w_{1,2} x_1 + w_{2,2} x_2 + b_2
    \hat{y} = w_{3,1} h_1 + w_{3,2} h_2 + b_3
    L = \frac{1}{2} (y - \hat{y})^2
    """,
    "x_1 x_2 y",
    "w_{1,1} w_{2,1} w_{1,2} w_{2,2} w_{3,1} w_{3,2} b_1 b_2 b_3",
)
SIGMOID = Network(
    r"""
    z_1 = w_1 x_1 + w_2 x_2 + b_1
    z_2 = w_3 x_1 + w_4 x_2 + b_2
    a_1 = \sigma(z_1)
    a_2 = \sigma(z_2)
    z_3 = w_5 a_1 + w_6 a_2 + b_3
    z_4 = w_7 a_1 + w_8 a_2 + b_4
    o_1 = \sigma(z_3)
    o_2 = \sigma(z_4)
    E = \frac12 (t_1 - o_1)^2 + \frac12 (t_2 - o_2)^2
    """,
    "x_1 x_2 t_1 t_2",
    "w_1 w_2 w_3 w_4 w_5 w_6 w_7 w_8 b_1 b_2 b_3 b_4",
)
SAMPLED = Network(
    r"""
    \hat{y}_i = w x_i + b
    L = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2
    """,
    "x_i y_i",
    "w b",
    "n",
)
RELU = Network(
    r"""
    z_1 = w_1 x + b_1
    z_2 = w_2 x + b_2
    h_1 = \operatorname{ReLU}(z_1)
    h_2 = \operatorname{ReLU}(z_2)
    z_3 = u_1 h_1 + u_2 h_2 + b_3
    h_3 = \operatorname{ReLU}(z_3)
    \hat{y} = v h_3 + c
    L = (\hat{y} - y)^2
    """,
    "x y",
    "w_1 w_2 b_1 b_2 u_1 u_2 b_3 v c",
)
SOFTMAX = Network(
    r"""
    s = e^{z_1} + e^{z_2} + e^{z_3}
    p_1 = \frac{e^{z_1}}{s}
    p_2 = \frac{e^{z_2}}{s}
    p_3 = \frac{e^{z_3}}{s}
    L = -y_1 \ln p_1 - y_2 \ln p_2 - y_3 \ln p_3
    """,
    "y_1 y_2 y_3",
    "z_1 z_2 z_3",
)
LOGISTIC = Network(
    r"""
    z = w x + b
    a = \sigma(z)
    L = -y \ln a - (1 - y) \ln(1 - a)
    """,
    "x y",
    "w b",
)
DEEP = Network(
    r"""
    z_1 = w_1 x
    a_1 = \sigma(z_1)
    z_2 = w_2 a_1
    a_2 = \tanh(z_2)
    z_3 = w_3 a_2
    a_3 = \sigma(z_3)
    z_4 = w_4 a_3
    a_4 = \sigma(z_4)
    L = (a_4 - y)^2
    """,
    "x y",
    "w_1 w_2 w_3 w_4",
)
OPAQUE = Network(
    r"""
    z_1 = w_1 x + b_1
    a_1 = f(z_1)
    z_2 = w_2 a_1 + b_2
    a_2 = f(z_2)
    L = \frac12 (a_2 - y)^2
    """,
    "x y",
    "w_1 b_1 w_2 b_2",
)
SKIP = Network(
    r"""
    g = w x
    h = g^2
    \hat{y} = h + g
    L = (\hat{y} - y)^2
    """,
    "x y",
    "w",
)
LEAKY = Network(
    r"""
    z = w x + b
    a = \operatorname{LeakyReLU}(z)
    L = |a - y|
    """,
    "x y",
    "w b",
)
PLAIN = Network("L = x + a + b + c", "x", "a b c")
