"""The functions that equations may call, one file each; the file's name is the function's key.

(Once loaded, ``max``, ``abs`` and so on are submodules here and hide the builtins in this file.)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from derive.core import folder
from derive.core.expression import Call, Expression, Variable
from derive.core.function import Function
from derive.core.text import Text

_KIND = Text("function", "函數")


def keys() -> tuple[str, ...]:
    """Return the key of every function, sorted; none of them is imported yet."""
    return folder.keys(__name__)


@cache
def load(key: str) -> Function:
    """Return one function; raises LessonError with the nearest key when there is none."""
    function: Function = folder.load(__name__, key, _KIND).FUNCTION
    return function


@cache
def spellings() -> dict[str, Function]:
    """Return what may be written before a bracket, each spelling with the function it means."""
    found: dict[str, Function] = {}
    for function in map(load, keys()):
        for spelling in (function.key, function.latex, *function.names):
            if found.setdefault(spelling, function) != function:
                raise ValueError(f"{spelling} means {found[spelling].key} and {function.key}")
    return found


def spellings_with(own: Mapping[str, Function]) -> dict[str, Function]:
    """Return the spellings with a lesson's own letters.

    They come last, so that with ``σ`` of its own ``\\sigma`` means the same and no sigmoid.
    """
    return {name: known for name, known in spellings().items() if name not in own} | dict(own)


@cache
def parameters(function: Function) -> tuple[Variable, ...]:
    """Return the variables in which a function's formulas are written."""
    return tuple(Variable(name, name) for name in function.arguments)


@cache
def definition(function: Function) -> Expression:
    """Return the formula a function stands for; a primitive stands for itself."""
    if not function.definition:
        return Call(function, parameters(function))
    return _read(function, function.definition)


@cache
def derivative(function: Function, argument: int = 0) -> Expression:
    """Return the derivative by one of the arguments, in ``parameters(function)``.

    That of an unknown function of one argument is ``f'``: there is nothing more to say of it.
    """
    if function.is_unknown:
        (name,) = parameters(function)
        return Call(function, (name,), 1)
    return _read(function, function.derivatives[argument])


@cache
def through_output(function: Function) -> Expression | None:
    """Return the derivative in terms of ``OUTPUT``, the value kept from the forward pass."""
    return _read(function, function.through_output) if function.through_output else None


@cache
def proof(function: Function) -> tuple[tuple[Expression, str], ...]:
    """Return the lines from the definition to the derivative, each with the key of its rule."""
    return tuple((_read(function, line), rule) for line, rule in function.proof)


OUTPUT = Variable("a", "a")


def _read(function: Function, latex: str) -> Expression:
    from derive.reading import NameTable, read_expression  # not needed to list or to call

    table = NameTable((*parameters(function), OUTPUT), spellings())
    return read_expression(latex, table)
