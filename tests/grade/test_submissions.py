"""What was handed in: whose it is, what is read, what is refused, what files are called."""

import os
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.feedback.visible import visible
from derive.grade import submission
from derive.grade.encoding import decode
from derive.grade.file_stem import file_stem
from derive.grade.refusal import RefusedError
from derive.grade.submission import FolderError, find, read


def handed_in(folder):
    return {name: read(name, path) for name, path in find(folder)}


def test_a_file_or_a_folder_is_a_student(tmp_path):
    (tmp_path / "ava.txt").write_text("a = 1")
    (tmp_path / "ben.tex").write_text("b = 1")
    (tmp_path / "chen").mkdir()
    (tmp_path / "chen" / "answer.md").write_text("c = 1")
    assert {name: each.text for name, each in handed_in(tmp_path).items()} == {
        "ava": "a = 1", "ben": "b = 1", "chen": "c = 1",
    }  # fmt: skip


def test_two_files_that_differ_in_their_ending_are_two_students(tmp_path):
    for name in ("ava.txt", "ava.md"):
        (tmp_path / name).write_text(name)
    found = handed_in(tmp_path)
    assert list(found) == ["ava.md", "ava.txt"]
    assert len({each.key for each in found.values()}) == 2


def test_students_are_in_the_order_in_which_a_person_counts(tmp_path):
    for number in (10, 2, 1):
        (tmp_path / f"student {number}.txt").write_text("x")
    assert [name for name, _ in find(tmp_path)] == ["student 1", "student 2", "student 10"]


def test_what_systems_leave_lying_about_is_no_student(tmp_path):
    for name in (".DS_Store", "._ava.txt", "Thumbs.db", "~$ava.docx", "ava.txt"):
        (tmp_path / name).write_text("x")
    assert [name for name, _ in find(tmp_path)] == ["ava"]


def test_the_folder_of_results_is_no_student(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "ava.txt").write_text("x")
    assert [name for name, _ in find(tmp_path, without=tmp_path / "results")] == ["ava"]


def test_an_empty_folder_is_told_and_a_missing_one(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(FolderError):
            find(folder)


def test_several_files_are_one_answer_and_every_line_is_found_again(tmp_path):
    student = tmp_path / "ava"
    (student / "part").mkdir(parents=True)
    (student / "q2.txt").write_bytes(b"b = 1\r\nb = 2\rb = 3")
    (student / "q10.tex").write_text("\\title{x}\n\\begin{document}\nc = 1\n\\end{document}\nd")
    (student / "part" / "q1.md").write_text("a = 1\n")
    found = read("ava", student)
    for file, number, text in (
        (os.path.join("part", "q1.md"), 1, "a = 1"),
        ("q2.txt", 3, "b = 3"),
        ("q10.tex", 3, "c = 1"),
    ):
        lines = found.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert found.place(1 + lines.index(text)) == (file, number)


def test_a_preamble_does_not_hide_the_files_before_it(tmp_path):
    (tmp_path / "ava").mkdir()
    (tmp_path / "ava" / "1.md").write_text("a = 1")
    (tmp_path / "ava" / "2.tex").write_text("\\begin{document}b = 1\\end{document}")
    assert "begin" not in read("ava", tmp_path / "ava").text


@pytest.fixture
def strange(tmp_path):
    """Make a folder in which nothing is a plain file."""
    (tmp_path / "secret").write_text("root:x:0:0")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "round.txt").symlink_to("round.txt")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(folder / "socket.txt"))
        yield folder


def test_links_and_pipes_and_sockets_are_refused_and_not_opened(strange):
    for found in handed_in(strange).values():
        assert found.refusal is not None
        assert found.text == ""


def test_links_and_pipes_in_a_students_folder_are_left_alone_and_named(strange):
    (strange / "answer.txt").write_text("a = 1")
    found = read("class", strange)
    assert found.text == "a = 1"
    assert any("link.txt" in note.en for note in found.notes)
    assert any("pipe.txt" in note.zh for note in found.notes)


def test_a_folder_without_an_answer_is_refused(tmp_path):
    (tmp_path / "ava").mkdir()
    (tmp_path / "ava" / "photo.jpg").write_bytes(b"\xff\xd8")
    assert read("ava", tmp_path / "ava").refusal is not None


@pytest.mark.parametrize("name", ["ava.pdf", "ava.docx", "ava.py", "ava.tex.exe"])
def test_other_kinds_of_files_are_refused_by_their_ending(tmp_path, name):
    (tmp_path / name).write_text("a = 1")
    assert name.rpartition(".")[2] in read("ava", tmp_path / name).refusal.en


def test_no_more_is_read_than_an_answer_may_have(tmp_path):
    with open(tmp_path / "huge.txt", "wb") as file:
        file.truncate(1 << 40)  # a terabyte that takes no room on the disk
    assert "larger" in read("huge", tmp_path / "huge.txt").refusal.en
    (tmp_path / "many").mkdir()
    for number in range(3):
        (tmp_path / "many" / f"{number}.txt").write_text("x" * (submission.LARGEST // 2))
    assert "larger" in read("many", tmp_path / "many").refusal.en


def test_a_folder_with_too_many_files_is_refused_without_looking_at_all(tmp_path):
    for number in range(submission.MOST_FILES + 1):
        (tmp_path / str(number)).mkdir()
    assert read("many", tmp_path).refusal is not None


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-32", False), ("cp950", True)],
)
def test_an_answer_is_read_in_the_encodings_of_editors(encoding, guessed):
    text = "因為 ∂L/∂w = (y - h)·x，所以 σ" if not guessed else "梯度：(y - h)×x"
    read_as, note = decode(text.encode(encoding))
    assert read_as == text
    assert (note is not None) == guessed


def test_an_accent_in_an_old_encoding_does_not_become_chinese():
    text, note = decode("dérivée: w·(y - h)\n".encode("latin-1"))
    assert text == "dérivée: w·(y - h)\n"
    assert note is not None


@pytest.mark.parametrize("data", [b"\x00\x01", b"%PDF-1.7\x00", b"\xff\xfe\x00", b"PK\x03\x04\x00"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(RefusedError):
        decode(data)


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_any_bytes_become_text_or_are_refused(data):
    try:
        text, _ = decode(data)
    except RefusedError:
        return
    text.encode()  # no halves of characters that would break a file later


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_a_shown_name_has_nothing_in_it_that_cannot_be_seen(name):
    shown = visible(name)
    assert not any(letter in shown for letter in "\n\r\t\u202e\u200b\u2028\x00")
    assert visible(shown) == shown


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_a_file_name_means_nothing_to_a_path(name):
    stem = file_stem(name)
    assert 0 < len(stem.encode()) < 200
    assert os.path.basename(stem) == stem
    assert not stem.startswith((".", "-", "~"))
    assert not set(stem) & set("/\\:*?\"<>|&;$`'(){}[]!#% \n")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "CON", "a/b", "..", "-rf", "$(touch x)", "%2e"]
)
def test_a_hostile_name_stays_inside_the_folder_of_results(name):
    found = read(name, submission.Path("nowhere") / "x.txt")
    assert "/" not in found.key
    assert ".." not in found.key


def test_names_that_look_the_same_have_different_files(tmp_path):
    for name in ("a b.txt", "a-b.txt", "a_b.txt", "A-b.txt"):
        (tmp_path / name).write_text("x")
    keys = [each.key.casefold() for each in handed_in(tmp_path).values()]
    assert len(set(keys)) == 4
