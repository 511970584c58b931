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
    (page,) = tmp_path.glob("[!.]*")
    assert "0.0821670406" in page.read_text("utf-8")


def test_what_was_changed_by_hand_is_kept_and_said(tmp_path):
    def make(digits):
        return handout("parabola", "--format", "latex", "--digits", digits, "-o", tmp_path)

    folder = tmp_path / "parabola-lecture-en"
    assert make(6).stderr == ""
    for number, mark in ((1, ".edited"), (2, ".edited2")):
        (folder / "body.tex").write_text(f"my words {number}", "utf-8")
        run = make(2 + number)
        assert run.exit_code == 0
        assert run.stderr.count("changed by hand") == 1
        assert (folder / f"body{mark}.tex").read_text("utf-8") == f"my words {number}"
        assert "my words" not in (folder / "body.tex").read_text("utf-8")
    assert make(6).stderr == ""
    assert len(list(folder.glob("*.edited*"))) == 2


@pytest.mark.parametrize("record", ["", "[1]", "{", None])
def test_a_file_of_somebody_else_is_kept_and_a_broken_record_harms_nothing(tmp_path, record):
    page = tmp_path / "parabola-lecture-en.html"
    page.write_text("mine", "utf-8")
    if record is not None:
        (tmp_path / ".derive.json").write_text(record, "utf-8")
    run = handout("parabola", "--language", "en", "-o", tmp_path)
    assert run.exit_code == 0
    assert (tmp_path / "parabola-lecture-en.edited.html").read_text("utf-8") == "mine"
    assert run.stdout == f"{page}\n"


def test_a_folder_that_cannot_be_made_is_one_message_and_exit_two(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    run = handout("parabola", "-o", tmp_path / "file" / "new")
    assert run.exit_code == 2
    assert len(run.output.splitlines()) == 1
    assert str(tmp_path / "file") in run.output


def test_a_font_is_for_the_form_that_embeds_one(tmp_path):
    run = handout("parabola", "--font", "x.ttf", "-o", tmp_path)
    assert run.exit_code == 2
    assert "--format pdf" in run.output
    assert not list(tmp_path.iterdir())


def test_a_font_that_is_none_is_named_with_what_to_give_instead(tmp_path):
    pytest.importorskip("typst")
    run = handout(
        "parabola", "--format", "pdf", "--font", tmp_path / "no.ttf", "-o", tmp_path / "out"
    )
    assert run.exit_code == 2
    assert "no.ttf" in run.output
    assert "--font" in run.output


def test_a_lesson_of_ones_own_gives_its_name_and_no_path(tmp_path):
    lesson = tmp_path / "a lesson; $(x) 一課.yaml"
    lesson.write_text("title: T\nequations: L = w^2\nparameters: {w: 3}\n", "utf-8")
    run = handout(lesson, "-o", tmp_path / "out")
    assert [page.name for page in (tmp_path / "out").glob("[!.]*")] == [
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
