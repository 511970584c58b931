"""How a learning rate may change, one file each; the file's name is the schedule's key.

(Once loaded, ``step`` is a submodule here; no function of this file may have its name.)
"""

from __future__ import annotations

from functools import cache

from derive.core import folder
from derive.core.derivation import Phase, Rule, Step
from derive.core.expression import Expression, Role, Variable, number, substitute
from derive.core.optimizer import Schedule
from derive.core.text import Text

_KIND = Text("schedule", "學習率排程")
RATE = Variable(r"\eta", r"\eta", Role.HYPERPARAMETER)
MADE = Variable("s", "s", Role.HYPERPARAMETER)  # updates made so far
SPANS = Variable("d", "d", Role.HYPERPARAMETER)  # whole spans of updates made so far
NOW = Variable("eta (s)", r"\eta_{s}", Role.STATE)


def keys() -> tuple[str, ...]:
    """Return the key of every schedule, sorted; none of them is imported yet."""
    return folder.keys(__name__)


@cache
def load(key: str) -> Schedule:
    """Return one schedule; raises LessonError with the nearest key when there is none."""
    schedule: Schedule = folder.load(__name__, key, _KIND).SCHEDULE
    return schedule


@cache
def formula(key: str) -> Expression:
    """Return the formula of a schedule as a tree."""
    from derive.activations import spellings
    from derive.reading import NameTable, read_expression

    schedule = load(key)
    own = [Variable(h.latex, h.latex, Role.HYPERPARAMETER) for h in schedule.hyperparameters]
    return read_expression(schedule.formula, NameTable([RATE, MADE, SPANS, *own], spellings()))


def scheduled(schedule: Schedule, made: int | None = None, spans: int = 0) -> Step:
    """Return the step that gives the learning rate after ``made`` updates; None for any number."""
    rule = Rule(schedule.key, schedule.title, schedule.about)
    body = formula(schedule.key)
    if made is None:
        return Step(Phase.UPDATE, rule, NOW, body)
    now = Variable(f"eta ({made})", rf"\eta_{{{made}}}", Role.STATE)
    body = substitute(body, {MADE: number(made), SPANS: number(spans)})
    return Step(Phase.UPDATE, rule, now, body)
