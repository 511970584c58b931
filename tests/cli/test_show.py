"""``derive show``: an item of a lecture by itself is what it is in a lecture."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derive.cli import main
from derive.lectures import load
from derive.lectures.as_text import TextLecture
from derive.lectures.kinds import keys
from derive.lectures.kinds import load as load_kind


def show(*words):
    return CliRunner().invoke(main, ["show", *words])


def body(printed):
    """Return what stands below the two titles."""
    return printed.split("─" * 60 + "\n", 1)[1].strip()


def test_every_item_is_listed_in_both_languages():
    english, chinese = show().output, show("--language", "zh-Hant").output
    for key in keys():
        assert f"{key} " in english
        assert load_kind(key).SHOWS.zh in chinese


@pytest.mark.parametrize(("words", "item"), [
    (("sizing", "3,4,2", "batch=8"), "sizing: {units: [3, 4, 2], batch: 8}"),
    (("gradient_sizes", "depth=3", "activations=relu,tanh"),
     "gradient_sizes: {depth: 3, activations: [relu, tanh]}"),
    (("board", "two-layer-mlp", "of=w_{1,1}", "form=boxes"),
     "board: {lesson: two-layer-mlp, of: 'w_{1,1}', form: boxes}"),
    (("layers", "3,5"), "layers: [3, 5]"),
])  # fmt: skip
def test_typed_settings_show_what_an_outline_shows(tmp_path, words, item):
    file = tmp_path / "mine.yaml"
    file.write_text(f"title: t\nslides:\n- title: t\n  show:\n  - {item}\n", "utf-8")
    wanted = TextLecture().lecture(load(file).lecture())
    assert body(show(*words).output) == body(wanted)


@pytest.mark.parametrize(("words", "said"), [
    (("sizzing",), "Did you mean sizing?"),
    (("sizing", "3,x"), "“units” needs a number, not “x”"),
    (("sizing", "3,1.5"), "needs a whole number, not “1.5”"),
    (("sizing", "3", "4"), "“4” is one value too many"),
    (("sizing", "3,2", "depth=2"), "It can be: units"),
    (("gradient_by_depth", "3", "width=2"), "“3” needs a key"),
    (("gradient_sizes", "batch-normalisation", "depth=2"), "own layers"),
    (("methods", "no-such-lesson"), "no-such-lesson"),
])  # fmt: skip
def test_a_mistake_is_one_sentence_with_a_remedy_and_status_two(words, said):
    run = show(*words)
    assert run.exit_code == 2
    assert said in run.output + (run.stderr or "")
    assert "Traceback" not in run.output


def test_a_lesson_file_of_one_s_own_can_be_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text("equations: |\n  f = 3 w\nparameters: {w: 2}\n", "utf-8")
    assert "= 6" in show("forward", "own.yaml").output


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<!doctype"), ("beamer", "%"), ("ipynb", "{")]
)
def test_it_can_be_written_in_every_form(tmp_path, form, start):
    file = tmp_path / "out"
    assert show("layers", "3", "--format", form, "-o", str(file)).exit_code == 0
    assert file.read_text("utf-8").lower().startswith(start)
