"""Straight-line machine code for a list of assignments: fast to call thousands of times.

The code is built as a syntax tree whose names are our own (v0, v1 …), never as text, so nothing
that a user typed can end up in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

from derive.core.expression import Expression, Variable
from derive.core.pause import without_garbage_collection
from derive.numeric import tree
from derive.numeric.phrases import write
from derive.numeric.stepwise import assigned, spread, strict
from derive.numeric.writer import Writer

Program = Callable[..., tuple[Any, ...]]


def compile_program(
    assignments: Sequence[tuple[Variable, Expression]],
    inputs: Sequence[Variable],
    outputs: Sequence[Variable],
    *,
    samples: int | None = None,
) -> Program:
    """Return a function from the values of ``inputs``, in order, to the tuple of ``outputs``.

    Without ``samples`` and shapes everything is a float; with them sampled variables are arrays of
    that length and shaped ones matrices.  The function raises NumericError, with the name of the
    variable, when something leaves the finite numbers.
    """
    steps, given, wanted = tuple(assignments), tuple(inputs), tuple(outputs)

    def look_closer(*values: Any) -> tuple[Any, ...]:
        known = dict(zip(given, values, strict=True))
        known.update(assigned(steps, known))
        return tuple(spread(output, known[output], samples) for output in wanted)

    writer = Writer(samples)
    with without_garbage_collection():
        arguments = [writer.argument(variable) for variable in given]
        for target, formula in steps:
            writer.assign(target, write(writer, formula, writer.scope))
        writer.finish(wanted)
        body = list(tree.released(writer.body)) if writer.arrays else writer.body
        code = tree.function_code(arguments, body, list(_ERRORS), "look_closer")
    program = FunctionType(code, {**writer.known, **_ERRORS, "look_closer": look_closer})
    return strict()(program) if writer.arrays else program


# what Python and NumPy raise for 1/0, ln(-1), e^1000; also raised by the code when a result is
# infinite or NaN.  Either a second, slower look names the variable, or it finds nothing wrong:
# 1/(1 + e^1000) is 0 although e^1000 is too large for a float
_ERRORS = {"ArithmeticError": ArithmeticError, "ValueError": ValueError}
