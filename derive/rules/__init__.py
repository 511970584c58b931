"""The rules of differentiation, one file each: what each is called, why it holds, how it acts.

A rule's ``NODE`` is the kind of formula it acts on; ``apply(body, wrt)`` returns the derivative in
which the parts still to be worked out stand as ``Derivative``, or None where another rule is meant.
``QUIET`` rules (those that everybody does in their head) get no line of their own.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from derive.core import folder
from derive.core.derivation import Rule
from derive.core.expression import Expression
from derive.core.text import Text

_KIND = Text("rule", "規則")


@cache
def rules_for(node: type[Expression]) -> tuple[ModuleType, ...]:
    """Return the rules that act on one kind of node."""
    found = (folder.load(__name__, key, _KIND) for key in folder.keys(__name__))
    return tuple(rule for rule in found if rule.NODE is node)


def rule_of(key: str) -> Rule:
    """Return the rule of one file; raises LessonError when there is none of that name."""
    rule: Rule = folder.load(__name__, key, _KIND).RULE
    return rule
