"""The whole class as data: everything that is on the pages, and the seed that reproduces it."""

from __future__ import annotations

from typing import Any

from derive.core.text import Text
from derive.feedback.as_json import as_data
from derive.feedback.visible import dumps
from derive.grade.gradebook import page_name
from derive.grade.grading import Graded
from derive.grade.setting import Setting
from derive.grade.submission import Submission
from derive.grade.summary import Class, Question


def to_json(found: Class, setting: Setting) -> bytes:
    """Return the results as UTF-8."""
    data = {
        "lesson": setting.name,
        "program": setting.program,
        "seed": setting.seed,
        "checked": len(found.checked),
        "not_checked": len(found.not_checked),
        "out_of": found.out_of,
        "students": [_student(student) for student in found.students],
        "steps": [_question(question) for question in found.questions],
        "mistakes": [
            {
                "mistake": each.key,
                "at_step": each.step,
                "count": len(each.students),
                "students": [student.name for student in each.students],
            }
            for each in found.mistakes
        ],
    }
    return dumps(data).encode() + b"\n"


def _question(question: Question) -> dict[str, Any]:
    return {
        "target": question.target,
        "out_of": question.out_of,
        "mean": question.mean,
        "full": question.full,
        "part": question.part,
        "none": question.none,
        "not_answered": question.missing,
        "not_judged": question.open,
    }


def _student(student: Graded) -> dict[str, Any]:
    data: dict[str, Any] = {
        "student": student.name,
        "id": student.key,
        "status": "checked" if student.report else "not_checked",
        "files": [part.name for part in student.submission.parts],
        "notes": [_text(note) for note in student.submission.notes],
        "page": page_name(student),
    }
    if student.report is None:
        reason = student.reason and _text(student.reason)
        return {**data, "marks": None, "reason": reason, "detail": student.detail}
    report = as_data(student.report)
    for entry in (*report["answers"], *report["awards"]):
        _place(entry, student.submission)
    return {**data, **report}


def _place(entry: dict[str, Any], submission: Submission) -> None:
    """Turn a line of several files, one under the other, into a file and a line of it."""
    if entry["line"] is not None:
        file, entry["line"] = submission.place(entry["line"])
        if file is not None:
            entry["file"] = file


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh-Hant": text.zh}
