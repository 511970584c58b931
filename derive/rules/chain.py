"""The chain rule for a named function: outer derivative times inner derivative."""

from derive.core.derivation import Rule
from derive.core.expression import (
    ZERO,
    Add,
    Call,
    Derivative,
    Expression,
    Mul,
    Neg,
    Variable,
    rewrite,
    substitute,
    variables,
)
from derive.core.text import Text

RULE = Rule(
    "chain",
    Text("chain rule", "連鎖律"),
    Text(
        "the derivative of the outer function, taken at the inner one, times the inner derivative",
        "外層函數在內層的值取微分，再乘上內層的微分",
    ),
)
NODE = Call
QUIET = False


def apply(body: Call, wrt: Variable) -> Expression | None:
    """f(u)' = f'(u)·u'; with several arguments, one such term for each."""
    terms = [
        _through(_slope(body, place), argument, wrt)
        for place, argument in enumerate(body.arguments)
        if wrt in variables(argument)
    ]
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _slope(body: Call, place: int) -> Expression:
    if body.function.has_prime and len(body.arguments) == 1:
        return Call(body.function, body.arguments, body.order + 1)
    return written_slope(body, place)


def written_slope(body: Call, place: int = 0) -> Expression:
    """Return the derivative of the called function at its arguments, as its file writes it."""
    from derive.activations import derivative  # a function's file is read when a formula needs it

    names = (Variable(name, name) for name in body.function.arguments)
    arguments = dict(zip(names, body.arguments, strict=True))
    return rewrite(substitute(derivative(body.function, place), arguments), _without_zeros)


def _without_zeros(node: Expression) -> Expression | None:
    """Let the z - 0 > 0 of max(0, z) be z > 0."""
    if not isinstance(node, Add) or ZERO not in (parts := [*map(_unsigned, node.terms)]):
        return None
    kept = tuple(term for term, part in zip(node.terms, parts, strict=True) if part != ZERO)
    return ZERO if not kept else kept[0] if len(kept) == 1 else Add(kept)


def _unsigned(term: Expression) -> Expression:
    return term.operand if isinstance(term, Neg) else term


def _through(slope: Expression, argument: Expression, wrt: Variable) -> Expression:
    return slope if argument == wrt else Mul((slope, Derivative(argument, wrt)), dot=True)
