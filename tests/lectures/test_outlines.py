"""An outline of one's own: what it may say, and how its mistakes are answered."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from derive.cli import main
from derive.core.errors import DeriveError
from derive.core.expression import Number, variables
from derive.lectures import built_in, load
from derive.lectures.as_beamer import render as to_beamer
from derive.lectures.as_html import render as to_html
from derive.lectures.as_notebook import render as to_notebook
from derive.lectures.as_text import TextLecture
from derive.lessons import built_in as lesson_names
from derive.numeric.interpret import evaluate

HEAD = "title: A lecture\nslides:\n- key: one\n  title: One\n  show:\n"


def outline(tmp_path, text):
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    return file


def shown(tmp_path, items):
    lecture = load(outline(tmp_path, HEAD + items)).lecture()
    return TextLecture().lecture(lecture)


def test_an_outline_mixes_text_lessons_descents_pictures_and_questions(tmp_path):
    text = shown(tmp_path, """
  - text: 'The slope $f''(x)$.'
  - points: [a, 'b $x_1$']
  - forward: square
  - gradient: {lesson: square, of: x}
  - descent: {lesson: square, steps: 1, show: [iteration-1]}
  - picture: {tangent: square}
  - quiz: {lesson: two-layer-mlp, count: 2}
  - table: {head: [a, b], rows: [['$x$', '2']]}
""")  # fmt: skip
    assert "The slope f'(x)." in text
    assert "2x" in text
    assert "x^{(1)} = " in text
    assert "1. " in text


def test_a_lesson_file_may_stand_beside_the_outline(tmp_path):
    (tmp_path / "own.yaml").write_text("equations: |\n  f = 3 w\nparameters: {w: 2}\n", "utf-8")
    assert "= 6" in shown(tmp_path, "  - forward: own.yaml\n")


def test_names_may_be_written_in_the_lecture_s_letters(tmp_path):
    text = "letters: {f: '\\mathcal{F}'}\n" + HEAD + "  - forward: square\n"
    lecture = load(outline(tmp_path, text)).lecture()
    assert "ℱ = x²" in TextLecture().lecture(lecture)


def test_the_gradients_come_in_the_order_that_is_asked_for(tmp_path):
    text = "ask: {two-layer-mlp: [b_3, w11]}\n" + HEAD + "  - grad_table: two-layer-mlp\n"
    lecture = load(outline(tmp_path, text)).lecture()
    written = TextLecture().lecture(lecture)
    assert written.index("∂L/∂b_3") < written.index("∂L/∂w_{1,1}")
    assert "w_{3,2}" not in written.split("grad_table")[-1].split("∂L/∂b_3")[0]


MISTAKES = [
    ("  - nothing: 1\n", "nothing", 6),
    ("  - forward: no-such-lesson\n", "no-such-lesson", 6),
    ("  - gradient: {lesson: square, of: y}\n", "y", 6),
    ("  - gradient: {lesson: square, of: x, steps: 9}\n", "steps", 6),
    ("  - text: 'a $\\input{x}$'\n", "input", 6),
    ("  - text: {de: Hallo}\n", "string", 6),
    ("  - table: {head: [a, b], rows: [[a]]}\n", "2", 6),
    ("  - board: {lesson: square, form: circle, of: x}\n", "circle", 6),
    ("  - descent: {lesson: square, optimizer: best}\n", "best", 6),
    ("  - proof: riddle\n", "riddle", 6),
    ("  - picture: {}\n", "picture", 6),
    ("  - picture: {contour: square}\n", "2", 6),
    ("  - sizing: [3]\n", "two", 6),
    ("  - savings: {depths: [x]}\n", "number", 6),
    ("  - forward: square\n    text: a\n", "one", 6),
    ("  - quiz: {lesson: square, kinds: [riddle]}\n", "riddle", 6),
    ("  - slope_bound: relu\n", "bound", 6),
    ("  - compare: {lesson: square, what: colour, values: [1]}\n", "colour", 6),
]


@pytest.mark.parametrize(("items", "word", "line"), MISTAKES)
def test_a_mistake_is_answered_with_its_line_and_a_remedy(tmp_path, items, word, line):
    with pytest.raises(DeriveError) as caught:
        shown(tmp_path, items)
    said = caught.value.describe("en")
    assert word in said
    assert f"mine.yaml:{line}" in said
    assert caught.value.describe("zh-Hant") != said


def test_mistakes_in_the_frame_of_the_file_are_answered_too(tmp_path):
    for text in ("title: a\n", "slides: []\ntitle: a\n", "title: a\nslides:\n- title: b\n  colour: c\n",
                 "title: a\nslides:\n- {key: 'x y', title: b}\n",
                 "title: a\nslides:\n- {key: k, title: b}\n- {key: k, title: c}\n",
                 "title: a\nletters: {L: '1+'}\nslides:\n- {title: b}\n", "- 1\n"):  # fmt: skip
        with pytest.raises(DeriveError):
            load(outline(tmp_path, text))


HOSTILE = [
    "<script>alert(1)</script>",
    "\\input{/etc/passwd}",
    "{{ 7*7 }} << 7*7 >> <% x %>",
    "](javascript:alert(1))",
    "`rm`",
    '" onmouseover="alert(1)',
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_every_form(tmp_path, words):
    quoted = "'" + words.replace("'", "''") + "'"
    text = f"title: {quoted}\nslides:\n- title: {quoted}\n  show:\n  - text: {quoted}\n  - points: [{quoted}]\n"
    lecture = load(outline(tmp_path, text)).lecture()
    html = to_html(lecture, ("en",))
    assert "<script>alert" not in html
    assert 'onmouseover="alert' not in html
    assert "49" not in html.split("<main>")[1].split("<nav")[0]
    tex = to_beamer(lecture, ("en",))
    assert "\\input{" not in tex
    cells = json.loads(to_notebook(lecture, ("en",)))["cells"]
    assert not re.search(
        r"(?<!\\)\]\(javascript|(?<!\\)<script", "".join(map(str, cells[0]["source"]))
    )
    assert words.split("<")[0][:4] in TextLecture().lecture(lecture)


def test_the_command_lists_builds_and_complains(tmp_path):
    run = CliRunner().invoke
    listed = run(main, ["lecture"])
    assert [line.split()[0] for line in listed.output.splitlines()] == list(built_in())
    slides = run(main, ["lecture", "backpropagation", "--list", "--language", "zh-Hant"])
    assert "w31" in slides.output
    one = run(main, ["lecture", "backpropagation", "--slide", "w31", "--format", "text"])
    assert "h_1 · -(y - ŷ)" in one.output
    file = tmp_path / "a.html"
    built = run(main, ["lecture", "backpropagation", "--slide", "numpy", "-o", str(file)])
    assert built.exit_code == 0
    assert "import numpy" in file.read_text("utf-8")
    wrong = run(main, ["lecture", "backpropagation", "--slide", "nummpy", "--format", "text"])
    assert wrong.exit_code == 2
    assert "numpy" in wrong.output + (wrong.stderr if wrong.stderr_bytes else "")


def test_a_quiz_from_the_command_line_keeps_its_answers_back():
    run = CliRunner().invoke
    without = run(main, ["quiz", "two-layer-mlp", "--seed", "3"]).output
    with_key = run(main, ["quiz", "two-layer-mlp", "--seed", "3", "--key"]).output
    assert "Answer" not in without
    assert with_key.count("Answer") >= 8
    page = run(main, ["quiz", "two-layer-mlp", "--format", "html", "--language", "both"]).output
    assert page.startswith("<!DOCTYPE html>")
    data = run(main, ["quiz", "two-layer-mlp", "--format", "json", "--kind", "value"]).output
    assert '"right": true' in data


@pytest.mark.parametrize("name", lesson_names())
@pytest.mark.parametrize("form", ["boxes", "braces", "paths"])
def test_numbers_on_a_board_come_to_the_gradient(tmp_path, name, form):
    text = f"title: a\nslides:\n- title: b\n  show:\n  - board: {{lesson: {name}, form: {form}, values: 'yes'}}\n"
    made = load(outline(tmp_path, text))
    try:
        (slide,) = made.lecture().slides
    except DeriveError:
        assert (name, form) == ("batch-normalisation", "paths")  # its paths are no single sum
        return
    for board in slide.pieces:
        gradient = board.rows[0].left
        last = board.rows[-1].right
        assert isinstance(last, Number), gradient.name
        for row in board.rows[:-1]:
            if not list(variables(row.right)):
                assert evaluate(row.right, {}) == pytest.approx(float(last.value), rel=1e-5)


MATRICES = """title: m
level: matrix
network: {inputs: 2, layers: [{units: 2, activation: tanh}, {units: 1}], loss: half_squared_error}
learning_rate: 0.1
data: {x: [0.5, -1], y: [1]}
parameters: {W: [[[0.1, 0.2], [0.3, 0.4]], [[0.1, 0.2]]], b: [[0.1, 0.1], [0.2]]}
"""


@pytest.mark.parametrize(
    "item", ["board: {lesson: m.yaml, form: boxes}", "inputs: m.yaml", "direction: m.yaml"]
)
def test_what_needs_numbers_says_so_of_a_lesson_in_matrices(tmp_path, item):
    (tmp_path / "m.yaml").write_text(MATRICES, "utf-8")
    with pytest.raises(DeriveError, match="level: matrix") as refused:
        shown(tmp_path, f"  - {item}\n")
    assert refused.value.line == 6


def test_the_gradient_of_a_lesson_in_matrices_is_shown_as_formulas(tmp_path):
    (tmp_path / "m.yaml").write_text(MATRICES, "utf-8")
    assert "∂L/∂W^{[1]}" in shown(tmp_path, "  - vector: m.yaml\n")
