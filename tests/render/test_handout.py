"""``derive handout``: what it writes, where, and what it says when it cannot."""

import pytest
from click.testing import CliRunner

from derive.cli import main
from derive.render.sheet import SheetKind


def handout(*arguments):
    return CliRunner().invoke(main, ["handout", *map(str, arguments)])


@pytest.mark.parametrize("sheet", SheetKind)
@pytest.mark.parametrize("language", ["en", "zh-Hant", "both"])
def test_the_name_of_a_page_says_lesson_sheet_and_language(tmp_path, sheet, language):
    run = handout("parabola", "--sheet", sheet, "--language", language, "-o", tmp_path / "new")
    expected = tmp_path / "new" / f"parabola-{sheet}-{language}.html"
    assert (run.exit_code, run.output) == (0, f"{expected}\n")
    assert expected.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_page_replaces_the_one_it_made_before(tmp_path):
    for digits in (2, 9):
        assert handout("mazur", "--wrt", "w_5", "--digits", digits, "-o", tmp_path).exit_code == 0
    (page,) = tmp_path.iterdir()
    assert "0.0821670406" in page.read_text("utf-8")


def test_a_lesson_of_ones_own_gives_its_name_and_no_path(tmp_path):
    lesson = tmp_path / "a lesson; $(x) 一課.yaml"
    lesson.write_text("title: T\nequations: L = w^2\nparameters: {w: 3}\n", "utf-8")
    run = handout(lesson, "-o", tmp_path / "out")
    assert [page.name for page in (tmp_path / "out").iterdir()] == [
        "a-lesson-x-一課-lecture-en.html"
    ]
    assert run.exit_code == 0


def test_another_seed_gives_other_blanks(tmp_path):
    pages = []
    for seed in (1, 2):
        handout("two-layer-mlp", "--sheet", "faded", "--seed", seed, "-o", tmp_path)
        pages.append((tmp_path / "two-layer-mlp-faded-en.html").read_text("utf-8"))
    assert pages[0] != pages[1]


def test_an_unknown_lesson_is_one_message_and_exit_two(tmp_path):
    run = handout("two-layer-mpl", "-o", tmp_path)
    assert run.exit_code == 2
    assert "two-layer-mlp" in run.output
    assert "Traceback" not in run.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["latex", "md", "ipynb"])
def test_every_other_form_is_written_too(tmp_path, form):
    run = handout("parabola", "--format", form, "-o", tmp_path)
    assert run.exit_code == 0
    written = [line for line in run.output.splitlines() if line]
    assert written
    assert all((tmp_path / path).is_file() for path in written)
