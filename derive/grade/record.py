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
    said = {field.name: _frozen(data[field.name]) for field in fields(Answer)}
    return Answer(**{**said, "verdict": Finding(data["verdict"])})


def _frozen(value: Any) -> Any:
    """Turn what JSON has for texts and tuples into texts and tuples."""
    if isinstance(value, dict):
        return Text(value["en"], value["zh-Hant"])
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
