"""The rules of differentiation, one file each: what each is called, why it holds, how it acts.

A rule's ``NODE`` is the kind of formula it acts on; ``apply(body, wrt)`` returns the derivative in
which the parts still to be worked out stand as ``Derivative``, or None where another rule is meant.
``QUIET`` rules (those that everybody does in their head) get no line of their own.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol, cast

from derive.core import folder
from derive.core.derivation import Rule
from derive.core.expression import Expression, Variable
from derive.core.text import Text

_KIND = Text("rule", "規則")


class RuleFile(Protocol):
    """What the file of a rule holds."""

    RULE: Rule
    NODE: type[Expression]
    QUIET: bool

    def apply(self, body: Any, wrt: Variable) -> Expression | None:
        """Return the derivative with one step done."""


def rules_for(node: type[Expression]) -> tuple[RuleFile, ...]:
    """Return the rules that act on one kind of node."""
    return _by_node().get(node, ())


@cache
def _by_node() -> dict[type[Expression], tuple[RuleFile, ...]]:
    found: dict[type[Expression], tuple[RuleFile, ...]] = {}
    for key in folder.keys(__name__):
        rule = cast("RuleFile", folder.load(__name__, key, _KIND))
        found[rule.NODE] = (*found.get(rule.NODE, ()), rule)
    return found


def rule_of(key: str) -> Rule:
    """Return the rule of one file; raises LessonError when there is none of that name."""
    rule: Rule = folder.load(__name__, key, _KIND).RULE
    return rule
