"""derive grade from outside: stopped at any moment, started again, given what is refused."""

import json
import os
import pty
import random
import re
import resource
import signal
import subprocess
import sys
import time

import pytest
from hostile_answers import ANSWERS

LESSON = "two-layer-mlp-sigmoid"
RIGHT = "dL/dw_{3,1} = (yhat - y) h_1\ndL/db_3 = yhat - y\n"
WRONG = "dL/dw_{3,1} = (y + yhat) h_1\n"


def command(*arguments):
    return [sys.executable, "-m", "derive", "grade", *map(str, arguments)]


def grade(*arguments, **options):
    options = {"capture_output": True, "text": True, "timeout": 120, **options}
    return subprocess.run(command(*arguments), **options)


def results(output):
    return json.loads((output / "results.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Make a class of forty."""
    folder = tmp_path_factory.mktemp("answers")
    for number in range(40):
        text = (RIGHT + WRONG) * 6 + f"dL/db_3 = {number} (yhat - y)\n"
        (folder / f"student {number}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(answers, tmp_path_factory):
    """Judge the class without being disturbed."""
    output = tmp_path_factory.mktemp("whole")
    assert grade(LESSON, answers, "-o", output, "--seed", 11).returncode == 1
    return results(output)


def entries(output):
    try:
        written = (output / "journal.jsonl").read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    return [line["student"] for line in map(json.loads, written) if "student" in line]


@pytest.mark.slow
@pytest.mark.parametrize(
    "endings",
    [(signal.SIGKILL, signal.SIGKILL, signal.SIGKILL), (signal.SIGINT, signal.SIGTERM)],
    ids=["killed", "stopped"],
)
def test_a_batch_that_is_ended_at_any_moment_goes_on_and_nothing_is_judged_twice(
    answers, whole, tmp_path, endings
):
    chance = random.Random(len(endings))
    for ending in endings:
        before = entries(tmp_path)
        status, said = ended(ending, len(before) + chance.randrange(1, 14), answers, tmp_path)
        assert "Traceback" not in said
        assert entries(tmp_path)[: len(before)] == before
        if ending is signal.SIGINT:
            assert status == 130
            assert str(tmp_path) in said
    assert len(entries(tmp_path)) < 40
    assert grade(LESSON, answers, "-o", tmp_path).returncode == 1
    assert sorted(entries(tmp_path)) == sorted(set(entries(tmp_path)))
    assert results(tmp_path) == whole


def test_a_batch_that_is_killed_goes_on(tmp_path):
    answers = tmp_path / "answers"
    answers.mkdir()
    for number in range(12):
        (answers / f"{number}.txt").write_text(RIGHT * 40)
    ended(signal.SIGKILL, 3, answers, tmp_path / "out")
    before = entries(tmp_path / "out")
    assert 3 <= len(before) < 12
    assert grade(LESSON, answers, "-o", tmp_path / "out").returncode == 0
    assert entries(tmp_path / "out")[: len(before)] == before
    assert len(entries(tmp_path / "out")) == len(set(entries(tmp_path / "out"))) == 12


def ended(ending, wanted, answers, output):
    """Start a batch, and end it when so many students are done."""
    process = subprocess.Popen(
        command(LESSON, answers, "-o", output, "--seed", 11, "--workers", 2),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while len(entries(output)) < wanted and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(ending)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing(answers, whole, tmp_path):
    assert grade(LESSON, answers, "-o", tmp_path, "--seed", 11, "--workers", 3).returncode == 1
    assert results(tmp_path) == whole


def test_a_full_disk_is_one_message_and_nothing_is_lost(answers, whole, tmp_path):
    def small_files_only():  # as a full disk, but for this process alone
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))

    full = grade(LESSON, answers, "-o", tmp_path, "--seed", 11, preexec_fn=small_files_only)
    assert full.returncode == 2
    assert len(full.stderr.splitlines()) == 1
    assert full.stderr.startswith(f"{tmp_path}: ")
    done = entries(tmp_path)
    assert 0 < len(done) < 40
    assert grade(LESSON, answers, "-o", tmp_path).returncode == 1
    assert results(tmp_path) == whole
    assert entries(tmp_path)[: len(done)] == done
    assert len(entries(tmp_path)) == 40


def test_everybody_right_is_exit_zero_and_a_mistake_is_exit_one(tmp_path):
    answers = tmp_path  # the results may well stand among the answers
    (answers / "ava.txt").write_text(RIGHT)
    run = grade(LESSON, answers, "-o", tmp_path / "out")
    assert (run.returncode, run.stderr) == (0, "1 of 1 checked\n")
    assert [os.path.basename(line) for line in run.stdout.splitlines()] == [
        "grades.csv", "results.json", "class.html",
    ]  # fmt: skip
    (answers / "ben.txt").write_text(WRONG)
    assert grade(LESSON, answers, "-o", tmp_path / "out").returncode == 1


@pytest.mark.parametrize(
    ("lesson", "folder", "more"),
    [
        ("no-such-lesson", "answers", ()),
        (LESSON, "nowhere", ("--language", "zh-Hant")),
        (LESSON, "empty", ("--language", "both")),
        (LESSON, "answers", ("--executor", "cloud://x")),
        (LESSON, "answers", ("--seed", "x")),
    ],
)
def test_a_mistake_in_the_command_is_one_message_and_exit_two(tmp_path, lesson, folder, more):
    for name in ("answers", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "answers" / "ava.txt").write_text(RIGHT)
    run = grade(lesson, tmp_path / folder, "-o", tmp_path / "out", *more)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.strip()
    assert "Traceback" not in run.stderr


def test_a_hostile_class_is_judged_to_the_end(tmp_path):
    answers = tmp_path / "answers"
    answers.mkdir()
    for number, text in enumerate(ANSWERS.values()):
        (answers / f"{number}.md").write_text(text, "utf-8")
    (answers / "good.txt").write_text(RIGHT)
    (answers / "binary.tex").write_bytes(bytes(range(256)) * 100)
    (answers / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(answers / "pipe.txt")
    for name in ("=1+1.txt", "$(touch OWNED).md", "a\nb.txt", "\u202egnp.txt", "x" * 200 + ".txt"):
        (answers / name).write_text(WRONG)
    (answers / os.fsdecode(b"\xff\xfe.txt")).write_text(WRONG)
    run = grade(
        LESSON, answers, "-o", tmp_path / "out", "--language", "both", "--gradescope", cwd=tmp_path
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    found = {student["student"]: student for student in results(tmp_path / "out")["students"]}
    assert len(found) == len(list(answers.iterdir()))
    assert found["good"]["marks"] == 2.0
    refused = {name for name, each in found.items() if each["status"] == "not_checked"}
    assert {"link", "pipe", "binary"} <= refused
    why = [each["reason"]["en"] for each in found.values() if each["status"] == "not_checked"]
    assert not [reason for reason in why if re.search("computing time|memory|fault", reason)]
    assert not any(each.get("detail") for each in found.values())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers", "out"]
    assert "root:" not in (tmp_path / "out" / "results.json").read_text("utf-8")


def test_whoever_sits_before_it_sees_how_far_it_is(tmp_path):
    (tmp_path / "ava.txt").write_text(RIGHT)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(LESSON, tmp_path, "-o", tmp_path / "out"),
        stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"},
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b"".join(iter(lambda: seen(ours), b""))
        printed = process.stdout.read()
    os.close(ours)
    assert b"1/1" in shown
    assert b"\x1b" not in printed


def seen(screen):
    try:
        return os.read(screen, 1 << 16)
    except OSError:  # nobody writes any more
        return b""
