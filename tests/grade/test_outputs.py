"""What a batch leaves behind: tables that do not calculate, pages that do not run."""

import csv
import io
import json
import os
from html.parser import HTMLParser

import pytest
from classroom import HOSTILE, SAID, TARGETS, classroom

from derive.core.text import Text
from derive.grade import atomic, gradebook, gradescope, outputs
from derive.grade.as_json import to_json
from derive.grade.pages import Press
from derive.grade.setting import Setting
from derive.lessons import load

SETTING = Setting("…", "two-layer-mlp", seed=987654321, program="1")
LANGUAGES = [("en",), ("zh-Hant",), ("en", "zh-Hant")]


@pytest.fixture(scope="module")
def found():
    return classroom()


@pytest.fixture(scope="module", params=LANGUAGES, ids="+".join)
def press(request):
    return Press(load("two-layer-mlp"), request.param)


class Reader(HTMLParser):
    """Collects what a browser would see: elements, attributes, words."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.words, self.open = set(), [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.words.append(data)


def rows(found):
    table = gradebook.table(found, "en")
    assert table.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))


def test_no_cell_of_the_gradebook_is_a_formula(found):
    for row in rows(found):
        for cell in row:
            assert cell.strip() == "" or cell.strip()[0] not in "=+-@\t\r＝＋－＠"


def test_a_name_stays_in_its_cell_whatever_separates_the_cells(found):
    table = gradebook.table(found, "en").decode("utf-8-sig")
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(table), delimiter=separator):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_the_gradebook_has_everybody_with_the_marks_of_the_report(found):
    head, *body = rows(found)
    assert head[:4] == ["student", "status", "marks", "out_of"]
    assert head[4:7] == list(TARGETS)
    for student, row in zip(found.students, body, strict=True):
        assert row[0].removeprefix("'") == student.name
        if student.report is None:
            assert row[1:7] == ["not checked", "", "", "", "", ""]
            assert student.reason.en in row
        else:
            assert float(row[2]) == student.report.marks == sum(map(float, row[4:7]))


def test_the_data_agrees_with_a_count_by_hand(found):
    data = json.loads(to_json(found, SETTING))
    assert (data["checked"], data["not_checked"]) == (len(HOSTILE), 1)
    assert data["seed"] == 987654321
    for mistake in data["mistakes"]:
        who = [
            student["student"]
            for student in data["students"]
            if any(
                mistake["mistake"] in (line["mistake"], *line["also"])
                and mistake["at_step"] == (line["at_step"] or line["target"])
                and line["verdict"] in ("wrong", "known_mistake")
                for line in student.get("answers", ())
            )
        ]
        assert mistake["students"] == who
        assert mistake["count"] == len(who)
    for place, step in enumerate(data["steps"]):
        marks = [s["awards"][place]["marks"] for s in data["students"] if "awards" in s]
        assert step["mean"] == pytest.approx(sum(marks) / len(marks))
        assert step["full"] + step["part"] + step["none"] + step["not_answered"] + step[
            "not_judged"
        ] == len(marks)


def test_a_kind_of_mistake_counts_each_student_once_whatever_the_step(found):
    for kind in found.kinds:
        who = {student.name for made in kind.steps for student in made.students}
        assert all(made.key == kind.key for made in kind.steps)
        assert {student.name for student in kind.students} == who
        assert len(kind.students) == len(who)
    named = [kind for kind in found.kinds if kind.key is not None]
    assert [len(kind.students) for kind in named] == sorted(
        (len(kind.students) for kind in named), reverse=True
    )
    assert {made for kind in found.kinds for made in kind.steps} == set(found.mistakes)


def test_names_of_the_lesson_are_set_as_formulas_and_all_else_stays_words(press):
    said = "In ∂h_1/∂w_{1,1} see h_1, q_7, <i>b_1</i> and {x_1}; I a."
    page = press.page.said(Text(said, said), "says")
    seen = Reader(page)
    assert page.count("<math") == 4 * len(press.page.languages)
    assert "mfrac" in seen.tags
    assert "q_7" in page
    assert "i" not in seen.tags
    assert "<mi>I</mi>" not in page


def test_a_line_of_several_files_is_told_as_a_line_of_its_file(found):
    first = json.loads(to_json(found, SETTING))["students"][0]
    assert [(line["file"], line["line"]) for line in first["answers"]] == [
        ("a.txt", 1), ("b.txt", 1), ("b.txt", 2),
    ]  # fmt: skip


def test_nothing_a_student_wrote_is_an_element_of_a_page(found, press):
    pages = [press.student(student) for student in found.students] + [press.whole(found, SETTING)]
    for page in pages:
        seen = Reader(page.decode())
        assert seen.open == []
        assert not seen.tags & {"script", "img", "iframe", "base", "b", "form", "object", "link"}
        assert not any(name.startswith("on") for name, _ in seen.attributes)
        links = [value for name, value in seen.attributes if name in ("href", "src")]
        assert all(link.startswith(("students/key-", "#l")) for link in links)
        assert any("default-src 'none'" in (value or "") for _, value in seen.attributes)


def test_what_a_student_wrote_is_shown_to_the_letter(found, press):
    for student in found.checked:
        words = "".join(Reader(press.student(student).decode()).words)
        assert student.name in words
        assert "a<b> & 'c' \"d\" {{ e }}" in words


def test_what_is_said_is_on_the_page_in_its_languages(found, press):
    words = "".join(Reader(press.student(found.students[0]).decode()).words)
    for language in press.page.languages:
        assert SAID.in_language(language) in words


def test_a_students_page_has_nothing_of_the_others_nor_the_seed(found, press):
    for student in found.students:
        page = press.student(student).decode()
        words = "".join(Reader(page).words)
        assert str(SETTING.seed) not in page
        for other in found.students:
            if other is not student and len(other.name) > 5:
                assert other.name not in words


def test_the_class_page_has_everybody_and_the_seed(found, press):
    words = "".join(Reader(press.whole(found, SETTING).decode()).words)
    assert str(SETTING.seed) in words
    assert all(student.name in words for student in found.students)


def test_a_class_in_which_nobody_could_be_checked_has_its_files_too(tmp_path, found):
    nobody = type(found)(found.not_checked)
    written = list(outputs.write(tmp_path, nobody, load("two-layer-mlp"), SETTING, ("en",), True))
    assert [path.name for path in written] == ["grades.csv", "results.json", "class.html"]


def test_every_file_of_the_gradebook_is_there_and_inside_the_folder(tmp_path, found):
    list(outputs.write(tmp_path / "out", found, load("two-layer-mlp"), SETTING, ("en",), True))
    for row in rows(found)[1:]:
        assert (tmp_path / "out" / row[-1]).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert not list(tmp_path.rglob("*.part"))


def test_gradescope_gets_the_marks_of_the_report_and_only_plain_text(found):
    for student in found.students:
        data = json.loads(gradescope.results(student, ("en", "zh-Hant")))
        assert data["output_format"] == "text"
        scores = sum(test.get("score", 0) for test in data["tests"])
        assert data["score"] == scores == (student.report.marks if student.report else 0)
        assert all(test["output_format"] == "text" for test in data["tests"])
        assert {test.get("status") for test in data["tests"]} <= {"passed", "failed", None}
        assert str(SETTING.seed) not in json.dumps(data)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path):
    atomic.write(tmp_path / "grades.csv", b"old")
    with pytest.raises(TypeError):
        atomic.write(tmp_path / "grades.csv", "text is not bytes")
    assert (tmp_path / "grades.csv").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["grades.csv"]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path):
    (tmp_path / "plain").write_text("x")
    atomic.write(tmp_path / "atomic", b"x")
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode
