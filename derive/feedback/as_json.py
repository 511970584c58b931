"""A report as data: every line with its verdict, both languages, marks and the seed."""

from __future__ import annotations

from typing import Any

from derive.check.report import Answer, Report
from derive.core.text import Text
from derive.feedback.visible import dumps


def to_json(report: Report) -> str:
    """Return the report as JSON, one line a key at the top."""
    return dumps(as_data(report))


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as plain dictionaries, lists, strings and numbers."""
    return {
        "answers": [_answer(answer) for answer in report.answers],
        "awards": [
            {"target": a.target, "marks": a.marks, "out_of": a.out_of, "line": a.line}
            for a in report.awards
        ],
        "missing": list(report.missing),
        "marks": report.marks,
        "out_of": report.out_of,
        "seed": report.seed,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "line": answer.line,
        "source": answer.source,
        "target": answer.target,
        "verdict": str(answer.verdict),
        "mistake": answer.mistake,
        "synonyms": list(answer.synonyms),
        "also": list(answer.also),
        "at_step": answer.at_step,
        "message": _text(answer.message),
        "hint": None if answer.hint is None else _text(answer.hint),
        "marks": answer.marks,
        "out_of": answer.out_of,
        "side": answer.side,
        "caret": None if answer.caret is None else list(answer.caret),
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh-Hant": text.zh}
