"""The statements of a program: what is kept under which name, and what shape it has."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

from derive.core.expression import Shape, Variable
from derive.numeric import tree


class Code(NamedTuple):
    """A piece of code and the shape of its value.

    ``()`` is a number, ``(n,)`` has one for each sample, ``(rows, columns)`` is a matrix.  An array
    is ``fresh`` while nobody else reads it: the next operation may write its result over it.
    """

    tree: ast.expr
    shape: Shape = ()
    fresh: bool = False


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
        identifier = self._new_name()
        shape = self._declared(variable)
        self.arrays = self.arrays or shape != ()
        self.scope[variable] = Code(tree.name(identifier), shape)
        return identifier

    def assign(self, target: Variable, value: Code) -> None:
        """Write ``target = value``."""
        if target.shape is not None:  # a matrix product needs the matrix, not its one entry
            value = self._spread(target, value)
        self.scope[target] = self.kept(value)

    def finish(self, outputs: Sequence[Variable]) -> None:
        """Write the check that every output is finite, and return them."""
        results = [self.kept(self._spread(output, self.scope[output])) for output in outputs]
        total = self.kept(self.folded(ast.Add(), [_ZERO, *map(self._size, results)]))
        nothing = tree.binary(total.tree, ast.Sub(), total.tree)
        self.body.append(tree.raise_unless_zero(nothing, "ArithmeticError"))
        values = ast.Tuple([result.tree for result in results], ast.Load(), **tree.AT)
        self.body.append(ast.Return(values, **tree.AT))

    def kept(self, code: Code) -> Code:
        """Return code that may stand twice, its value having been given a name."""
        if isinstance(code.tree, (ast.Name, ast.Constant)):
            return Code(code.tree, code.shape)
        return self._stored(self._new_name(), code)

    def combined(self, left: Code, operator: ast.operator, right: Code) -> Code:
        """Return ``left operator right``; for arrays entry by entry."""
        if not (left.shape or right.shape):
            return Code(tree.binary(left.tree, operator, right.tree))
        import numpy as np  # a program on floats does without

        return self.entrywise(getattr(np, _UFUNC[type(operator)]), left, right)

    def entrywise(self, function: Callable[..., Any], *operands: Code) -> Code:
        """Return a NumPy function of arrays, written over one that nobody reads any more."""
        shape = _together([operand.shape for operand in operands])
        over = [one.tree for one in operands if one.fresh and one.shape == shape]
        place = over[0].id if over and isinstance(over[0], ast.Name) else self._new_name()
        value = self.called(function, [*operands, *map(Code, over[:1])], shape)
        return self._stored(place, value)._replace(fresh=True)

    def matrix_product(self, left: Code, right: Code) -> Code:
        """Return ``left @ right``."""
        product = tree.binary(left.tree, ast.MatMult(), right.tree)
        shape = (left.shape[0], right.shape[-1])
        return self._stored(self._new_name(), Code(product, shape))._replace(fresh=True)

    def folded(self, operator: ast.operator, parts: Iterable[Code]) -> Code:
        """Return the parts with an operator between them."""
        code, *rest = parts
        for place, part in enumerate(rest, 1):
            code = self.bounded(self.combined(code, operator, part), place)
        return code

    def bounded(self, code: Code, operations: int) -> Code:
        """Begin a new statement now and then: Python's compiler is recursive."""
        return code if code.shape or operations % _LONGEST else self.kept(code)

    def called(
        self, function: Callable[..., Any], arguments: Iterable[Code], shape: Shape = ()
    ) -> Code:
        """Return the call of a Python function, which becomes a global of the program."""
        identifier = self._functions.setdefault(function, f"f{len(self._functions)}")
        return Code(tree.call(identifier, *(argument.tree for argument in arguments)), shape)

    def total(self, code: Code) -> Code:
        """Return the sum of all entries; a number is its own."""
        return self.called(self._sum_all, [code]) if code.shape else code

    def totals(self, code: Code, axis: int) -> Code:
        """Return the sum of each row as a column (axis 1), or of each column as a row (axis 0)."""
        if axis == 0:
            return self.called(_column_totals, [code], (1, code.shape[1]))
        return self.called(_row_totals, [code], (code.shape[0], 1))

    def squares(self, code: Code) -> Code:
        """Return the sum of the squares of all entries of an array."""
        import numpy as np

        return self.called(np.vdot, [self.kept(code)] * 2)

    @cached_property
    def sum_samples(self) -> Callable[..., Any]:
        """The sum over the samples; a dot product with ones takes half the time of ``np.sum``."""
        import numpy as np

        return partial(np.dot, np.ones(self.samples or 1))

    @cached_property
    def _sum_all(self) -> Callable[..., Any]:
        import numpy as np

        return partial(np.add.reduce, axis=None)

    def _size(self, code: Code) -> Code:
        # any number that is finite just when the value is; squares are the quickest to add
        return self.squares(code) if code.shape else code

    def _new_name(self) -> str:
        self._locals += 1
        return f"v{self._locals}"

    def _stored(self, identifier: str, code: Code) -> Code:
        self.body.append(tree.assign(identifier, code.tree))
        return Code(tree.name(identifier), code.shape)

    def _declared(self, variable: Variable) -> Shape:
        if variable.shape is not None:
            return variable.shape
        return (self.samples,) if variable.sampled and self.samples is not None else ()

    def _spread(self, target: Variable, value: Code) -> Code:
        """Give what is the same everywhere one entry for each sample, or each place."""
        shape = self._declared(target)
        if len(value.shape) >= len(shape):
            return value
        import numpy as np

        return self.called(partial(np.full, shape), [value], shape)


def _together(shapes: Sequence[Shape]) -> Shape:
    """Return the shape of an operation entry by entry; a single row or column is repeated."""
    axes = max(map(len, shapes))
    return tuple(max(shape[axis] for shape in shapes if len(shape) == axes) for axis in range(axes))


def _row_totals(array: Any) -> Any:
    return array.sum(axis=1, keepdims=True)


def _column_totals(array: Any) -> Any:
    return array.sum(axis=0, keepdims=True)


_UFUNC: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
}
_ZERO = Code(tree.constant(0.0))
