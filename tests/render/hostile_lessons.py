"""Lessons whose titles and names try to be commands, for the tests of every form."""

from __future__ import annotations

from dataclasses import replace

from derive.core.expression import Add, Mul, Role, Variable
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.core.text import same
from derive.notations import load as notation
from derive.operations.equation import equation
from derive.render.solution import Solution, solve

TITLES = (
    r"\input{/etc/passwd} \write18{id} \end{document}",
    "{{7*7}} {% raw %} <<7*7>> <% x %> {{< include /etc/passwd >}} {x} {title}",
    "# not a heading ] ](javascript:alert(1)) ![x](y) [[z]] <script>alert(1)</script>",
    '#eval("1+1") #read("/etc/passwd") $ 1 $ `x` "quoted" \\',
    "three \"\"\" quotes ''' and \n a second line\r\n1. and a list\n\n\n- item",
    "50 % off & more ~ ^ _ | $x$ \\\\ $$y$$ ``` ```math @cite https://example.org www.example.org",
    "\u2028 \x0c \x00 \u202e right to left",
)
NAMES = (
    r"\input{x}",
    'a"b',
    "a]b",
    "a)b",
    "#b",
    "$x$",
    "a`b",
    "a}b",
    "a|b",
    "損失",
    "a'''b",
    r"\frac",
)


def titled(solution: Solution, title: str) -> Solution:
    """Return a solution whose title and note are hostile."""
    lesson = replace(solution.lesson, title=same(f"A {title} Z"), note=same(f"B {title} Y"))
    return Solution(lesson, solution.derivation, solution.values)


def named(name: str) -> Solution:
    """Return the solution of a small lesson one of whose variables has a hostile name.

    The reader refuses such names; a printer must not rely on it.
    """
    w = Variable(name, name, Role.PARAMETER)
    x = Variable("x", "x", Role.DATA)
    z, loss = Variable(f"z_{{{name}}}", f"z_{{{name}}}"), Variable("L", "L", Role.LOSS)
    graph = Graph((x, w), (equation(z, Mul((w, x))), equation(loss, Add((Mul((z, z)), w)))))
    values = {x: 2.0, w: 3.0}
    return solve(Lesson(same("Names"), graph, notation("equations"), values))
