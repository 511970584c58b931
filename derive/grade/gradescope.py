"""Results as Gradescope reads them: one ``results.json`` a student, all of it plain text.

https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from derive.check.report import Award, Finding, Report
from derive.core.text import Text
from derive.feedback.visible import dumps, visible
from derive.grade.grading import Graded
from derive.grade.submission import Submission
from derive.grade.summary import state
from derive.render.wording import said

_GOOD = frozenset({Finding.CORRECT, Finding.FOLLOWS})


def results(student: Graded, languages: Sequence[str]) -> bytes:
    """Return a student's ``results.json``; one test for each thing asked, one for each line."""
    writer = _Writer(languages)
    data = {"visibility": "visible", "stdout_visibility": "hidden", "output_format": "text"}
    return dumps({**data, **writer.student(student)}).encode()


class _Writer:
    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages

    def student(self, student: Graded) -> dict[str, Any]:
        if student.report is None:
            reason = self.text(NOT_CHECKED) + "\n" + self.text(student.reason or NOT_CHECKED)
            return {"score": 0, "output": reason, "tests": []}
        tests = [*self.awards(student, student.report), *self.lines(student)]
        notes = "\n".join(self.text(note) for note in student.submission.notes)
        return {"score": student.report.marks, "output": notes, "tests": tests}

    def awards(self, student: Graded, report: Report) -> Iterator[dict[str, Any]]:
        for award in report.awards:
            kind = state(award, report)
            status = {} if kind == "open" else {"status": "passed" if kind == "full" else "failed"}
            yield {
                "name": award.target,
                "score": award.marks,
                "max_score": award.out_of,
                **status,
                "output": self.text(_about(award, student.submission)),
                "output_format": "text",
                "visibility": "visible",
            }

    def lines(self, student: Graded) -> Iterator[dict[str, Any]]:
        assert student.report is not None
        for answer in student.report.answers:
            test = {
                "name": self.text(_place(answer.line, student.submission), " / "),
                "output": f"{visible(answer.source)}\n{self.text(answer.message)}",
                "output_format": "text",
                "visibility": "visible",
                "tags": [tag for tag in (str(answer.verdict), answer.mistake, *answer.also) if tag],
                "extra_data": {"at_step": answer.at_step, "synonyms": list(answer.synonyms)},
            }
            # a line that nobody could judge has neither passed nor failed
            if answer.verdict in _GOOD or answer.is_mistaken:
                test["status"] = "passed" if answer.verdict in _GOOD else "failed"
            yield test

    def text(self, text: Text, between: str = "\n") -> str:
        return between.join(dict.fromkeys(said(text, each) for each in self.languages))


def _about(award: Award, submission: Submission) -> Text:
    if award.line is None:  # a step on the way may be skipped by whoever gets to the end
        return ON_THE_WAY if award.marks else NOT_ANSWERED
    return _place(award.line, submission)


def _place(line: int, submission: Submission) -> Text:
    file, number = submission.place(line)
    return LINE.fill(line=number if file is None else f"{file}:{number}")


NOT_CHECKED = Text(
    "This answer was not checked by the program; your teacher will look at it.",
    "程式沒有檢查這份答案，老師會另外批閱。",
)
NOT_ANSWERED = Text("Not answered.", "未作答。")
ON_THE_WAY = Text("Contained in a later result.", "已包含在後面的結果中。")
LINE = Text("Line {line}", "第 {line} 行")
