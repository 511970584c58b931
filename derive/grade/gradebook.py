"""Marks as a table for a gradebook: CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from derive.grade.grading import Graded
from derive.grade.summary import Class, mistaken, undecided
from derive.spelling.numbers import show

# what makes a spreadsheet calculate or call another program, also in the wide forms of East Asia
_ACTIVE = tuple("=+-@\t\r\n＝＋－＠|%")
CHECKED, NOT_CHECKED = "checked", "not checked"


def table(found: Class, language: str) -> bytes:
    """Return the table in UTF-8 with the mark by which spreadsheets know it."""
    lines = io.StringIO()
    # every cell in quotes: a separator within a name then begins no new cell in any locale
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
    targets = [question.target for question in found.questions]
    head = (
        "student",
        "status",
        "marks",
        "out_of",
        *targets,
        "mistakes",
        "to_look_at",
        "reason",
        "page",
    )
    writer.writerow(map(inert, head))
    for student in found.students:
        writer.writerow(map(inert, _row(student, len(targets), language)))
    return lines.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """Return a cell that is only read; an apostrophe in front is how spreadsheets mark text."""
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_ACTIVE) else cell


def page_name(student: Graded) -> str:
    """Return where a student's page is, below the folder of results."""
    return f"students/{student.key}.html"


def _row(student: Graded, questions: int, language: str) -> Iterator[str]:
    yield student.name
    report = student.report
    if report is None:
        reason = student.reason.in_language(language) if student.reason else ""
        yield from (NOT_CHECKED, *[""] * (questions + 4), reason, page_name(student))
        return
    yield from (CHECKED, show(report.marks), show(report.out_of))
    yield from (show(award.marks) for award in report.awards)
    yield " ".join(dict.fromkeys(_mistakes(student)))
    yield from (str(len(list(undecided(student)))), "", page_name(student))


def _mistakes(student: Graded) -> Iterator[str]:
    for answer in mistaken(student):
        yield from (answer.mistake or "unnamed", *answer.also)
