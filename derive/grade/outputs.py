"""What a batch leaves behind: the gradebook, the data, a page a student, one of the class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from derive.core.lesson import Lesson
from derive.grade import atomic, gradebook, gradescope
from derive.grade.as_json import to_json
from derive.grade.pages import Press
from derive.grade.setting import Setting
from derive.grade.summary import Class


def write(
    directory: Path,
    found: Class,
    lesson: Lesson,
    setting: Setting,
    languages: Sequence[str],
    for_gradescope: bool = False,
) -> Iterator[Path]:
    """Write all files and yield the ones that a teacher opens, as they are written."""
    press = Press(lesson, languages)
    for student in found.students:
        atomic.write(directory / gradebook.page_name(student), press.student(student))
        if for_gradescope:
            path = directory / "gradescope" / student.key / "results.json"
            atomic.write(path, gradescope.results(student, languages))
    for name, content in (
        ("grades.csv", gradebook.table(found, languages[0])),
        ("results.json", to_json(found, setting)),
        ("class.html", press.whole(found, setting)),
    ):
        atomic.write(directory / name, content)
        yield directory / name
