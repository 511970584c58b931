"""From ``∂[½(y - ŷ)²]/∂ŷ`` to ``-(y - ŷ)``, line by line, each line by a named rule."""

from __future__ import annotations

from collections.abc import Container

from derive.calculus.tidy import tidy
from derive.core.derivation import Line, Rule
from derive.core.expression import (
    ONE,
    ZERO,
    Add,
    Call,
    Derivative,
    Expression,
    Mul,
    Neg,
    Variable,
    rewrite,
    variables,
    walk,
)
from derive.core.text import Text
from derive.rules import RuleFile, rule_of, rules_for
from derive.rules.chain import written_slope

DEFINITION = Rule(
    "definition",
    Text("put the formula in", "代入式子"),
    Text("what is differentiated is replaced by its formula", "把被微分的量換成它的式子"),
)
KNOWN = Rule(
    "known_derivative",
    Text("derivative of the function", "函數本身的微分"),
    Text("the function's own derivative is put in", "代入該函數的微分公式"),
)
SIMPLIFY = Rule(
    "simplify",
    Text("simplify", "整理"),
    Text("numbers are multiplied out; zeros and ones vanish", "把數字乘起來，去掉 0 與 1"),
)
LINEAR = Rule(
    "linear",
    Text("sum and constant multiple rule", "和與常數倍的微分"),
    Text(
        "terms without the variable are constants and vanish; its coefficient stays",
        "不含該變數的項是常數，微分為 0；只留下它的係數",
    ),
)


def rule_called(key: str) -> Rule:
    """Return a rule by its key, for the lines that are written in a file and not derived."""
    known = {rule.key: rule for rule in (DEFINITION, KNOWN, SIMPLIFY, LINEAR)}
    return known[key] if key in known else rule_of(key)


def slopes(body: Expression, wanted: Container[Variable]) -> dict[Variable, Expression]:
    """Return the derivative of a formula by each wanted variable in it, in one pass over its terms.

    A neuron with k inputs has 2k+1 derivatives; asking for them one at a time would read its k+1
    terms 2k+1 times.
    """
    found: dict[Variable, list[Expression]] = {}
    for term in body.terms if isinstance(body, Add) else (body,):
        for name, slope in _term_slopes(term, wanted):
            found.setdefault(name, []).append(slope)
    return {
        name: parts[0] if len(parts) == 1 else tidy(Add(tuple(parts)))
        for name, parts in found.items()
    }


def _term_slopes(
    term: Expression, wanted: Container[Variable]
) -> list[tuple[Variable, Expression]]:
    if isinstance(term, Variable):
        return [(term, ONE)] if term in wanted else []
    if isinstance(term, Mul) and len(term.factors) == 2:  # w·x, which is most of any network
        left, right = term.factors
        if isinstance(left, Variable) and isinstance(right, Variable) and left != right:
            return [pair for pair in ((left, right), (right, left)) if pair[0] in wanted]
    return [(name, derivative(term, name)) for name in variables(term) if name in wanted]


def derivative(body: Expression, wrt: Variable) -> Expression:
    """Return ``∂body/∂wrt`` worked out and tidied."""
    formula: Expression = Derivative(body, wrt)
    while (further := _known(_round(formula))) != formula:
        formula = further
    return tidy(formula)


def working(body: Expression, wrt: Variable) -> tuple[Line, ...]:
    """Return the lines from ``∂[body]/∂wrt`` to the tidied derivative.

    What everybody does in their head (sums, constant factors) shares a line with the rule that
    needs to be seen; a formula that is linear in ``wrt`` takes a single line.
    """
    formula: Expression = Derivative(body, wrt)
    lines = [Line(formula, DEFINITION)]
    if _is_linear(body, wrt):
        return (*lines, Line(_slope(body, wrt), LINEAR))
    while (further := _round(formula)) != formula:
        lines.append(Line(further, _loudest(formula)))
        formula = further
        if (known := _known(formula)) != formula:
            lines.append(Line(known, KNOWN))
            formula = known
    if (clean := tidy(formula)) != formula:
        lines.append(Line(clean, SIMPLIFY))
    return tuple(lines)


def _round(formula: Expression) -> Expression:
    """Work out every ``Derivative`` by one rule that deserves a line."""

    def change(node: Expression) -> Expression | None:
        return _once(node) if isinstance(node, Derivative) else None

    return rewrite(formula, change)


def _once(node: Derivative) -> Expression:
    if _is_linear(node.body, node.wrt):
        return _slope(node.body, node.wrt)
    rule, result = _rule(node.body, node.wrt)
    if rule.QUIET:
        return _joined(rewrite(result, lambda part: _inside(part, quiet=True)))
    return _joined(rewrite(result, lambda part: _inside(part, quiet=False)))


def _inside(part: Expression, quiet: bool) -> Expression | None:
    """Go on at once below a quiet rule; below a loud one only where nothing is left to see."""
    if not isinstance(part, Derivative):
        return None
    if quiet or _is_linear(part.body, part.wrt):
        return _once(part)
    return part


def _rule(body: Expression, wrt: Variable) -> tuple[RuleFile, Expression]:
    for rule in rules_for(type(body)):
        if (result := rule.apply(body, wrt)) is not None:
            return rule, result
    raise NotImplementedError(f"no rule differentiates a {type(body).__name__}")


def _loudest(formula: Expression) -> Rule:
    """Return the rule that names the next line: the first one that is not done in the head."""
    pending = [node for node in walk(formula) if isinstance(node, Derivative)]
    quiet: Rule = LINEAR
    while pending:
        node = pending.pop(0)
        if _is_linear(node.body, node.wrt):
            continue
        rule, result = _rule(node.body, node.wrt)
        if not rule.QUIET:
            return rule.RULE
        if rule.RULE.key == "sum_over_samples":
            quiet = rule.RULE
        pending[:0] = [part for part in walk(result) if isinstance(part, Derivative)]
    return quiet


def _known(formula: Expression) -> Expression:
    """Replace ``σ'(u)`` by the derivative that the function's file writes."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Call) and node.order == 1:
            return written_slope(Call(node.function, node.arguments))
        return None

    return rewrite(formula, change)


def _is_linear(body: Expression, wrt: Variable) -> bool:
    """Whether sums and constant factors are all it takes to differentiate."""
    if body == wrt or wrt not in variables(body):
        return True
    if isinstance(body, Call) or not body.children:
        return False
    rule, result = _rule(body, wrt)
    return rule.QUIET and all(
        _is_linear(part.body, wrt) for part in walk(result) if isinstance(part, Derivative)
    )


def _slope(body: Expression, wrt: Variable) -> Expression:
    """Return the coefficient of ``wrt`` in a formula that is linear in it."""
    if body == wrt:
        return ONE
    if wrt not in variables(body):
        return ZERO
    _, result = _rule(body, wrt)

    def change(node: Expression) -> Expression | None:
        return _slope(node.body, wrt) if isinstance(node, Derivative) else None

    return tidy(rewrite(result, change))


def _joined(formula: Expression) -> Expression:
    """Drop zero terms, and let ``½ · (2(y - ŷ) · (-1))`` read ``½ · 2(y - ŷ) · (-1)``."""
    match formula:
        case Add(terms=terms):
            kept = tuple(term for term in terms if term not in (ZERO, Neg(ZERO)))
            return ZERO if not kept else kept[0] if len(kept) == 1 else Add(kept)
        case Mul(factors=factors, dot=True):
            flat: list[Expression] = []
            for factor in factors:
                dotted = isinstance(factor, Mul) and factor.dot
                flat.extend(factor.factors if isinstance(factor, Mul) and dotted else (factor,))
            return Mul(tuple(flat), dot=True)
    return formula
