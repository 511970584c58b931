"""Markdown for GitHub and Quarto: tables, formulas, and words that are never markup."""

import json
import re
from functools import cache

import pytest
import worked
from hostile_lessons import NAMES, TITLES, named, titled
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from derive.lessons import built_in, load
from derive.render.compose import make_sheet
from derive.render.markdown import GITHUB, QUARTO, files, md_words, render
from derive.render.solution import solve

FORMULA = re.compile(r"```math\n.*?\n```|\$`[^`]*`\$", re.S)


@cache
def page(name="two-layer-mlp", kind="lecture", languages=("en",), flavour=GITHUB):
    return render(worked.sheet(name, kind), languages, flavour=flavour)


def shown(markdown):
    """Return the tokens of a page as a reader of GitHub's Markdown sees them."""
    return MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)


def kinds(markdown):
    """Return the kinds of everything on a page, in order."""
    return [
        child.type
        for token in shown(markdown)
        for child in (token, *(token.children or ()))
        if child.type not in ("text", "text_special", "softbreak")
    ]


def without_head(markdown):
    """Return a page without the block that tells Quarto its title."""
    return re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.S)


@pytest.mark.parametrize("name", built_in())
def test_every_lesson_has_a_table_row_for_each_partial(name):
    solution = worked.solution(name)
    rows = [t for t in shown(page(name).split("grad\\_table\n")[-1]) if t.type == "tr_open"]
    assert len(rows) == len(solution.derivation.grad_table) + 1


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    for name in ("mazur", "two-layer-mlp-relu", "micrograd"):
        for line in page(name).splitlines():
            if line.startswith("|"):
                assert line.count("|") == 5


def test_formulas_are_in_githubs_own_signs_and_use_no_macro_that_it_refuses():
    written = page("two-layer-mlp-relu")
    assert "$$" not in written
    assert r"\operatorname" not in written
    assert not re.search(r"\$(?!`)", re.sub(r"`\$", "", written))


def test_quarto_gets_dollars_and_a_head():
    written = page("two-layer-mlp-relu", flavour=QUARTO)
    assert written.startswith('---\ntitle: "A two-layer MLP with ReLU')
    assert "```math" not in written
    assert written.count("\n$$\n") % 2 == 0
    assert r"\operatorname{ReLU}" in written


def test_the_folder_has_both_and_the_pictures_that_they_show():
    folder = files(worked.sheet("two-layer-mlp"), "mlp", ("en",))
    assert {"mlp.md", "mlp.qmd", "mlp-1.svg"} <= set(folder)
    for name in re.findall(r"\]\((.*?)\)", folder["mlp.md"]):
        assert folder[name].startswith("<?xml")


def test_a_worksheet_does_not_show_what_it_asks_for():
    written = page(kind="blank")
    assert "```math" not in written
    assert "Question 1" in written


def test_what_was_computed_before_is_boxed():
    assert r"h_2 \cdot \boxed{-(y - \hat{y})}" in page()


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_words_are_one_paragraph_of_plain_text(words):
    markdown = md_words(words)
    tokens = shown(markdown)
    assert [token.type for token in tokens] in (
        [],
        ["paragraph_open", "inline", "paragraph_close"],
    )
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}
    read = "".join(child.content for child in children)
    assert read.split() == "".join(c for c in " ".join(words.split()) if c.isprintable()).split()


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("flavour", [GITHUB, QUARTO], ids=lambda flavour: flavour.key)
def test_a_hostile_title_stays_words(title, flavour):
    solution = worked.solution("half-square")
    before = make_sheet(titled(solution, "plain"))
    after = make_sheet(titled(solution, title))
    plain, hostile = (render(sheet, ("en",), flavour=flavour) for sheet in (before, after))
    assert kinds(without_head(hostile)) == kinds(without_head(plain))
    assert "{{" not in FORMULA.sub("", hostile.replace("\\{", ""))
    if flavour is QUARTO:
        assert isinstance(json.loads(hostile.split("\n")[1].removeprefix("title: ")), str)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_stays_in_its_formula(name):
    words = FORMULA.sub("", render(make_sheet(named(name)), ("en",)))
    assert "`" not in words
    assert "](" not in words


def test_the_same_sheet_gives_the_same_bytes():
    sheets = [make_sheet(solve(load("half-square"))) for _ in range(2)]
    first, second = (files(sheet, "x", ("en",)) for sheet in sheets)
    assert first == second


@pytest.mark.parametrize("name", built_in())
@pytest.mark.parametrize("kind", ["lecture", "key", "blank"])
def test_pandoc_sees_every_formula_of_a_line_as_one(name, kind):
    written = without_head(page(name, kind, flavour=QUARTO))
    outside = re.sub(r"^\$\$\n.*?^\$\$$", "", written, flags=re.S | re.M)
    # a dollar opens with no gap after it, and closes with no gap before it and no digit after it
    pairs = re.sub(r"(?<!\\)\$(?=\S)[^$]*(?<=\S)\$(?!\d)", "", outside)
    assert not re.search(r"(?<!\\)\$", pairs)


def test_a_sentence_goes_on_behind_a_formula_as_it_is_written():
    written = page("two-layer-mlp", "key")
    assert r"`$\." not in written
    assert r"`$\:" not in written
    assert "`$, where $`" in written
