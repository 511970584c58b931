"""The journal: a second run goes on where the first one stopped, whatever happened to it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.grade.journal import Journal, JournalError
from derive.grade.setting import Setting

SETTING = Setting("equations: …", "lesson")
REPLIES = {f"s{number}": {"report": {"marks": number}} for number in range(5)}


def begun(path, *, question="q", seed=None, fresh=False):
    journal = Journal(path)
    return journal, journal.begin(question, seed, fresh)


def written(path):
    journal, seed = begun(path)
    with journal:
        for student, reply in REPLIES.items():
            journal.add(student, "content", SETTING, reply)
    return seed


def remembered(path, setting=SETTING, **options):
    journal, _ = begun(path, **options)
    with journal:
        found = {name: journal.known(name, "content", setting) for name in REPLIES}
    return {name: reply for name, reply in found.items() if reply is not None}


def test_what_was_found_out_is_known_to_the_next_run(tmp_path):
    written(tmp_path / "journal")
    assert remembered(tmp_path / "journal") == REPLIES


@given(st.integers(0, 2000))
@settings(max_examples=40)
def test_a_line_that_was_cut_off_is_forgotten_and_no_other(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("cut") / "journal"
    seed = written(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut % len(whole)])
    kept = path.read_bytes().count(b"\n")
    journal, again = begun(path)
    with journal:
        journal.add("new", "content", SETTING, {"report": {}})
    assert again == seed or kept == 0
    assert remembered(path) == dict(list(REPLIES.items())[: max(0, kept - 1)])
    assert all(json.loads(line) for line in path.read_bytes().splitlines())


def test_a_line_that_is_no_record_is_passed_over(tmp_path):
    path = tmp_path / "journal"
    written(path)
    path.write_bytes(path.read_bytes() + b"\x00\xff garbage\n[1, 2]\n{}\nnull\n")
    assert remembered(path) == REPLIES


def test_a_student_who_handed_in_something_else_is_judged_again(tmp_path):
    written(tmp_path / "journal")
    journal, _ = begun(tmp_path / "journal")
    with journal:
        assert journal.known("s1", "other content", SETTING) is None


def test_another_question_is_another_run_and_the_first_is_not_lost(tmp_path):
    seed = written(tmp_path / "journal")
    assert remembered(tmp_path / "journal", question="another") == {}
    assert remembered(tmp_path / "journal") == REPLIES
    journal, again = begun(tmp_path / "journal")
    journal.close()
    assert again == seed


def test_the_seed_is_kept_unless_another_is_asked_for(tmp_path):
    path = tmp_path / "journal"
    journal, seed = begun(path, seed=5)
    journal.close()
    assert seed == 5
    assert remembered(path) == {}
    assert remembered(path, seed=6) == {}
    journal, seed = begun(path, seed=5)
    journal.close()
    assert seed == 5


def test_nobody_can_know_the_seed_of_a_new_run(tmp_path):
    seeds = {written(tmp_path / str(number)) for number in range(20)}
    assert len(seeds) == 20
    assert max(seeds) > 2**40


def test_a_fresh_start_knows_nothing(tmp_path):
    written(tmp_path / "journal")
    assert remembered(tmp_path / "journal", fresh=True) == {}


def test_an_answer_that_took_too_much_is_tried_again_when_it_may_take_more(tmp_path):
    path = tmp_path / "journal"
    journal, _ = begun(path)
    with journal:
        journal.add("s1", "content", SETTING, {"failed": "time"})
        journal.add("s2", "content", SETTING, {"failed": "crash"})
    assert remembered(path) == {"s1": {"failed": "time"}}
    assert remembered(path, replace(SETTING, seconds=10.0)) == {}


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    journal, _ = begun(tmp_path / "journal")
    with journal, pytest.raises(JournalError):
        Journal(tmp_path / "journal")
    written(tmp_path / "journal")
