"""docs/lectures.md names slides, lessons and commands that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.lectures import built_in, kinds, load
from derive.lectures.as_html import render
from derive.lessons import built_in as lessons
from derive.quiz.kinds import every

PAGE = (Path(__file__).parents[2] / "docs" / "lectures.md").read_text("utf-8")
PARTS = re.split(r"^## ", PAGE, flags=re.MULTILINE)


def rows(heading: str) -> list[list[str]]:
    part = next(part for part in PARTS if part.startswith(heading))
    lines = [line for line in part.split("\n") if line.startswith("| ")][1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


DECKS = [
    ("First deck", "gradient-descent-and-backpropagation"),
    ("Second deck", "backpropagation"),
]


@pytest.mark.parametrize(("heading", "name"), DECKS)
def test_every_slide_in_the_list_exists_and_every_slide_is_in_the_list(heading, name):
    named = {key for row in rows(heading) for key in re.findall(r"`([a-z0-9-]+)`", row[2])}
    keys = {key for key, _ in load(name).titles()}
    assert named <= keys
    assert keys - named <= {"quiz"}


@pytest.mark.parametrize(("heading", "name"), DECKS)
def test_every_command_names_a_lesson_that_exists(heading, name):
    for row in rows(heading):
        for lesson in re.findall(r"derive (?:explain|descend|quiz|handout) ([\w-]+)", row[3]):
            assert lesson in lessons() or lesson == "LESSON", row[3]


def test_every_item_and_every_kind_of_question_is_in_the_tables():
    shown = {key for row in rows("An outline") for key in re.findall(r"`(\w+):", row[0])}
    assert shown >= set(kinds.keys())
    asked = {row[0].strip("`") for row in rows("Quiz")}
    assert asked == {kind.key for kind in every()}


def test_the_errata_give_a_reason_for_each_line():
    errata = rows("Errata")
    assert len(errata) > 30
    assert all(row[1] and row[2] and row[3] for row in errata)


def test_both_lectures_are_built_in():
    assert set(built_in()) == {name for _, name in DECKS}


def test_the_outline_on_the_page_builds(tmp_path):
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    file = tmp_path / "my-lecture.yaml"
    file.write_text(example, "utf-8")
    lecture = load(file).lecture()
    assert all(slide.pieces for slide in lecture.slides)
    assert render(lecture, ("en", "zh-Hant")).count('class="slide"') == 3
