"""LaTeX: every step, plain formulas, and words that can never become commands."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import worked
from hostile_lessons import NAMES, TITLES, named, titled
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.expression import ZERO
from derive.core.text import Text
from derive.lessons import built_in, load, loads
from derive.render.block import Kind
from derive.render.compose import make_sheet
from derive.render.latex import files, render
from derive.render.questions import of_mistake
from derive.render.solution import solve
from derive.render.tex_slides import HEIGHT, slides
from derive.render.tex_steps import Row
from derive.render.tex_words import comment, needs_cjk, tex_words

KINDS = ("lecture", "key", "blank", "faded")
BOTH = ("en", "zh-Hant")
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.S)
MATHS = r"\\ensuremath\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
# what words may become
WORD_COMMANDS = {
    r"\textbackslash", r"\{", r"\}", r"\textasciicircum", r"\textasciitilde", r"\$", r"\&", r"\#",
    r"\%", r"\_", r"\ensuremath",
}  # fmt: skip


@cache
def written(name="two-layer-mlp", kind="lecture", languages=("en",)):
    return render(worked.sheet(name, kind), languages)


@cache
def document(name="two-layer-mlp", kind="lecture", languages=("en",)):
    return files(worked.sheet(name, kind), "x", languages)


def balanced(source):
    """Return whether braces and environments close in order."""
    bare = re.sub(r"(?<!\\)%.*|\\[\\{}]", "", source)
    assert bare.count("{") == bare.count("}")
    opened = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+\*?)\}", bare):
        if kind == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    return not opened


@pytest.mark.parametrize("name", built_in())
def test_the_body_of_every_lesson_is_balanced(name):
    assert balanced(written(name, "key", BOTH))


@pytest.mark.parametrize("kind", KINDS)
def test_every_sheet_is_balanced(kind):
    assert balanced(written("three-layers", kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ["scalar", "matrix"])
def test_a_lesson_without_values_has_all_its_documents(kind, level):
    network = "{inputs: 2, layers: [{units: 2, activation: tanh}], loss: squared_error}"
    sheet = make_sheet(solve(loads(f"title: N\nnetwork: {network}\n", level=level)), kind)
    assert all(map(balanced, files(sheet, "x", ("en",)).values()))


def test_the_lecture_stands_in_any_class_and_the_questions_in_exam():
    assert not re.search(r"\\part(?![a-z])", written())
    assert r"\begin{questions}" in written(kind="key")


def test_every_step_has_its_number_and_its_lines():
    body = written()
    solution = worked.solution("two-layer-mlp")
    assert re.findall(r"\\stephere\{\d+\}Step (\d+)", body) == [
        str(b.number) for b in solution.blocks
    ]
    assert r"&= h_1 \cdot -(y - \hat{y})" in body


def test_what_was_computed_before_is_marked_and_what_is_new_is_not():
    body = written()
    first, later = (body.split(f"Step {number}:")[1] for number in (7, 9))
    assert r"\cached" not in first.split(r"\end{align*}")[0]
    assert r"\cached{-(y - \hat{y})}" in later.split(r"\end{align*}")[0]


def test_the_factors_of_the_chain_rule_say_which_pass_they_come_from():
    assert r"\underbrace{\frac{\partial \hat{y}}{\partial w_{3,1}}}_{\text{forward}}" in written()
    assert r"_{\text{反向}}" in written(languages=("zh-Hant",))


def test_the_folder_has_a_body_a_handout_a_key_and_slides_around_it():
    folder = document()
    assert {"body.tex", "handout.tex", "key.tex", "beamer.tex", "preamble.tex"} <= set(folder)
    assert r"\printanswers" in folder["key.tex"]
    assert r"\printanswers" not in folder["handout.tex"]
    assert r"\input{body}" in folder["handout.tex"]
    assert len(folder["key.tex"].splitlines()) < 25


def test_a_worksheet_is_its_own_key():
    folder = document(kind="blank")
    assert r"\input{body}" in folder["key.tex"]
    assert "questions.tex" not in folder


def test_slides_show_a_step_a_frame_and_a_line_a_click():
    slides = document()["beamer.tex"]
    assert len(re.findall(r"\\begin\{frame\}\{Step \d+:", slides)) >= 36
    step = slides.split(r"\begin{frame}{Step 5:")[1].split(r"\end{frame}")[0]
    assert [int(n) for n in re.findall(r"& \\uncover<(\d+)->\{\{\}=", step)] == [1, 2, 3, 4, 5]


def test_english_is_for_pdflatex_and_chinese_for_xelatex():
    assert "xeCJK" not in document()["preamble.tex"]
    assert "xeCJK" in document(languages=("zh-Hant",))["preamble.tex"]
    assert "% !TEX program = xelatex" in document(languages=BOTH)["handout.tex"]


def test_a_chinese_title_of_an_english_page_asks_for_xelatex():
    folder = files(make_sheet(titled(worked.solution("half-square"), "損失")), "x", ("en",))
    assert "xeCJK" in folder["preamble.tex"]


def test_points_stand_in_the_margin_and_room_is_left_to_answer():
    lesson = loads("title: P\nequations: |\n  L = w^2\nparameters: {w: 3}\npoints: {w: 2.5}\n")
    body = render(make_sheet(solve(lesson), "blank"), ("en",))
    assert r"\part[2.5]" in body
    assert re.search(r"\\begin\{solution\}\[\d+\.\dcm\]", body)


def test_the_blanks_of_a_faded_sheet_show_in_the_key_alone():
    body = written(kind="faded")
    assert r"\blank{" in body
    assert (
        r"\newcommand{\blank}[1]{\underline{{\ifprintanswers#1\else"
        in document(kind="faded")["key.tex"]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_says_what_to_look_for_and_no_handout_does(kind):
    solution = worked.solution("two-layer-mlp")
    step = next(b for b in solution.blocks if b.target.name == r"dL/d\hat{y}")
    wrong = of_mistake(Text("the minus is lost", "漏了負號"), step.target, ZERO, None)
    sheet = make_sheet(solution, kind, mistakes={step.target.name: (wrong,)})
    folder = files(sheet, "x", ("en",))
    answers = folder["questions.tex" if kind == "lecture" else "body.tex"]
    said = r"\item the minus is lost: $\frac{\partial L}{\partial \hat{y}} = 0$"
    for_the_key = re.findall(
        r"\\begin\{solution\}.*?\\end\{solution\}|\\ifprintanswers\n.*?\\fi", answers, re.S
    )
    assert answers.count(said) == 1
    assert sum(said in part for part in for_the_key) == 1
    assert kind != "lecture" or said not in folder["body.tex"]


@pytest.mark.parametrize("kind", ["key", "blank"])
def test_the_handout_hides_what_the_key_tells(kind):
    body = written(kind=kind)
    outside = re.sub(r"\\begin\{solution\}.*?\\end\{solution\}|\\hidden\{.*", "", body, flags=re.S)
    assert "-1.62" in body
    assert "-1.62" not in outside


def test_the_same_sheet_gives_the_same_bytes():
    sheets = [make_sheet(solve(load("half-square"))) for _ in range(2)]
    first, second = (files(sheet, "x", ("en",)) for sheet in sheets)
    assert first == second


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_words_never_become_commands(words):
    tex = tex_words(words)
    assert set(COMMAND.findall(re.sub(MATHS, "", tex))) <= WORD_COMMANDS
    bare = COMMAND.sub("", re.sub(MATHS, "", tex))
    assert not set(bare) & set("$&#%_^~")
    assert "\n" not in tex


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_comment_is_one_line(words):
    assert len(comment(words).splitlines()) <= 1


@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_stays_words(title):
    solution = worked.solution("half-square")
    plain = document("half-square", languages=BOTH)
    hostile = files(make_sheet(titled(solution, title)), "x", BOTH)
    for name in ("body.tex", "questions.tex", "beamer.tex", "handout.tex"):
        code = [re.sub(r"(?<!\\)%.*", "", text) for text in (plain[name], hostile[name])]
        before, after = (set(COMMAND.findall(one)) for one in code)
        assert after - before <= WORD_COMMANDS | {r"\cdot", r"\times"}
        assert balanced(hostile[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_stays_a_name(name):
    for kind in ("lecture", "faded"):
        body = render(make_sheet(named(name), kind), ("en",))
        assert balanced(body)
        assert r"\input{" not in re.sub(r"(?<!\\)%.*", "", body)


def test_powers_of_ten_in_a_sentence_are_set_as_such():
    assert tex_words("within 10⁻¹²") == r"within 10\ensuremath{^{-12}}"
    assert tex_words("x₁₂ ²") == r"x\ensuremath{_{12}} \ensuremath{^{2}}"


def test_ordinary_words_need_no_chinese_font_and_chinese_ones_do():
    assert not needs_cjk("Mazur’s “example” — naïve…")
    assert needs_cjk("前向傳遞")


@pytest.mark.slow
def test_lessons_compile_without_complaint():
    if not (shutil.which("pdflatex") and shutil.which("xelatex")):
        pytest.skip("TeX is not installed")
    tool = Path(__file__).parents[2] / "tools" / "compile_latex.py"
    done = subprocess.run([sys.executable, tool], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("lines", [1, 3, 8, 40])
def test_a_formula_higher_than_a_frame_goes_on_in_the_next(lines):
    right = tuple(rf"x_{{{number}}} + \frac{{1}}{{n}}" for number in range(lines))
    row = Row("L", "=", right, Kind.FORMULA)
    frames = slides(None, [row], [""], [])
    shown = [re.findall(r"x_\{(\d+)\}", frame.lines) for frame in frames]
    assert [int(number) for frame in shown for number in frame] == list(range(lines))
    assert all(2.6 * len(frame) <= HEIGHT for frame in shown)
    assert all(r"= \cdots" in frame.lines for frame in frames[1:])
