"""A report that was written as JSON, read again: from a worker, or from an earlier run."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from derive.check.report import Answer, Award, Finding, Report
from derive.core.text import Text


def read_report(data: dict[str, Any]) -> Report:
    """Return the report that ``feedback.as_json.as_data`` made the data from."""
    answers = tuple(_answer(answer) for answer in data["answers"])
    awards = tuple(Award(**award) for award in data["awards"])
    return Report(answers, awards, data["seed"])


def _answer(data: dict[str, Any]) -> Answer:
    said = {field.name: data[field.name] for field in fields(Answer)}
    for name in ("message", "hint"):
        said[name] = said[name] and _text(said[name])
    for name in ("synonyms", "caret"):
        said[name] = None if said[name] is None else tuple(said[name])
    return Answer(**{**said, "verdict": Finding(data["verdict"])})


def _text(words: dict[str, str]) -> Text:
    return Text(words["en"], words["zh-Hant"])
