"""A descent for programs: the parameters, loss, gradients and state after every update."""

from __future__ import annotations

import json
from typing import Any

from derive.core.lesson import Lesson
from derive.core.optimizer import RATE
from derive.core.text import Text
from derive.descent.compare import Comparison
from derive.descent.course import Course, Iterate, Stop, state_by_letter
from derive.render.as_json import plain


def to_json(course: Course) -> str:
    """Return one descent; floats at full precision, keys as the lesson spells the names."""
    return _dumped(document(course))


def comparison_to_json(lesson: Lesson, found: Comparison) -> str:
    """Return several descents, each with the value that makes it different."""
    runs = [{"value": value, **document(course)} for value, course in found.courses]
    return _dumped({"lesson": lesson.title.en, "compare": found.what, "runs": runs})


def document(course: Course) -> dict[str, Any]:
    """Return one descent as plain dictionaries and lists: one entry more than updates.

    Losses and gradients are those on all samples; with batches every entry but the last also says
    which samples (numbered from 1) the next update looks at, and what they say.
    """
    plan = course.plan
    own = {h.name for h in plan.optimizer.hyperparameters}
    found: dict[str, Any] = {
        "lesson": course.lesson.title.en,
        "optimizer": plan.optimizer.key,
        "hyperparameters": {
            **({RATE: plan.values[RATE]} if RATE in own else {}),
            **{name: value for name, value in plan.values.items() if name in own},
        },
        "iterations": [_entry(course, iterate) for iterate in course.iterates],
        "stopped": None if course.stop is None else _stop(course.stop),
    }
    if plan.schedule is not None:
        settings = {h.name: plan.values[h.name] for h in plan.schedule.hyperparameters}
        found["schedule"] = {"name": plan.schedule.key, **settings}
    clipping = {name: limit for name, limit in vars(plan.clipping).items() if limit is not None}
    if clipping:
        found["clipping"] = clipping
    if plan.batch_size is not None:
        found["batch_size"] = plan.batch_size
        found["seed"] = plan.seed
    return found


def _entry(course: Course, iterate: Iterate) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "t": iterate.t,
        "parameters": _named(course, iterate.parameters),
        "loss": iterate.loss,
        "gradients": _named(course, iterate.gradients),
        "state": _state(state_by_letter(course.state_at(iterate))),
    }
    if iterate.seen is not None:
        batch = iterate.seen.batch
        entry["batch"] = {
            "epoch": batch.epoch,
            "number": batch.number,
            "samples": [sample + 1 for sample in batch.samples],
            "loss": iterate.seen.loss,
            "gradients": _named(course, iterate.seen.gradients),
        }
    return entry


def _named(course: Course, values: tuple[Any, ...]) -> dict[str, Any]:
    return {name.name: plain(value) for name, value in zip(course.parameters, values, strict=True)}


def _state(state: dict[str, Any]) -> dict[str, Any]:
    return {
        letter: {name: plain(each) for name, each in value.items()}
        if isinstance(value, dict)
        else plain(value)
        for letter, value in state.items()
    }


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "reason": str(stop.reason),
        "iteration": stop.iteration,
        "value": stop.value,
        "message": _both(stop.whole),
    }


def _both(message: Text) -> dict[str, str]:
    return {"en": message.en, "zh-Hant": message.zh}


def _dumped(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
