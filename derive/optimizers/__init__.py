"""The optimisers, one file each; the file's name is the optimiser's key."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from derive.core import folder
from derive.core.expression import Expression, Role, Variable
from derive.core.optimizer import Optimizer
from derive.core.text import Text
from derive.spelling.name import split_name

_KIND = Text("optimiser", "最佳化器")
THETA = r"\theta"
AHEAD = r"\tilde{\theta}"
LOSS = Variable("L", "L", Role.LOSS)
TIME = Variable("t", "t", Role.HYPERPARAMETER)
TIMES = {"(t-1)": -1, "(t)": 0, "(t+1)": 1}

Equation = tuple[Variable, Expression]


def keys() -> tuple[str, ...]:
    """Return the key of every optimiser, sorted; none of them is imported yet."""
    return folder.keys(__name__)


@cache
def load(key: str) -> Optimizer:
    """Return one optimiser; raises LessonError with the nearest key when there is none."""
    optimizer: Optimizer = folder.load(__name__, key, _KIND).OPTIMIZER
    return optimizer


def equations(optimizer: Optimizer, *, first: bool = False) -> tuple[Equation, ...]:
    """Return the recurrences as trees; with ``first`` those of the first update."""
    return _read(optimizer.key, first)


def look_ahead(optimizer: Optimizer) -> Equation | None:
    """Return the equation of the point at which the gradient is taken, if it is another."""
    if not optimizer.look_ahead:
        return None
    return _equation(optimizer.look_ahead, _names(optimizer))


def timed(latex: str, time: str) -> str:
    """Return a name with the time, ``(t-1)`` or ``(3)``, as its last superscript."""
    name = split_name(latex)
    script = f"{name.superscript},{time}" if name.superscript else time
    return replace(name, superscript=script).latex


def at(variable: Variable) -> tuple[str, int] | None:
    """Return a timed variable's name without its time, and how far that is from t."""
    found = _TIMED.fullmatch(variable.latex)
    return (found["stem"], TIMES[found["time"]]) if found else None


_TIMED = re.compile(r"(?P<stem>.+)\^\{(?P<time>\(t(?:[+-]1)?\))\}")


@cache
def _read(key: str, first: bool) -> tuple[Equation, ...]:
    optimizer = load(key)
    names = _names(optimizer)
    found = {}
    for line in optimizer.recurrences + (optimizer.first if first else ()):
        target, body = _equation(line, names)
        found[target] = body  # an equation of the first update takes the place of the general one
        names.setdefault(target.name, target)
    return tuple(found.items())


def _equation(line: str, names: dict[str, Variable]) -> Equation:
    from derive.activations import spellings
    from derive.reading import NameTable, read_expression, read_target

    left, _, right = line.partition("=")
    target, _ = read_target(left)
    known = names.get(target) or Variable(target, target)
    return known, read_expression(right, NameTable(names.values(), spellings()))


def _names(optimizer: Optimizer) -> dict[str, Variable]:
    """Return what is known before the first equation, by name."""
    known = [LOSS, TIME]
    known += [Variable(h.latex, h.latex, Role.HYPERPARAMETER) for h in optimizer.hyperparameters]
    for time in TIMES:
        known += [_timed(latex, time, Role.PARAMETER) for latex in (THETA, AHEAD)]
        known += [_timed(quantity.latex, time, Role.STATE) for quantity in optimizer.state]
    return {variable.name: variable for variable in known}


def _timed(latex: str, time: str, role: Role) -> Variable:
    name = timed(latex, time)
    return Variable(name, name, role)
