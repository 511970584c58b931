"""The statements of a program: what is kept under which name, and what each formula comes to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import partial
from typing import Any, NamedTuple

from derive.core.expression import Variable
from derive.numeric import tree


class Kind(IntEnum):
    """What a piece of code is worth; of two pieces combined the larger kind results."""

    NUMBER = 0
    SAMPLED = 1
    MATRIX = 2


class Code(NamedTuple):
    """A piece of code and what it is worth."""

    tree: ast.expr
    kind: Kind


Scope = Mapping[Variable, Code]
_LONGEST = 40  # operations in one statement


class Writer:
    """Collects statements in ``body``; ``scope`` says under which name each variable is kept."""

    def __init__(self, samples: int | None) -> None:
        self.samples = samples
        self.body: list[ast.stmt] = []
        self.arrays = False
        self.scope: dict[Variable, Code] = {}
        self._functions: dict[Callable[..., Any], str] = {}
        self._locals = 0

    @property
    def known(self) -> dict[str, Any]:
        """The Python functions that the statements call, by the name they use."""
        return {identifier: function for function, identifier in self._functions.items()}

    def argument(self, variable: Variable) -> str:
        """Make an input known and return the name of its parameter."""
        identifier = self._fresh()
        kind = self._declared(variable)
        self.arrays = self.arrays or kind is not Kind.NUMBER
        self.scope[variable] = Code(tree.name(identifier), kind)
        return identifier

    def assign(self, target: Variable, value: Code) -> None:
        """Write ``target = value``."""
        if target.shape is not None:  # a matrix product needs the matrix, not its one entry
            value = self._spread(target, value)
        self.scope[target] = self.kept(value)

    def finish(self, outputs: Sequence[Variable]) -> None:
        """Write the check that every output is finite, and return them."""
        results = [self.kept(self._spread(output, self.scope[output])) for output in outputs]
        total = self.kept(self.folded(ast.Add(), [_ZERO, *map(self.total, results)]))
        nothing = tree.binary(total.tree, ast.Sub(), total.tree)
        self.body.append(tree.raise_unless_zero(nothing, "ArithmeticError"))
        values = ast.Tuple([result.tree for result in results], ast.Load(), **tree.AT)
        self.body.append(ast.Return(values, **tree.AT))

    def kept(self, code: Code) -> Code:
        """Return code that may stand twice, its value having been given a name."""
        if isinstance(code.tree, (ast.Name, ast.Constant)):
            return code
        identifier = self._fresh()
        self.body.append(tree.assign(identifier, code.tree))
        return Code(tree.name(identifier), code.kind)

    def folded(self, operator: ast.operator, parts: Iterable[Code]) -> Code:
        """Return the parts with an operator between them."""
        code, *rest = parts
        for place, part in enumerate(rest, 1):
            code = self.bounded(combined(code, operator, part), place)
        return code

    def bounded(self, code: Code, operations: int) -> Code:
        """Begin a new statement now and then: Python's compiler is recursive."""
        return code if operations % _LONGEST else self.kept(code)

    def called(self, function: Callable[..., Any], arguments: Iterable[Code], kind: Kind) -> Code:
        """Return the call of a Python function, which becomes a global of the program."""
        identifier = self._functions.setdefault(function, f"f{len(self._functions)}")
        return Code(tree.call(identifier, *(argument.tree for argument in arguments)), kind)

    def total(self, code: Code) -> Code:
        """Return the sum of all entries; a number is its own."""
        if code.kind is Kind.NUMBER:
            return code
        return self.called(_total, [code], Kind.NUMBER)

    def row_totals(self, code: Code) -> Code:
        """Return the sum of each row, as a column."""
        return self.called(_row_totals, [code], code.kind)

    def _fresh(self) -> str:
        self._locals += 1
        return f"v{self._locals}"

    def _declared(self, variable: Variable) -> Kind:
        if variable.shape is not None:
            return Kind.MATRIX
        return Kind.SAMPLED if variable.sampled and self.samples is not None else Kind.NUMBER

    def _spread(self, target: Variable, value: Code) -> Code:
        declared = self._declared(target)
        if value.kind >= declared:
            return value
        import numpy as np  # a program on floats does without

        return self.called(partial(np.full, target.shape or (self.samples,)), [value], declared)


def combined(left: Code, operator: ast.operator, right: Code) -> Code:
    """Return ``left operator right``."""
    return Code(tree.binary(left.tree, operator, right.tree), max(left.kind, right.kind))


def _total(array: Any) -> Any:
    return array.sum()


def _row_totals(array: Any) -> Any:
    return array.sum(axis=1, keepdims=True)


_ZERO = Code(tree.constant(0.0), Kind.NUMBER)
