"""Small pieces of Python's own syntax tree, with the fields that its compiler insists on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Any

# a position, which the compiler insists on; typed loosely because ast's constructors are
AT: dict[str, Any] = {"lineno": 1, "col_offset": 0}


def name(identifier: str) -> ast.expr:
    """``identifier``"""
    return ast.Name(identifier, ast.Load(), **AT)


def constant(value: float | int | None) -> ast.expr:
    """A number."""
    return ast.Constant(value, **AT)


def binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    """``left + right`` and the like."""
    return ast.BinOp(left, operator, right, **AT)


def negative(operand: ast.expr) -> ast.expr:
    """``-operand``"""
    return ast.UnaryOp(ast.USub(), operand, **AT)


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """``function(arguments…)``"""
    return ast.Call(name(function), list(arguments), [], **AT)


def transposed(operand: ast.expr) -> ast.expr:
    """``operand.T``"""
    return ast.Attribute(operand, "T", ast.Load(), **AT)


def assign(target: str, value: ast.expr) -> ast.stmt:
    """``target = value``"""
    return ast.Assign([ast.Name(target, ast.Store(), **AT)], value, **AT)


def raise_unless_zero(value: ast.expr, error: str) -> ast.stmt:
    """``if not value == 0.0: raise error``, which NaN does not pass either."""
    is_zero = ast.Compare(value, [ast.Eq()], [constant(0.0)], **AT)
    otherwise = ast.Raise(name(error), None, **AT)
    return ast.If(ast.UnaryOp(ast.Not(), is_zero, **AT), [otherwise], [], **AT)


def released(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements, and after its last use each local's deletion.

    The next array then gets memory that is still in the processor's cache: with hundreds of arrays
    the program is more than twice as fast.
    """
    last_use: dict[str, int] = {}
    assigned: dict[str, None] = {}
    for place, statement in enumerate(body):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                last_use[node.id] = place
                if isinstance(node.ctx, ast.Store):
                    assigned[node.id] = None
    done: dict[int, list[ast.expr]] = {}
    for identifier in assigned:
        done.setdefault(last_use[identifier], []).append(ast.Name(identifier, ast.Del(), **AT))
    for place, statement in enumerate(body):
        yield statement
        if place in done and not isinstance(statement, ast.Return):
            yield ast.Delete(done[place], **AT)


def function_code(
    arguments: list[str], body: list[ast.stmt], errors: list[str], rescue: str
) -> CodeType:
    """Return the code of ``def program(…): try: body; except (errors…): return rescue(…)``."""
    again = ast.Return(call(rescue, *map(name, arguments)), **AT)
    caught = ast.Tuple([name(error) for error in errors], ast.Load(), **AT)
    attempt = ast.Try(body, [ast.ExceptHandler(caught, None, [again], **AT)], [], [], **AT)
    named = [ast.arg(argument, **AT) for argument in arguments]
    newer: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}
    definition = ast.FunctionDef(
        name="program",
        args=ast.arguments([], named, None, [], [], None, []),
        body=[attempt],
        decorator_list=[],
        **newer,
        **AT,
    )
    module = compile(ast.Module([definition], []), "<derivation>", "exec")
    return next(part for part in module.co_consts if isinstance(part, CodeType))
