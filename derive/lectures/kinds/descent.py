"""A gradient descent: the sections of its report that are wanted."""

from collections.abc import Iterator
from typing import Any

from derive.core.text import Text
from derive.descent import Clipping, descend, make_plan
from derive.descent.machine import Machine
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec
from derive.render.descent import report
from derive.render.descent.pieces import Section, says

SHOWS = Text("a gradient descent", "梯度下降")

KEYS = (
    "lesson", "show", "optimizer", "learning_rate", "steps", "schedule", "batch_size", "epochs",
    "seed", "set", "clip_value", "clip_norm", "clip_weights", "lines", "headings",
)  # fmt: skip


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the pieces of the sections; ``show`` names them by their keys, in order."""
    checked = spec.checked(*KEYS, short="lesson")
    lesson = checked.at("lesson").lesson()
    plan = checked.reading(lambda: make_plan(lesson, **settings(checked)))
    course = checked.reading(lambda: descend(lesson, plan))
    made = report(Machine(lesson, plan), course, most=checked.at("lines").whole(plan.steps))
    sections = {section.key: section for section in made.sections}
    wanted = [each.choice(*sections) for each in checked.at("show")] or list(sections)
    for key in wanted:
        yield from _section(sections[key], len(wanted) > 1)


def _section(section: Section, titled: bool) -> Iterator[Piece]:
    if titled:
        yield says(section.title, True)
    yield from section.pieces


def settings(spec: Spec) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in ("optimizer", "schedule"):
        if spec.at(key).value is not None:
            found[key] = spec.at(key).word()
    for key in ("steps", "batch_size", "epochs", "seed"):
        if spec.at(key).value is not None:
            found[key] = spec.at(key).whole()
    if spec.at("learning_rate").value is not None:
        found["learning_rate"] = spec.at("learning_rate").number()
    found["settings"] = _hyperparameters(spec.at("set"))
    clips = [spec.at(f"clip_{kind}") for kind in ("value", "norm", "weights")]
    found["clipping"] = Clipping(*(c.number() if c.value is not None else None for c in clips))
    return found


def _hyperparameters(spec: Spec) -> dict[str, float]:
    if spec.value is None:
        return {}
    if not isinstance(spec.value, dict):
        raise spec.error(_PAIRS)
    return {key: spec.at(key).number() for key in spec.value}


_PAIRS = Text("“set” holds “name: number” pairs.", "「set」底下要寫「名稱：數字」。")
