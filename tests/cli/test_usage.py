"""A command that was typed wrongly is answered in the language asked for, with exit status 2."""

import re

import pytest
from click.testing import CliRunner

from derive.cli import main

WRONG = {  # what is typed, and what the answer has to name
    "explain": "缺少參數「LESSON」",
    "explian mazur": "是不是要用 explain？",
    "explain mazur --foo": "沒有「--foo」這個選項",
    "explain mazur --format pdf": "可用的有 text、html",
    "explain mazur --digits many": "請給 1 到 17 的整數",
    "explain mazur --digits 99": "選項「--digits」的值不正確",
    "explain mazur --wrt": "選項「--wrt」後面要有一個值",
    "explain mazur bowl": "參數太多",
    "check mazur": "缺少參數「ANSWERS」",
    "descend mazur --learning-rate fast": "選項「--learning-rate」的值不正確",
    "--foo": "沒有「--foo」這個選項",
}


def typed(words, monkeypatch, **environment):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["derive", *words])
    return CliRunner().invoke(main, words, prog_name="derive")


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_is_answered_in_chinese(line, monkeypatch):
    run = typed(line.split(), monkeypatch, LANG="zh_TW.UTF-8")
    assert run.exit_code == 2
    assert run.stdout == ""
    assert WRONG[line] in run.stderr
    said = run.stderr.partition("錯誤：")[2]
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", said.replace(line.split()[-1], ""))


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_is_answered_in_english_unless_another_language_is_asked_for(
    line, monkeypatch
):
    run = typed(line.split(), monkeypatch, LANG="en_US.UTF-8")
    assert run.exit_code == 2
    assert run.stderr.isascii()


def test_the_language_asked_for_goes_before_that_of_the_system(monkeypatch):
    asked = ["explain", "--language", "zh-Hant", "mazur", "--foo"]
    assert "沒有「--foo」" in typed(asked, monkeypatch, LANG="C").stderr
    asked[2] = "en"
    assert typed(asked, monkeypatch, LANG="zh_TW.UTF-8").stderr.isascii()


def test_an_existing_file_is_not_written_over(tmp_path, monkeypatch):
    file = tmp_path / "mine.yaml"
    file.write_text("mine", encoding="utf-8")
    run = typed(["new", "mazur", "-o", str(file)], monkeypatch)
    assert run.exit_code == 2
    assert run.stderr == f"{file}: This file exists already. Give another name with -o.\n"
    assert file.read_text("utf-8") == "mine"
