"""Workers: what they judge, what they may take, and that one that dies takes nobody with it."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hostile_answers import ANSWERS

from derive.check.judge import Checker
from derive.feedback.as_json import as_data
from derive.grade.guard import Guard, StartError, crew, dismiss, judge
from derive.grade.record import read_report
from derive.grade.setting import Setting, fingerprint
from derive.lessons import load
from derive.lessons.load import read

LESSON = "two-layer-mlp-sigmoid"
RIGHT = "dL/dw_{3,1} = (yhat - y) h_1"


def setting(**changes):
    text, name, toml = read(LESSON)
    return replace(Setting(text, name, toml, seed=7, program=fingerprint()), **changes)


@pytest.fixture(scope="module")
def only():
    """Start one worker for all tests that leave it alive."""
    watched = Guard(setting())
    yield watched
    watched.close()


@pytest.fixture
def guard(only):
    yield only
    only.setting = setting()


def test_a_worker_says_what_the_checker_says(guard):
    report = Checker(load(LESSON), seed=7).check(RIGHT)
    assert guard.judge(RIGHT) == {"report": json.loads(json.dumps(as_data(report)))}


def test_a_report_is_the_same_after_it_was_written_down():
    report = Checker(load(LESSON), seed=7).check("\n".join([RIGHT, "dL/db_3 = 3", "x = 1", "?? ="]))
    assert read_report(json.loads(json.dumps(as_data(report)))) == report


def test_a_lesson_that_cannot_be_worked_out_stops_the_batch_with_its_message():
    with pytest.raises(StartError, match="two-layer"):
        Guard(setting(lesson="title: x", name="two-layer")).judge(RIGHT)


def test_workers_with_another_program_are_refused():
    with pytest.raises(StartError, match="version"):
        judge(setting(program="another"), RIGHT)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_hostile_answer_is_judged_within_the_bounds(name, hostile):
    reply = hostile(ANSWERS[name])
    assert set(reply) <= {"report", "refused"}, reply


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Ask one worker after the other answer, in a folder that must stay empty."""
    folder, before = tmp_path_factory.mktemp("hostile"), os.getcwd()
    os.chdir(folder)
    watched = Guard(setting())
    yield watched.judge
    watched.close()
    os.chdir(before)
    assert list(folder.iterdir()) == []


def test_an_answer_that_takes_too_long_is_ended_by_the_system(guard):
    guard._end()
    guard.setting = setting(seconds=0.001)
    assert guard.judge("\n".join([RIGHT] * 400)) == {"failed": "time"}


def test_a_worker_that_stands_still_is_ended_by_the_clock(guard):
    guard.judge(RIGHT)
    guard.setting = replace(guard.setting, seconds=0.02)
    os.kill(guard._process.pid, signal.SIGSTOP)
    assert guard.judge(RIGHT) == {"failed": "time"}
    guard.setting = setting()
    assert "report" in guard.judge(RIGHT)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_an_answer_that_takes_too_much_memory_is_stopped(guard):
    guard._end()
    guard.setting = setting(memory=1)
    assert guard.judge("𝑥" * 250_000) == {"failed": "memory"}
    guard.setting = setting()
    assert guard.judge("𝑥" * 250_000) != {"failed": "memory"}


def test_a_worker_that_is_killed_is_replaced_and_asked_again(guard):
    first = guard.judge(RIGHT)
    guard._process.kill()
    assert guard.judge(RIGHT) == first


def test_a_worker_may_not_write_files(guard):
    guard.judge(RIGHT)
    limits = resource.prlimit(guard._process.pid, resource.RLIMIT_FSIZE)
    assert limits[0] == 0


def test_workers_that_are_busy_end_when_they_are_dismissed():
    slow = setting(seconds=300.0)
    busy = crew(slow)
    with ThreadPoolExecutor(2) as threads:
        jobs = [threads.submit(busy.judge, "\n".join([RIGHT] * 400)) for _ in range(8)]
        dismiss(slow)
    ended = [isinstance(job.exception(), StartError) or job.result() for job in jobs]
    assert ended[-1] is True
    assert all(guard._process is None for guard in busy._all)


def test_a_worker_does_not_outlive_the_one_who_asked():
    parent = subprocess.run(
        [sys.executable, "-c", _ORPHAN, LESSON], capture_output=True, text=True, timeout=60
    )
    assert parent.returncode == -signal.SIGKILL
    worker = int(parent.stdout)
    for _ in range(1000):
        if not alive(worker):
            return
        time.sleep(0.01)
    pytest.fail("the worker is still there")


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


_ORPHAN = """
import os, sys
from derive.grade.guard import Guard
from derive.grade.setting import Setting, fingerprint
from derive.lessons.load import read
guard = Guard(Setting(*read(sys.argv[1]), program=fingerprint()))
guard.judge("x_1 = 1")
print(guard._process.pid, flush=True)
os.kill(os.getpid(), 9)
"""
