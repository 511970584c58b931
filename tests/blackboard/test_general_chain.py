"""The chain rule for unknown functions: read off the graph, true for any functions put in."""

import math

import pytest

from derive.blackboard.general_chain import general_chain
from derive.core.errors import DeriveError
from derive.core.expression import Partial, walk
from derive.numeric.interpret import evaluate
from derive.spelling.text import text

STEP = 1e-6
CONCRETE = {
    "f": lambda *given: math.sin(given[0]) * (given[1] if len(given) > 1 else 1.0),
    "g": lambda *given: given[0] ** 2 + sum(given[1:]),
    "h": lambda *given: math.exp(0.3 * given[0]) + math.prod(given[1:]),
}
CHAINS = (
    ("y = f(x)", "z = g(y)"),
    ("a = f(x)", "b = g(a)", "c = h(b)"),
    ("s = g(x)", "t = h(x)", "z = f(s, t)"),
    ("s = g(x)", "t = h(s)", "z = f(s, t)"),
    ("u = f(x)", "v = g(u)", "w = h(u)", "z = f(v, w)"),
)


def value(chain, at, start):
    """Return every variable with CONCRETE functions put in; ``at`` may hold one of them still."""
    known = {chain.start: start, **at}
    for node in chain.graph.nodes:
        if node.output not in at:
            given = [known[name] for name in node.inputs]
            known[node.output] = CONCRETE[node.formula.function.latex](*given)
    return known


def slope(node, name, known):
    """Return the local partial of one equation by a central difference."""
    function = CONCRETE[node.formula.function.latex]
    ends = []
    for step in (STEP, -STEP):
        given = [known[each] + (step if each == name else 0.0) for each in node.inputs]
        ends.append(function(*given))
    return (ends[0] - ends[1]) / (2 * STEP)


@pytest.mark.parametrize("equations", CHAINS)
def test_the_rule_gives_the_slope_that_differences_find(equations):
    chain = general_chain(equations)
    known = value(chain, {}, 0.7)
    (row,) = [row for row in chain.board().rows if row.left == chain.slope]
    partials = {each for each in walk(row.right) if isinstance(each, Partial)}
    numbers = {p: slope(chain.graph.node_of[p.of], p.wrt, known) for p in partials}
    ends = [value(chain, {}, 0.7 + step)[chain.graph.loss] for step in (STEP, -STEP)]
    assert evaluate(row.right, numbers) == pytest.approx((ends[0] - ends[1]) / (2 * STEP), rel=1e-6)


def test_one_way_is_also_written_as_a_composed_function_and_with_primes():
    rows = general_chain(("y = f(x)", "z = g(y)")).board(nabla=True).rows
    written = [(text(row.left) if row.left else "", text(row.right)) for row in rows]
    assert ("", "(g ∘ f)(x)") in written
    assert ("∇_x z", "∂z/∂x") in written
    assert ("(g ∘ f)'(x)", "g'(f(x)) · f'(x)") in written


def test_two_ways_have_no_primes():
    rows = general_chain(("s = g(x)", "t = h(x)", "z = f(s, t)")).board().rows
    assert not any("'" in text(row.right) for row in rows)


@pytest.mark.parametrize(
    ("equations", "named"),
    [
        (("y = x^2", "z = g(y)"), "y = x^2"),
        (("y = f(x)", "z = g(u)"), "x, u"),
        (("y = f(x)", "u = g(x)", "z = h(y)"), "u"),
        (("y = f(x)",), "two"),
        (("y = f(x)", "z"), "z"),
        (("y = f(x)", "y = g(x)"), "y"),
    ],
)
def test_what_is_no_chain_is_refused(equations, named):
    with pytest.raises(DeriveError) as refused:
        general_chain(equations)
    assert named in str(refused.value) or named in getattr(refused.value, "source", "")
