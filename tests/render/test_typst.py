"""The PDF: made by Typst without network or clock, tagged, every formula spoken."""

import re
from functools import cache

import pytest
import worked
from hostile_lessons import NAMES, TITLES, named, titled
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.errors import DeriveError
from derive.lessons import built_in, load, loads
from derive.render import fonts, pdf
from derive.render.compose import make_sheet
from derive.render.solution import solve
from derive.render.tex_lines import tex_lines
from derive.render.tex_words import needs_cjk
from derive.render.typst import render, typst_words
from derive.render.typst_formulas import marked

typst = pytest.importorskip("typst")
KINDS = ("lecture", "key", "blank", "faded")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')


@cache
def source(name="two-layer-mlp", kind="lecture", languages=("en",)):
    return render(worked.sheet(name, kind), languages)


def compiled(written):
    """Compile with the strictest standard; Typst refuses a formula without spoken words."""
    return typst.compile(written.encode(), pdf_standards=["ua-1"], ignore_system_fonts=True)


@pytest.mark.parametrize("name", ["micrograd", "regression-in-one-line", "max-gate"])
def test_a_lesson_compiles_as_an_accessible_pdf(name):
    assert compiled(source(name)).startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in())
def test_every_lesson_compiles_as_an_accessible_pdf(name):
    assert compiled(source(name)).startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
def test_every_sheet_compiles(kind):
    assert compiled(source("three-layers", kind)).startswith(b"%PDF")


@pytest.mark.parametrize("level", ["scalar", "matrix"])
def test_batches_matrices_and_lessons_without_values_compile(level):
    network = "network: {inputs: 2, layers: [{units: 2, activation: relu}], loss: squared_error}\n"
    for values in (
        "",
        "data: {x: [[1, 2], [3, 4]], y: [[0, 1], [1, 0]]}\n"
        "parameters: {W: [[[1, -2], [3, 4]]], b: [[0.5, 0.25]]}\n",
    ):
        solution = solve(loads(f"title: N\n{network}{values}", level=level))
        for kind in ("lecture", "faded"):
            assert compiled(render(make_sheet(solution, kind), ("en",))).startswith(b"%PDF")


def test_every_formula_is_spoken():
    written = STRING.sub('""', source("mazur"))
    outside = re.sub(r"math\.equation\(alt: \"\", \$[^$]*(?:\$[^$]*\$[^$]*)*\$\)", "", written)
    assert "frac(" not in outside
    assert 'alt: "partial L over partial w 3 1"' in source()
    assert "L 對 w 3 1 的偏微分" in source(languages=("zh-Hant",))


def test_what_was_computed_before_is_boxed():
    first, later = (source().split(f"Step {number}:")[1].split("Step")[0] for number in (7, 9))
    assert "#cached" not in first
    assert "#cached($display(-(y - hat(y)))$)" in later


def test_a_long_formula_is_broken_before_a_sign_its_box_closed_and_opened_again():
    block = worked.solution("mazur").blocks[34]
    lines = marked(block.lines[-2].expression, 6, lambda name: True, lambda name: "", width=30)
    assert len(lines) > 1
    assert any(line.startswith('#cached($display(""') for line in lines[1:])
    assert all(line.count("#cached($display(") == line.count(")$)") for line in lines)


@pytest.mark.parametrize("name", built_in())
def test_a_formula_is_broken_at_the_signs_at_which_its_latex_is(name):
    for block in worked.solution(name).blocks[:40]:
        for line in block.lines:
            parts = marked(line.expression, 6, lambda _: False, lambda _: "", 12)
            assert len(parts) == len(tex_lines(line.expression, 12))
            joined = re.sub(r'""|\\(?=[()\[\]])', "", " ".join(parts))
            whole = "".join(marked(line.expression, 6, lambda _: False, lambda _: ""))
            assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", whole)


def test_the_same_sheet_gives_the_same_bytes():
    sheets = [make_sheet(solve(load("half-square"))) for _ in range(2)]
    first, second = (pdf.render(sheet, ("en",)) for sheet in sheets)
    assert first == second
    assert first.count(b"/StructTreeRoot")


@pytest.mark.parametrize("words", ["🎓 Backprop", "👩‍🏫", "ไทย", "кириллица", "λ"])
def test_a_character_that_no_font_has_is_left_out_and_the_page_is_made(words, monkeypatch):
    monkeypatch.setattr(fonts, "covering", lambda character: None)
    sheet = make_sheet(titled(worked.solution("half-square"), words))
    assert pdf.render(sheet, ("en",)).startswith(b"%PDF")


def test_what_typst_refuses_is_one_message(monkeypatch):
    monkeypatch.setattr(pdf, "typst_source", lambda *_, **__: "#nothing-of-the-kind")
    with pytest.raises(DeriveError, match="Typst"):
        pdf.render(worked.sheet("half-square"), ("en",))


def test_a_chinese_page_has_its_font_or_says_what_to_install():
    assert_chinese(worked.sheet("half-square"))


def assert_chinese(sheet):
    try:
        fonts.chinese()
    except DeriveError:
        with pytest.raises(DeriveError, match="fonts-noto-cjk"):
            pdf.render(sheet, ("zh-Hant",))
    else:
        assert pdf.render(sheet, ("zh-Hant",)).startswith(b"%PDF")


def test_a_file_that_is_no_font_is_named(tmp_path, monkeypatch):
    path = tmp_path / "font.ttf"
    path.write_text("no font")
    with pytest.raises(DeriveError, match=r"font\.ttf is not a font"):
        fonts.chinese(str(path))
    monkeypatch.setenv(fonts.VARIABLE, str(tmp_path / "nothing.otf"))
    with pytest.raises(DeriveError, match=r"nothing\.otf"):
        fonts.chinese()


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_words_are_a_string_and_nothing_else(words):
    written = typst_words(words)
    assert STRING.fullmatch(written[1:-1])
    assert written.startswith("#")
    assert written.endswith(";")
    assert "\n" not in written


@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_stays_words(title):
    solution = worked.solution("half-square")
    before = STRING.sub('""', render(make_sheet(solution, "key"), ("en",)))
    hostile = render(make_sheet(titled(solution, title), "key"), ("en",))
    after = STRING.sub('""', hostile)
    assert [line for line in after.split("\n") if line not in before.split("\n")] in (
        [],
        ['#"";'],
    )
    assert compiled(hostile).startswith(b"%PDF")


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_stays_a_name(name):
    sheet = make_sheet(named(name))
    if needs_cjk(name):
        assert_chinese(sheet)
    else:
        assert compiled(render(sheet, ("en",))).startswith(b"%PDF")
