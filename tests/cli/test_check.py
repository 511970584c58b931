"""``derive check`` as a person uses it: a file or a pipe, three forms, and an exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derive.cli import main

RIGHT = "∂L/∂w_{3,1} = (ŷ - y) h_1\n"
WRONG = "∂L/∂w_{3,1} = (y - ŷ) h_1\n"


def check(*arguments: str, text: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["check", "two-layer-mlp", *arguments], input=text)


@pytest.mark.parametrize(("answer", "status"), [(RIGHT, 0), (WRONG, 1), ("", 0)])
def test_the_exit_status_says_whether_a_wrong_answer_was_found(answer: str, status: int) -> None:
    assert check("-", text=answer).exit_code == status


def test_json_is_all_there_is_on_standard_output() -> None:
    found = check("-", "--format", "json", "--seed", "4", text=WRONG)
    data = json.loads(found.stdout)
    assert data["seed"] == 4
    assert data["answers"][0]["verdict"] == "known_mistake"


def test_a_file_is_checked_and_a_page_written(tmp_path: Path) -> None:
    answer, page = tmp_path / "answer.md", tmp_path / "page.html"
    answer.write_text(f"# Answer\n\n$$ {WRONG.strip()} $$\n<script>alert(1)</script> = 2\n")
    found = check(str(answer), "--format", "html", "-o", str(page), "--language", "zh-Hant")
    assert found.exit_code == 1
    html = page.read_text()
    assert "正負號" in html
    assert "<script>alert" not in html


def test_another_encoding_is_read(tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_bytes("解答：\ndL/dw31 = (yhat - y) h_1".encode("cp950"))
    assert check(str(answer)).exit_code == 0


@pytest.mark.parametrize("content", [b"\x89PNG\x00\x01", b"x = 1\n" * 600])
def test_what_cannot_be_judged_is_refused_with_one_message(tmp_path: Path, content: bytes) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_bytes(content)
    found = check(str(answer))
    assert found.exit_code == 2
    assert "answer.txt" in found.stderr
    assert "Traceback" not in found.stderr
    assert check("-", text=content).exit_code == 2


def test_a_file_that_is_not_there_is_the_users_mistake(tmp_path: Path) -> None:
    found = check(str(tmp_path / "none.txt"))
    assert found.exit_code == 2
    assert "none.txt" in found.stderr
